"""Audiences: how many a rule means, before anything is sent."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from services.notices.domain import anonymity
from services.notices.domain.delivery.lanes import Lane
from services.notices.domain.residents.audience import EVERYONE
from services.notices.store import areas, audiences
from services.notices.store.database import reading
from services.notices.store.delivery.policy import hours_of
from services.notices.workflows.delivery.holding import times_from_now
from shared import clock
from shared.messages import translate
from shared.settings import load_settings
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, AreaCodeField

routes = Blueprint("audiences", authentication="bearer", url_prefix="/api/v1/audiences", description="Audiences")


class AudienceSchema(ApiSchema):
    area = AreaCodeField(required=True)
    audience = fields.Raw(
        load_default=EVERYONE,
        metadata={
            "type": "object",
            "description": "all, kind, group, building, interest, employer, area, age {from, to}, not, and, or",
            "example": {"and": [{"kind": ["elderly"]}, {"not": {"building": "3栋"}}]},
        },
    )
    lane = fields.Enum(
        Lane, by_value=True, load_default=Lane.ORDINARY, metadata={"description": "in which it would be sent, now"}
    )


class FigureSchema(Schema):
    count = fields.Integer(required=True, allow_none=True, metadata={"description": "null: fewer than ten, or hidden"})
    text = fields.String(required=True)


class NamedFigureSchema(FigureSchema):
    code = fields.String(required=True)
    name = fields.String(required=True)


class TimeFigureSchema(NamedFigureSchema):
    told_from = fields.AwareDateTime(required=True, metadata={"description": "when the first message would go out"})


class PreviewSchema(Schema):
    residents = fields.Nested(FigureSchema, required=True)
    by_channel = fields.List(
        fields.Nested(NamedFigureSchema), required=True, metadata={"description": "who can be told by it"}
    )
    by_kind = fields.List(
        fields.Nested(NamedFigureSchema), required=True, metadata={"description": "a resident may be of several kinds"}
    )
    by_time = fields.List(
        fields.Nested(TimeFigureSchema), required=True, metadata={"description": "the time that residents named (R17)"}
    )


@routes.route("/preview", methods=["POST"])
@requires("notices:read")
@routes.arguments(AudienceSchema)
@routes.response(200, PreviewSchema)
def preview(command: dict[str, Any]) -> dict[str, Any]:
    """How many residents a rule means, by channel, kind and the time that they named. Groups of under ten are not told;
    whoever may not read the register gets figures rounded down to ten"""
    actor, area = current_actor(), command["area"]
    actor.must_reach(area)
    with reading() as session:
        areas.area(session, area)
        found = audiences.reach(session, command["audience"], area, today=clock.today())
    return _described(found, command["lane"], exact=actor.has("notices:residents:read"))


def _described(found: audiences.Reach, lane: Lane, *, exact: bool) -> dict[str, Any]:
    starts = times_from_now(lane, hours_of(load_settings("notices")))
    return {
        "residents": figure(anonymity.told(found.residents), exact=exact),
        "by_channel": [
            {"code": channel, "name": translate(channel.zh), **figure(count, exact=exact)}
            for channel, count in anonymity.told_of(found.residents, found.by_channel).items()
        ],
        "by_kind": [
            {"code": kind, "name": translate(kind.zh), **figure(count, exact=exact)}
            for kind, count in anonymity.told_of(found.residents, found.by_kind).items()
        ],
        "by_time": [
            {"code": best, "name": translate(best.zh), "told_from": starts[best], **figure(count, exact=exact)}
            for best, count in anonymity.told_parts(found.by_time).items()
        ],
    }


def figure(count: int | None, *, exact: bool) -> dict[str, Any]:
    if count is None:
        return {"count": None, "text": translate("不足{floor}人或不便显示", floor=anonymity.FLOOR)}
    if exact:
        return {"count": count, "text": translate("{count}人", count=count)}
    count = anonymity.rounded(count)
    return {"count": count, "text": translate("{count}多人", count=count)}
