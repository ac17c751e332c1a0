"""Participation rates by kind of residents, and the gap between them (R18)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema

from services.notices.domain.participation import Affair
from services.notices.store import participation_rates
from services.notices.store.database import reading
from services.notices.store.participation_rates import Period
from shared import clock
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, AreaCodeField

routes = Blueprint(
    "participation-rates", authentication="bearer", url_prefix="/api/v1", description="Who takes part (R18)"
)

_YEAR = timedelta(days=365)


class RateArguments(ApiSchema):
    area = AreaCodeField(required=True)
    first = fields.Date(metadata={"description": "a year before `last` by default"})
    last = fields.Date(metadata={"description": "today by default"})
    affair = fields.Enum(Affair, by_value=True, metadata={"description": "all by default"})

    @validates_schema
    def _in_order(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("first") and data["first"] > data.get("last", data["first"]):
            raise ValidationError("结束日期不能早于开始日期。", "last")


class RateSchema(Schema):
    kind = fields.String(required=True, allow_none=True)
    residents = fields.Integer(required=True)
    took_part = fields.Integer(required=True)
    percent = fields.String(required=True)


class AffairCountSchema(Schema):
    affair = fields.String(required=True)
    residents = fields.Integer(
        required=True, allow_none=True, metadata={"description": "null: fewer than ten took part, or did not"}
    )
    times = fields.Integer(required=True, metadata={"description": "those without a name among them"})


class RatesSchema(Schema):
    first = fields.Date(required=True)
    last = fields.Date(required=True)
    whole = fields.Nested(
        RateSchema,
        required=True,
        allow_none=True,
        metadata={"description": "null: fewer than ten took part, or did not"},
    )
    gap = fields.String(
        required=True, allow_none=True, metadata={"description": "percentage points from the best kind to the worst"}
    )
    kinds = fields.List(fields.Nested(RateSchema), required=True, metadata={"description": "best first"})
    hidden = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "kinds of which fewer than ten took part, or did not, or of the other residents so"},
    )
    affairs = fields.List(fields.Nested(AffairCountSchema), required=True)


@routes.route("/participation-rates", methods=["GET"])
@requires("notices:read")
@routes.arguments(RateArguments, location="query")
@routes.response(200, RatesSchema)
def show(arguments: dict[str, Any]) -> dict[str, Any]:
    """The share of residents of each kind who took part at least once, and the gap index. Nothing is told of fewer than
    ten persons, nor what they could be worked out from"""
    area, today = arguments["area"], clock.today()
    current_actor().must_reach(area)
    last = arguments.get("last", today)
    period = Period(arguments.get("first", last - _YEAR), last)
    with reading() as session:
        report = participation_rates.rates(session, area, period, affair=arguments.get("affair"), today=today)
        affairs = participation_rates.by_affair(session, area, period)
    told = {name: getattr(report, name) for name in ("whole", "gap", "kinds", "hidden")}
    return {"first": period.first, "last": period.last, **told, "affairs": affairs}
