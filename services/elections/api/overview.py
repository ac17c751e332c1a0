"""The overview of an office: every community within reach with its newest election, overdue ones first."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from services.elections.store.database import reading
from services.elections.store.overview import CommunityRow, communities
from shared import clock
from shared.messages import translate
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, AreaCodeField

routes = Blueprint("overview", authentication="bearer", url_prefix="/api/v1/overview", description="Overview")


class OverviewArguments(ApiSchema):
    area = AreaCodeField(load_default=None)


class CommunitySchema(Schema):
    area = fields.String(required=True)
    name = fields.String(required=True)
    subdistrict = fields.String(required=True, metadata={"description": "name, empty while it is not registered"})
    election_id = fields.UUID(required=True, allow_none=True)
    title = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, allow_none=True)
    polling_day = fields.Date(required=True, allow_none=True)
    next_step = fields.String(required=True, allow_none=True)
    due = fields.Date(required=True, allow_none=True, metadata={"description": "last lawful day of the next step"})
    days_left = fields.Integer(required=True, allow_none=True, metadata={"description": "negative when overdue"})
    overdue = fields.String(
        required=True, allow_none=True, metadata={"description": "the stage that is past the law's last day"}
    )
    overdue_days = fields.Integer(required=True, allow_none=True)
    responsible = fields.String(
        required=True, allow_none=True, metadata={"description": "for what is overdue, else for the next step"}
    )


class OverviewSchema(Schema):
    items = fields.List(fields.Nested(CommunitySchema), required=True)


@routes.route("", methods=["GET"])
@requires("elections:read")
@routes.arguments(OverviewArguments, location="query")
@routes.response(200, OverviewSchema)
def show(filters: dict[str, Any]) -> dict[str, Any]:
    """Every community of the area (default: all within reach; 2,000 at most) with its newest election"""
    actor, area = current_actor(), filters["area"]
    if area is not None:
        actor.must_reach(area)
    with reading() as session:
        return {"items": [_shown(row) for row in communities(session, actor, area=area, today=clock.today())]}


def _shown(row: CommunityRow) -> dict[str, Any]:
    names = ("title", "kind", "state", "polling_day")
    late = row.outlook.late
    return {
        "area": row.area,
        "name": row.name,
        "subdistrict": row.subdistrict,
        "election_id": row.election.id if row.election else None,
        **{name: getattr(row.election, name, None) for name in names},
        "next_step": row.outlook.next_step,
        "due": row.outlook.due,
        "days_left": row.outlook.days_left,
        "overdue": translate(late.stage.dated.stage.zh) if late else None,
        "overdue_days": late.days if late else None,
        "responsible": _responsible(row),
    }


def _responsible(row: CommunityRow) -> str | None:
    late, step = row.outlook.late, row.outlook.next_step
    if late is not None:
        return translate(late.stage.dated.stage.responsible.zh)
    return translate(step.responsible.zh) if step else None
