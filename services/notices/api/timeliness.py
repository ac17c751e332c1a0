"""How soon a community tells what happened (R71)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema

from services.notices.store import timeliness
from services.notices.store.database import reading
from shared import clock
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, AreaCodeField

routes = Blueprint("timeliness", authentication="bearer", url_prefix="/api/v1/timeliness", description="R71")

_QUARTER = timedelta(days=90)


class TimelinessArguments(ApiSchema):
    area = AreaCodeField(required=True)
    first = fields.Date(metadata={"description": "ninety days before `last` by default"})
    last = fields.Date(metadata={"description": "today by default"})

    @validates_schema
    def _in_order(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("first") and data["first"] > data.get("last", data["first"]):
            raise ValidationError("结束日期不能早于开始日期。", "last")


class TimelinessOfKindSchema(Schema):
    kind = fields.String(required=True)
    notices = fields.Integer(required=True, metadata={"description": "published in the period"})
    known = fields.Integer(required=True, metadata={"description": "of these, with a known time of what happened"})
    median_hours = fields.Float(required=True, allow_none=True)
    p90_hours = fields.Float(required=True, allow_none=True)


class TimelinessSchema(Schema):
    area = fields.String(required=True)
    first = fields.Date(required=True)
    last = fields.Date(required=True)
    kinds = fields.List(fields.Nested(TimelinessOfKindSchema), required=True)


@routes.route("", methods=["GET"])
@requires("notices:read")
@routes.arguments(TimelinessArguments, location="query")
@routes.response(200, TimelinessSchema)
def show(asked: dict[str, Any]) -> dict[str, Any]:
    """Hours from what happened to its publication, by kind, in an area and those below it"""
    current_actor().must_reach(asked["area"])
    last = asked.get("last", clock.today())
    first = asked.get("first", last - _QUARTER)
    since = datetime.combine(first, time.min, clock.CIVIL_ZONE)
    until = datetime.combine(last, time.min, clock.CIVIL_ZONE) + timedelta(days=1)
    with reading() as session:
        kinds = timeliness.by_kind(session, current_actor(), asked["area"], since, until)
    return {"area": asked["area"], "first": first, "last": last, "kinds": kinds}
