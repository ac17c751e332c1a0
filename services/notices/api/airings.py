"""Notices told aloud: over loudspeakers, on TV, in the residents' school (R63)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate
from sqlalchemy import select

from services.notices.domain.informing.airings import AiringWay
from services.notices.store import notices
from services.notices.store.database import reading
from services.notices.store.tables import Airing
from services.notices.workflows.airings import NewAiring, record_airing
from shared.database.scope import within
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, line, page_of

routes = Blueprint("airings", authentication="bearer", url_prefix="/api/v1", description="Notices told aloud (R63)")

_MOST = 100_000


class NewAiringSchema(ApiSchema):
    way = fields.Enum(AiringWay, by_value=True, required=True)
    place = line(most=100, metadata={"description": "where, or on which station"})
    at = fields.AwareDateTime(required=True)
    listeners = fields.Integer(load_default=None, allow_none=True, strict=True, validate=validate.Range(0, _MOST))


class AiringSchema(Schema):
    id = fields.UUID(required=True)
    notice_id = fields.UUID(required=True)
    area = fields.String(required=True)
    title = fields.String(required=True, metadata={"description": "of the notice"})
    way = fields.String(required=True)
    place = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    listeners = fields.Integer(required=True, allow_none=True, metadata={"description": "estimated"})
    recorded_by = fields.String(required=True)


class AiringFilters(PageArguments):
    area = AreaCodeField()
    notice_id = fields.UUID()
    way = fields.String(validate=validate.OneOf([way.value for way in AiringWay]))


@routes.route("/notices/<uuid:notice_id>/airings", methods=["POST"])
@requires("notices:inform")
@routes.arguments(NewAiringSchema)
@routes.response(201, AiringSchema)
def record(command: dict[str, Any], notice_id: UUID) -> dict[str, Any]:
    """Record that a notice was told aloud; nobody counts as reached by it"""
    return _shown([record_airing(current_actor(), notice_id, NewAiring(**command))])[0]


@routes.route("/airings", methods=["GET"])
@requires("notices:read")
@routes.arguments(AiringFilters, location="query")
@routes.response(200, page_of(AiringSchema))
def list_airings(filters: dict[str, Any]) -> Page:
    """What was told aloud, the last recorded first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(Airing).where(within(Airing.area, current_actor())).filter_by(**filters)
    with reading() as session:
        found = paginate(session, query, key=Airing.id, parse=UUID, newest_first=True, **page)
    return Page(_shown(found.items), found.next)


def _shown(found: Sequence[Airing]) -> list[dict[str, Any]]:
    with reading() as session:
        titles = notices.titles(session, [each.notice_id for each in found])
    names = [name for name in AiringSchema().fields if name != "title"]
    return [{name: getattr(each, name) for name in names} | {"title": titles[each.notice_id]} for each in found]
