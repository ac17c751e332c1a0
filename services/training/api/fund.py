"""The fund for retired cadres: how it stands, and how long it lasts if…"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marshmallow import Schema, fields, validate

from services.training.domain.money.fund import MOST_YEARS, Assumptions, Fund, project
from services.training.store import pay
from services.training.store.database import reading
from services.training.store.tables import FundStatement
from services.training.workflows.pay import state_fund
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, AreaCodeField, HundredthsField

routes = Blueprint("fund", authentication="bearer", url_prefix="/api/v1", description="Fund for retired cadres (R59)")

_MONEY = validate.Range(min=0, max=10**12)  # fen
_PEOPLE = validate.Range(min=0, max=100_000)
_RATE = validate.Range(min=0, max=10_000)  # basis points
_FUND = ("balance", "income", "beneficiaries", "monthly")


class NewFundStatementSchema(ApiSchema):
    area = AreaCodeField(required=True)
    on = fields.Date(required=True)
    balance = HundredthsField(required=True, validate=_MONEY)
    income = HundredthsField(required=True, validate=_MONEY, metadata={"description": "fen in a year"})
    beneficiaries = fields.Integer(required=True, strict=True, validate=_PEOPLE)
    monthly = HundredthsField(required=True, validate=_MONEY, metadata={"description": "fen for each"})


class FundStatementSchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    on = fields.Date(required=True)
    balance = fields.Integer(required=True)
    income = fields.Integer(required=True)
    beneficiaries = fields.Integer(required=True)
    monthly = fields.Integer(required=True)


class FundStatementsSchema(Schema):
    items = fields.List(fields.Nested(FundStatementSchema), required=True)


class FundArguments(ApiSchema):
    area = AreaCodeField(required=True)


class ProjectionArguments(FundArguments):
    years = fields.Integer(load_default=20, validate=validate.Range(min=1, max=MOST_YEARS))
    index = fields.Integer(load_default=0, validate=_RATE, metadata={"description": "yearly rise of the rate, bp"})
    interest = fields.Integer(load_default=0, validate=_RATE, metadata={"description": "basis points a year"})
    joining = fields.Integer(load_default=0, validate=_PEOPLE)
    leaving = fields.Integer(load_default=0, validate=_PEOPLE)
    income = fields.Integer(validate=_MONEY, metadata={"description": "what if: instead of the statement's"})
    beneficiaries = fields.Integer(validate=_PEOPLE, metadata={"description": "what if"})
    monthly = fields.Integer(validate=_MONEY, metadata={"description": "what if"})


class FundYearSchema(Schema):
    year = fields.Integer(required=True)
    opening = fields.Integer(required=True)
    income = fields.Integer(required=True)
    paid = fields.Integer(required=True)
    interest = fields.Integer(required=True)
    closing = fields.Integer(required=True)
    beneficiaries = fields.Integer(required=True)
    monthly = fields.Integer(required=True)
    months_paid = fields.Integer(required=True)


class ProjectionSchema(Schema):
    months = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "paid in full before one cannot be; null: the fund outlasts the years asked for"},
    )
    years = fields.List(fields.Nested(FundYearSchema), required=True)


@routes.route("/fund-statements", methods=["POST"])
@requires("training:write")
@routes.arguments(NewFundStatementSchema)
@routes.response(201, FundStatementSchema)
def state(command: dict[str, Any]) -> FundStatement:
    """State how the fund stands on a day"""
    fund = Fund(**{name: command.pop(name) for name in _FUND})
    return state_fund(current_actor(), fund=fund, **command)


@routes.route("/fund-statements", methods=["GET"])
@requires("training:read")
@routes.arguments(FundArguments, location="query")
@routes.response(200, FundStatementsSchema)
def list_statements(arguments: dict[str, Any]) -> dict[str, Any]:
    """An area's statements, the newest first"""
    current_actor().must_reach(arguments["area"])
    with reading() as db:
        return {"items": pay.statements(db, current_actor(), arguments["area"])}


@routes.route("/fund-projection", methods=["GET"])
@requires("training:read")
@routes.arguments(ProjectionArguments, location="query")
@routes.response(200, ProjectionSchema)
def show_projection(arguments: dict[str, Any]) -> Any:
    """How long the fund lasts from its newest statement, with what-ifs"""
    area, years = arguments.pop("area"), arguments.pop("years")
    assumed = Assumptions(**{name: arguments.pop(name) for name in ("index", "interest", "joining", "leaving")})
    with reading() as db:
        found = pay.newest_statement(db, current_actor(), area)
    fund = replace(Fund(**{name: getattr(found, name) for name in _FUND}), **arguments)
    return project(fund, assumed, years)
