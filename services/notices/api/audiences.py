"""Audiences: how many a rule means, before anything is sent."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from services.notices.domain import anonymity
from services.notices.domain.residents.audience import EVERYONE
from services.notices.store import areas, audiences
from services.notices.store.database import reading
from shared import clock
from shared.messages import translate
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


class FigureSchema(Schema):
    count = fields.Integer(required=True, allow_none=True, metadata={"description": "null: fewer than ten, or hidden"})
    text = fields.String(required=True)


class NamedFigureSchema(FigureSchema):
    code = fields.String(required=True)
    name = fields.String(required=True)


class PreviewSchema(Schema):
    residents = fields.Nested(FigureSchema, required=True)
    by_channel = fields.List(
        fields.Nested(NamedFigureSchema), required=True, metadata={"description": "who can be told by it"}
    )
    by_kind = fields.List(
        fields.Nested(NamedFigureSchema), required=True, metadata={"description": "a resident may be of several kinds"}
    )


@routes.route("/preview", methods=["POST"])
@requires("notices:read")
@routes.arguments(AudienceSchema)
@routes.response(200, PreviewSchema)
def preview(command: dict[str, Any]) -> dict[str, Any]:
    """How many residents a rule means, by channel and kind. Groups of under ten are not told; whoever may not read the
    register gets figures rounded down to ten"""
    actor, area = current_actor(), command["area"]
    actor.must_reach(area)
    with reading() as session:
        areas.area(session, area)
        found = audiences.reach(session, command["audience"], area, today=clock.today())
    return described(found, exact=actor.has("notices:residents:read"))


def described(found: audiences.Reach, *, exact: bool) -> dict[str, Any]:
    return {
        "residents": _figure(anonymity.told(found.residents), exact),
        "by_channel": [
            {"code": channel, "name": translate(channel.zh), **_figure(count, exact)}
            for channel, count in anonymity.told_of(found.residents, found.by_channel).items()
        ],
        "by_kind": [
            {"code": kind, "name": translate(kind.zh), **_figure(count, exact)}
            for kind, count in anonymity.told_of(found.residents, found.by_kind).items()
        ],
    }


def _figure(count: int | None, exact: bool) -> dict[str, Any]:
    if count is None:
        return {"count": None, "text": translate("不足{floor}人或不便显示", floor=anonymity.FLOOR)}
    if exact:
        return {"count": count, "text": translate("{count}人", count=count)}
    count = anonymity.rounded(count)
    return {"count": count, "text": translate("{count}多人", count=count)}
