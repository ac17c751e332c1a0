"""The statutory report on elections, for any area and period: JSON, CSV, XLSX."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response
from marshmallow import Schema, fields

from services.elections.api.table_files import FILE, FORMATS, format_field, table_file, wanted
from services.elections.domain.committee.statistics import COLUMNS, Row, Total, totals
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.steps import State
from services.elections.store.database import reading
from services.elections.store.statistics import Scope, rows
from shared.messages import translate
from shared.tabular.export import Cell
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, AreaCodeField

routes = Blueprint("statistics", authentication="bearer", url_prefix="/api/v1/statistics", description="Statistics")

_WHOLE_COUNTRY = "000000000000"


class StatisticsArguments(ApiSchema):
    area = AreaCodeField(load_default=None)
    from_ = fields.Date(data_key="from", load_default=date.min, metadata={"description": "polling day, first"})
    to = fields.Date(load_default=date.max, metadata={"description": "polling day, last"})
    format = format_field()


def _figures() -> fields.Dict:
    values = fields.Integer(allow_none=True)
    return fields.Dict(
        keys=fields.String(), values=values, required=True, metadata={"description": "null: not recorded"}
    )


class ColumnSchema(Schema):
    code = fields.String(required=True)
    name = fields.String(required=True)


class StatisticsRowSchema(Schema):
    election_id = fields.UUID(required=True)
    area = fields.String(required=True)
    name = fields.String(required=True)
    title = fields.String(required=True)
    kind = fields.String(required=True)
    state = fields.String(required=True)
    polling_day = fields.Date(required=True)
    figures = _figures()


class TotalSchema(Schema):
    area = fields.String(required=True)
    elections = fields.Integer(required=True)
    figures = _figures()


class StatisticsSchema(Schema):
    columns = fields.List(fields.Nested(ColumnSchema), required=True)
    items = fields.List(fields.Nested(StatisticsRowSchema), required=True)
    totals = fields.List(
        fields.Nested(TotalSchema), required=True, metadata={"description": "of each subdistrict, then of all"}
    )


@routes.route("", methods=["GET"])
@requires("elections:read")
@routes.arguments(StatisticsArguments, location="query")
@routes.response(200, StatisticsSchema)
@routes.alt_response(200, schema=FILE, content_type=FORMATS["csv"], success=True)
@routes.alt_response(200, schema=FILE, content_type=FORMATS["xlsx"], success=True)
def show(filters: dict[str, Any]) -> Any:
    """The report on the elections of an area (default: all within reach) whose polling day is in the period"""
    actor, area = current_actor(), filters["area"]
    if area is not None:
        actor.must_reach(area)
    with reading() as session:
        found = rows(session, Scope(actor, area, filters["from_"], filters["to"]))
    sums = totals(found, area or actor.area or _WHOLE_COUNTRY)
    kind = wanted(filters.get("format"))
    if kind == "json":
        columns = [{"code": code, "name": translate(name)} for code, name in COLUMNS.items()]
        return {"columns": columns, "items": found, "totals": sums}
    return _file(kind, found, sums)


def _file(kind: str, found: list[Row], sums: list[Total]) -> Response:
    header = [translate(name) for name in ("区划代码", "社区", "选举", "类别", "状态", "选举日", *COLUMNS.values())]
    rows = [*map(_line, found), *map(_sum_line, sums)]
    return table_file(kind, name="election-statistics", title=translate("选举统计"), header=header, rows=rows)


def _line(row: Row) -> list[Cell]:
    kind, state = translate(ElectionKind(row.kind).zh), translate(State(row.state).zh)
    return [row.area, row.name, row.title, kind, state, row.polling_day, *row.figures.values()]


def _sum_line(total: Total) -> list[Cell]:
    label = translate("合计（{count}次选举）", count=total.elections)
    return [total.area, label, None, None, None, None, *total.figures.values()]
