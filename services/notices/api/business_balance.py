"""Whose business notices tell of, month by month (R69)."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from services.notices.domain.business import Balance
from services.notices.domain.periodical import next_month
from services.notices.store import business_balance
from services.notices.store.database import reading
from shared import clock
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, AreaCodeField

routes = Blueprint(
    "business_balance", authentication="bearer", url_prefix="/api/v1/business-balance", description="R69"
)


class BusinessBalanceArguments(ApiSchema):
    area = AreaCodeField(required=True)
    first = fields.Date(
        metadata={"description": "the month of this day and on; eleven months before `last` by default"}
    )
    last = fields.Date(metadata={"description": "up to the month of this day; today by default"})


class MonthBalanceSchema(Schema):
    area = fields.String(required=True)
    month = fields.Date(required=True, metadata={"description": "its first day"})
    self_government = fields.Integer(required=True, metadata={"description": "notices of the residents' own business"})
    government = fields.Integer(required=True)
    percent = fields.Integer(required=True, metadata={"description": "of self-government"})


class BusinessBalanceSchema(Schema):
    self_government = fields.Integer(required=True)
    government = fields.Integer(required=True)
    percent = fields.Integer(required=True, allow_none=True, metadata={"description": "null: nothing was published"})
    items = fields.List(fields.Nested(MonthBalanceSchema), required=True)


@routes.route("", methods=["GET"])
@requires("notices:read")
@routes.arguments(BusinessBalanceArguments, location="query")
@routes.response(200, BusinessBalanceSchema)
def show(asked: dict[str, Any]) -> dict[str, Any]:
    """Published notices of self-government and of the government, by month and community, with their sum"""
    current_actor().must_reach(asked["area"])
    last = asked.get("last", clock.today()).replace(day=1)
    first = asked.get("first", last.replace(year=last.year - 1)).replace(day=1)
    if "first" not in asked:
        first = next_month(first)
    with reading() as session:
        found = business_balance.by_month(session, asked["area"], first, next_month(last))
    whole = Balance(sum(each.balance.self_government for each in found), sum(each.balance.government for each in found))
    items = [{"area": each.area, "month": each.month, **_told(each.balance)} for each in found]
    return {**_told(whole), "items": items}


def _told(balance: Balance) -> dict[str, int | None]:
    counts = {"self_government": balance.self_government, "government": balance.government}
    return counts | {"percent": balance.percent}
