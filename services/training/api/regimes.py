"""The regimes' records: one shape for all of them, described by each regime's fields."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import Schema, fields, validate
from werkzeug.datastructures import FileStorage

from services.training.api.files import FILE, FORMATS, AddedSchema, TableFileSchema, table_file
from services.training.domain.regimes.catalogue import INCENTIVES, NINE, REGIMES, Holder, Regime
from services.training.domain.regimes.incentives import incentive_figures
from services.training.domain.regimes.records import columns, regime
from services.training.store import regimes
from services.training.store.database import reading
from services.training.workflows import regimes as workflows
from shared import clock
from shared.messages import translate
from shared.tabular.export import Cell
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, AreaCodeField, text

routes = Blueprint("regimes", authentication="bearer", url_prefix="/api/v1", description="Regimes (制度) and records")

_FACTS = "by the names of the regime's fields; a day as its ISO date, money in fen"


class RegimeFieldSchema(Schema):
    name = fields.String(required=True)
    label = fields.String(required=True)
    kind = fields.String(required=True)
    required = fields.Boolean(required=True)
    choices = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class RegimeSchema(Schema):
    code = fields.String(required=True)
    name = fields.String(required=True)
    nine = fields.Boolean(required=True, metadata={"description": "one of the nine regimes"})
    holder = fields.String(required=True, metadata={"description": "cadre or community"})
    elsewhere = fields.String(
        required=True, allow_none=True, metadata={"description": "where its records come from, if not typed here"}
    )
    fields_ = fields.List(fields.Nested(RegimeFieldSchema), required=True, data_key="fields")


class RegimesSchema(Schema):
    items = fields.List(fields.Nested(RegimeSchema), required=True)


class NewRegimeRecordSchema(ApiSchema):
    on = fields.Date(required=True)
    cadre_id = fields.UUID(load_default=None)
    area = AreaCodeField(load_default=None)
    facts = fields.Dict(keys=fields.String(), required=True, metadata={"description": _FACTS})


class RegimeRecordSchema(Schema):
    id = fields.UUID(required=True, allow_none=True)
    area = fields.String(required=True)
    place = fields.String()
    cadre_id = fields.UUID(required=True, allow_none=True)
    name = fields.String(allow_none=True)
    on = fields.Date(required=True)
    facts = fields.Dict(keys=fields.String(), required=True, metadata={"description": _FACTS})
    recorded_by = fields.String(required=True, allow_none=True)


class RegimeRecordsSchema(Schema):
    items = fields.List(fields.Nested(RegimeRecordSchema), required=True)


class OverdueRecordSchema(RegimeRecordSchema):
    regime = fields.String(required=True)
    days = fields.Integer(required=True, metadata={"description": "past the duty's day"})


class OverdueRecordsSchema(Schema):
    items = fields.List(fields.Nested(OverdueRecordSchema), required=True)


class RecordFilters(ApiSchema):
    area = AreaCodeField(load_default=None)
    cadre_id = fields.UUID(load_default=None)
    from_ = fields.Date(data_key="from", load_default=date.min)
    to = fields.Date(load_default=date.max)
    format = fields.String(load_default="json", validate=validate.OneOf(["json", *FORMATS]))


class PolicyFiguresSchema(Schema):
    policy = fields.String(required=True)
    applied = fields.Integer(required=True)
    granted = fields.Integer(required=True)
    young = fields.Integer(required=True, metadata={"description": "granted to people of 35 or under"})


class IncentiveFiguresSchema(Schema):
    items = fields.List(fields.Nested(PolicyFiguresSchema), required=True)


class RecordCompletionSchema(ApiSchema):
    on = fields.Date(required=True)


class RecordWithdrawalSchema(ApiSchema):
    reason = text(most=500)


@routes.route("/regimes", methods=["GET"])
@requires("training:read")
@routes.response(200, RegimesSchema)
def list_regimes() -> dict[str, Any]:
    """What each regime records"""
    return {"items": [_described(each) for each in REGIMES.values()]}


@routes.route("/regimes/<string:code>/records", methods=["POST"])
@requires("training:write")
@routes.arguments(NewRegimeRecordSchema)
@routes.response(201, RegimeRecordSchema)
def keep(command: dict[str, Any], code: str) -> Any:
    """Record something under a regime"""
    return workflows.keep_record(current_actor(), code, workflows.NewRecord(**command))


@routes.route("/regimes/<string:code>/records", methods=["GET"])
@requires("training:read")
@routes.arguments(RecordFilters, location="query")
@routes.response(200, RegimeRecordsSchema)
@routes.alt_response(200, schema=FILE, content_type=FORMATS["csv"], success=True)
@routes.alt_response(200, schema=FILE, content_type=FORMATS["xlsx"], success=True)
def list_records(filters: dict[str, Any], code: str) -> Any:
    """A regime's records, the latest first (10,000 at most); as CSV or XLSX with the columns that an import reads"""
    kind = regime(code)
    sought = regimes.Sought(
        current_actor(), filters["from_"], filters["to"], area=filters["area"], cadre_id=filters["cadre_id"]
    )
    with reading() as db:
        found = regimes.records(db, kind, sought)
    if filters["format"] == "json":
        return {"items": found}
    return table_file(filters["format"], code, kind.zh, _header(kind), (_line(kind, each) for each in found))


