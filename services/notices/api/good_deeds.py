"""Good deeds: told to a clerk, checked, agreed to, handed to the notices."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields
from sqlalchemy import select

from services.notices.domain.contact import contact_in
from services.notices.domain.good_deeds import Consent, ConsentBy, DeedState, Story
from services.notices.store import good_deeds
from services.notices.store.database import reading
from services.notices.store.tables import GoodDeed
from services.notices.workflows import good_deeds as workflows
from shared.database.scope import within
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.etags import etag, expected_version
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, line, page_of, text

routes = Blueprint("good-deeds", authentication="bearer", url_prefix="/api/v1/good-deeds", description="Good deeds")

_Answer = tuple[GoodDeed, int, dict[str, str]]


class NewDeedSchema(ApiSchema):
    area = AreaCodeField(required=True)
    person = line(most=40, metadata={"description": "who did it"})
    told = text(most=2000)
    happened_on = fields.Date(load_default=None)
    contact = line(most=100, required=False, load_default=None)


class StorySchema(ApiSchema):
    title = line(most=80)
    body = text(most=5000, metadata={"description": "Markdown"})
    title_en = line(most=80, required=False, load_default=None, allow_none=True)
    body_en = text(most=5000, required=False, load_default=None, allow_none=True)
    named = fields.Boolean(load_default=False, metadata={"description": "the person stands in it by name"})


class DeclineSchema(ApiSchema):
    reason = text(most=500)


class DeedConsentSchema(ApiSchema):
    given = fields.Boolean(required=True)
    by = fields.Enum(ConsentBy, by_value=True, required=True)


class GoodDeedSchema(Schema):
    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    area = fields.String(required=True)
    code = fields.String(required=True)
    person = fields.String(required=True)
    told = fields.String(required=True)
    happened_on = fields.Date(required=True, allow_none=True)
    channel = fields.String(required=True, allow_none=True)
    address = fields.String(required=True, allow_none=True)
    state = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)
    title = fields.String(required=True, allow_none=True)
    body = fields.String(required=True, allow_none=True)
    title_en = fields.String(required=True, allow_none=True)
    body_en = fields.String(required=True, allow_none=True)
    named = fields.Boolean(required=True)
    consent = fields.String(required=True)
    consent_by = fields.String(required=True, allow_none=True)
    consent_at = fields.AwareDateTime(required=True, allow_none=True)
    notice_id = fields.UUID(required=True, allow_none=True)
    told_at = fields.AwareDateTime(required=True)


class DeedFilters(PageArguments):
    area = AreaCodeField()
    state = fields.Enum(DeedState, by_value=True)
    consent = fields.Enum(Consent, by_value=True)


@routes.route("", methods=["POST"])
@requires("notices:answer")
@routes.arguments(NewDeedSchema)
@routes.response(201, GoodDeedSchema)
def tell_of_deed(command: dict[str, Any]) -> _Answer:
    """Write down what somebody tells"""
    telling = workflows.Telling(**{**command, "contact": contact_in(command["contact"])})
    made = workflows.tell_of_deed(current_actor(), telling)
    return made, 201, {"Location": f"/api/v1/good-deeds/{made.id}", **etag(made.version)}


@routes.route("", methods=["GET"])
@requires("notices:residents:read")
@routes.arguments(DeedFilters, location="query")
@routes.response(200, page_of(GoodDeedSchema))
def list_deeds(filters: dict[str, Any]) -> Page:
    """Good deeds within reach, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(GoodDeed).where(within(GoodDeed.area, current_actor())).filter_by(**filters)
    with reading() as session:
        return paginate(session, query, key=GoodDeed.id, parse=UUID, newest_first=True, **page)


@routes.route("/<uuid:deed_id>", methods=["GET"])
@requires("notices:residents:read")
@routes.response(200, GoodDeedSchema)
def show(deed_id: UUID) -> _Answer:
    """One good deed"""
    with reading() as session:
        return _answer(good_deeds.good_deed(session, current_actor(), deed_id))


@routes.route("/<uuid:deed_id>/story", methods=["PUT"])
@requires("notices:answer")
@routes.arguments(StorySchema)
@routes.response(200, GoodDeedSchema)
def verify(story: dict[str, Any], deed_id: UUID) -> _Answer:
    """It is true: write the story that will be published"""
    return _answer(workflows.verify(current_actor(), deed_id, Story(**story), version=expected_version()))


@routes.route("/<uuid:deed_id>/decline", methods=["PUT"])
@requires("notices:answer")
@routes.arguments(DeclineSchema)
@routes.response(200, GoodDeedSchema)
def decline(command: dict[str, Any], deed_id: UUID) -> _Answer:
    """It is not published; the reason is told to whoever sent it in"""
    return _answer(workflows.decline(current_actor(), deed_id, **command, version=expected_version()))


@routes.route("/<uuid:deed_id>/consent", methods=["PUT"])
@requires("notices:answer")
@routes.arguments(DeedConsentSchema)
@routes.response(200, GoodDeedSchema)
def consent(command: dict[str, Any], deed_id: UUID) -> _Answer:
    """Record whether the person agrees to be named; taken back, a story with the name comes down"""
    return _answer(workflows.record_consent(current_actor(), deed_id, **command, version=expected_version()))


@routes.route("/<uuid:deed_id>/notice", methods=["POST"])
@requires("notices:write")
@routes.response(200, GoodDeedSchema)
def publish(deed_id: UUID) -> _Answer:
    """Hand the story to the notices, as a draft for a second person"""
    return _answer(workflows.hand_to_notices(current_actor(), deed_id))


def _answer(found: GoodDeed) -> _Answer:
    return found, 200, etag(found.version)
