"""Pay: promised and paid, the same post with different pay, pay for a point of work, insurance."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import Schema, fields, validate
from werkzeug.datastructures import FileStorage

from services.training.api.files import FILE, FORMATS, AddedSchema, TableFileSchema, table_file
from services.training.domain.money.pay import INSURANCES, Scale, equity, first_of_month, per_point
from services.training.domain.money.pay_file import COLUMNS
from services.training.domain.office.posts import Post
from services.training.store import pay
from services.training.store.database import reading
from services.training.store.tables import PayScale
from services.training.workflows import pay as workflows
from shared import clock
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, AreaCodeField, HundredthsField, MonthField, text

routes = Blueprint("pay", authentication="bearer", url_prefix="/api/v1", description="Pay of cadres")

_MONEY = validate.Range(min=1, max=10**9)  # fen in a month
_PAID = validate.Range(min=0, max=10**12)  # fen, as a file of payments
_HEADER = [column.zh for column in COLUMNS]


class NewPayScaleSchema(ApiSchema):
    area = AreaCodeField(required=True)
    post = fields.Enum(Post, by_value=True, required=True)
    fen = HundredthsField(required=True, validate=_MONEY)
    pay_day = fields.Integer(
        load_default=10,
        strict=True,
        validate=validate.Range(min=1, max=28),
        metadata={"description": "day of the following month on which it is due"},
    )
    since = MonthField(required=True)
    document = text(most=200)


class PayScaleSchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    post = fields.String(required=True)
    fen = fields.Integer(required=True)
    pay_day = fields.Integer(required=True)
    since = fields.Date(required=True)
    document = fields.String(required=True)


class PayScalesSchema(Schema):
    items = fields.List(fields.Nested(PayScaleSchema), required=True)


class NewWorkloadSchema(ApiSchema):
    area = AreaCodeField(required=True)
    month = MonthField(required=True)
    points = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=1_000_000))


class NewPaymentSchema(ApiSchema):
    month = MonthField(required=True)
    fen = HundredthsField(required=True, validate=_PAID)
    paid_on = fields.Date(required=True)
    pension = fields.Boolean(required=True, metadata={"description": "whether the insurance was paid"})
    medical = fields.Boolean(required=True)
    unemployment = fields.Boolean(required=True)


class PayMonthArguments(ApiSchema):
    month = MonthField(required=True)


class PayFactSchema(Schema):
    cadre_id = fields.UUID(required=True)
    name = fields.String(required=True)
    area = fields.String(required=True)
    post = fields.String(required=True)
    promised = fields.Integer(required=True, allow_none=True)
    due_on = fields.Date(required=True, allow_none=True)
    paid = fields.Integer(required=True)
    paid_on = fields.Date(required=True, allow_none=True)
    gap = fields.Integer(required=True)
    lag = fields.Integer(required=True, metadata={"description": "days after the day due; until today while unpaid"})
    uninsured = fields.List(fields.String(validate=validate.OneOf(list(INSURANCES))), required=True)


class PayFactsSchema(Schema):
    items = fields.List(fields.Nested(PayFactSchema), required=True)


class PayEquitySchema(Schema):
    post = fields.String(required=True)
    people = fields.Integer(required=True)
    least = fields.Integer(required=True)
    median = fields.Integer(required=True)
    most = fields.Integer(required=True)
    spread = fields.Integer(required=True, metadata={"description": "the most above the least, in basis points"})


class PayEquitiesSchema(Schema):
    items = fields.List(fields.Nested(PayEquitySchema), required=True)


class PayPerPointSchema(Schema):
    area = fields.String(required=True)
    people = fields.Integer(required=True)
    paid = fields.Integer(required=True)
    points = fields.Integer(required=True)
    per_point = fields.Integer(required=True, allow_none=True)


class PayPerPointsSchema(Schema):
    items = fields.List(fields.Nested(PayPerPointSchema), required=True)


@routes.route("/pay-scales", methods=["POST"])
@requires("training:write")
@routes.arguments(NewPayScaleSchema)
@routes.response(201, PayScaleSchema)
def set_scale(command: dict[str, Any]) -> PayScale:
    """Promise a post its pay from a month on; versions before stay"""
    document = command.pop("document")
    return workflows.set_scale(current_actor(), workflows.NewScale(Scale(**command), document))


@routes.route("/pay-scales", methods=["GET"])
@requires("training:read")
@routes.response(200, PayScalesSchema)
def list_scales() -> dict[str, Any]:
    """Every version that holds within reach"""
    with reading() as db:
        return {"items": pay.scales(db, current_actor())}


@routes.route("/payments/import", methods=["POST"])
@requires("training:write")
@routes.arguments(TableFileSchema, location="files")
@routes.response(201, AddedSchema)
def import_file(files: dict[str, FileStorage]) -> dict[str, int]:
    """Take in what was paid (区划代码, 姓名, 月份, 实发金额, 发放日期, 养老, 医疗, 失业): all rows or none"""
    return {"added": workflows.import_payments(current_actor(), files["file"].read())}


@routes.route("/payments/template", methods=["GET"])
@requires("training:read")
@routes.response(200, FILE, content_type=FORMATS["xlsx"])
def template() -> Response:
    """An empty workbook with the columns of an import"""
    return table_file("xlsx", "payments-template", "实发报酬", _HEADER, [])


@routes.route("/cadres/<uuid:cadre_id>/payments", methods=["POST"])
@requires("training:write")
@routes.arguments(NewPaymentSchema)
@routes.response(204)
def record_payment(command: dict[str, Any], cadre_id: UUID) -> None:
    """State what a cadre was paid for a month; what was stated of it before is replaced"""
    workflows.record_payment(current_actor(), cadre_id, workflows.NewPayment(**command))


@routes.route("/workloads", methods=["POST"])
@requires("training:write")
@routes.arguments(NewWorkloadSchema)
@routes.response(204)
def set_workload(command: dict[str, Any]) -> None:
    """State a community's points of work in a month"""
    workflows.set_workload(current_actor(), **command)


@routes.route("/pay", methods=["GET"])
@requires("training:pay:read")
@routes.arguments(PayMonthArguments, location="query")
@routes.response(200, PayFactsSchema)
def show(arguments: dict[str, Any]) -> dict[str, Any]:
    """Of everybody on a post in the month: promised against paid, days late, insurances that are missing"""
    return {"items": _facts(arguments)}


@routes.route("/pay-equity", methods=["GET"])
@requires("training:read")
@routes.arguments(PayMonthArguments, location="query")
@routes.response(200, PayEquitiesSchema)
def show_equity(arguments: dict[str, Any]) -> dict[str, Any]:
    """The same post with different pay: figures without names"""
    return {"items": equity(_facts(arguments))}


@routes.route("/pay-per-point", methods=["GET"])
@requires("training:read")
@routes.arguments(PayMonthArguments, location="query")
@routes.response(200, PayPerPointsSchema)
def show_per_point(arguments: dict[str, Any]) -> dict[str, Any]:
    """Each community's pay for a point of its work, the least first"""
    month = first_of_month(arguments["month"])
    with reading() as db:
        points = pay.points(db, current_actor(), month)
    return {"items": per_point(_facts(arguments), points)}


def _facts(arguments: dict[str, Any]) -> list[Any]:
    month = first_of_month(arguments["month"])
    with reading() as db:
        return pay.facts(db, current_actor(), month, today=clock.today())