@routes.route("/regimes/<string:code>/template", methods=["GET"])
@requires("training:read")
@routes.response(200, FILE, content_type=FORMATS["xlsx"])
def template(code: str) -> Response:
    """An empty workbook with the columns that an import reads"""
    kind = regime(code)
    return table_file("xlsx", code, kind.zh, _header(kind), [])


@routes.route("/regimes/<string:code>/records/import", methods=["POST"])
@requires("training:write")
@routes.arguments(TableFileSchema, location="files")
@routes.response(201, AddedSchema)
def import_file(files: dict[str, FileStorage], code: str) -> dict[str, int]:
    """Add all records of a CSV or XLSX file, or none"""
    return {"added": workflows.import_records(current_actor(), code, files["file"].read())}


@routes.route("/records/overdue", methods=["GET"])
@requires("training:read")
@routes.response(200, OverdueRecordsSchema)
def list_overdue() -> dict[str, Any]:
    """Disclosures and promises whose day has passed, those first that are latest"""
    with reading() as db:
        found = regimes.overdue(db, current_actor(), clock.today())
    return {"items": [asdict(each.record) | {"regime": each.regime, "days": each.days} for each in found]}


@routes.route("/incentive-figures", methods=["GET"])
@requires("training:read")
@routes.arguments(RecordFilters(only=("area", "from_", "to")), location="query")
@routes.response(200, IncentiveFiguresSchema)
def show_incentives(filters: dict[str, Any]) -> dict[str, Any]:
    """Of each incentive how many applied, were granted it, and were young (R31)"""
    sought = regimes.Sought(current_actor(), filters["from_"], filters["to"], area=filters["area"])
    with reading() as db:
        kept = regimes.records(db, INCENTIVES, sought)
    return {"items": incentive_figures((each.on, each.facts) for each in kept)}


@routes.route("/records/<uuid:record_id>/completion", methods=["POST"])
@requires("training:write")
@routes.arguments(RecordCompletionSchema)
@routes.response(200, RegimeRecordSchema)
def complete(command: dict[str, Any], record_id: UUID) -> Any:
    """The duty of a record is done"""
    return workflows.complete_record(current_actor(), record_id, on=command["on"])


@routes.route("/records/<uuid:record_id>/withdrawal", methods=["POST"])
@requires("training:write")
@routes.arguments(RecordWithdrawalSchema)
@routes.response(204)
def withdraw(command: dict[str, Any], record_id: UUID) -> None:
    """Take a wrong record back, with the reason"""
    workflows.withdraw_record(current_actor(), record_id, reason=command["reason"])


def _described(each: Regime) -> dict[str, Any]:
    own = [
        {
            "name": field.name,
            "label": translate(field.zh),
            "kind": field.kind,
            "required": field.required,
            "choices": {code: translate(word) for code, word in field.choices.items()},
        }
        for field in each.fields
    ]
    shown = {"code": each.code, "name": translate(each.zh), "nine": each in NINE, "holder": each.holder}
    return shown | {"elsewhere": each.elsewhere, "fields_": own}


def _header(kind: Regime) -> list[str]:
    return [column.zh for column in columns(kind)]


def _line(kind: Regime, record: regimes.Kept) -> list[Cell]:
    person: list[Cell] = [record.name, None] if kind.holder is Holder.CADRE else []
    return [record.area, *person, record.on, *(each.to_cell(record.facts.get(each.name)) for each in kind.fields)]
