"""Notices: written, approved by a second person, published, taken down."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate

from services.notices.domain.business import Business
from services.notices.domain.disclosure_items import DisclosureItem
from services.notices.domain.notice import Kind, State, Step
from services.notices.domain.wording import Text
from services.notices.store import notices
from services.notices.store.database import reading
from services.notices.store.tables import Notice
from services.notices.workflows.notices import NewNotice, edit_notice, take_step, write_notice
from services.notices.workflows.schedule import set_schedule
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.etags import etag, expected_version, version_if_given
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, line, page_of, text

routes = Blueprint("notices", authentication="bearer", url_prefix="/api/v1/notices", description="Notices")

_BODY = 20_000  # characters; a notice longer than this is an attachment
_OPTIONAL: dict[str, Any] = {"load_default": None, "allow_none": True}
_ITEM = {"description": "of a disclosure: which of the seven items of Art 34 it is about"}
_BUSINESS = {"description": "whose business it tells of (R69); without one its kind decides"}
_UP = {"description": "an approved notice is published then; without it by hand"}
_DOWN = {"description": "the day on which it is taken down by itself, after the fifteen days of what must hang"}


class NewNoticeSchema(ApiSchema):
    area = AreaCodeField(required=True)
    kind = fields.Enum(Kind, by_value=True, required=True)
    item = fields.Enum(DisclosureItem, by_value=True, **_OPTIONAL, metadata=_ITEM)
    business = fields.Enum(Business, by_value=True, **_OPTIONAL, metadata=_BUSINESS)
    title = line(most=200)
    body = text(most=_BODY, metadata={"description": "Markdown"})
    title_en = line(most=200, required=False, **_OPTIONAL)
    body_en = text(most=_BODY, required=False, **_OPTIONAL)
    publish_at = fields.AwareDateTime(**_OPTIONAL, metadata=_UP)
    take_down_on = fields.Date(**_OPTIONAL, metadata=_DOWN)
    happened_at = fields.AwareDateTime(
        **_OPTIONAL, metadata={"description": "when that happened which it tells of: how soon was it told (R71)"}
    )


class NoticeChangesSchema(ApiSchema):
    item = fields.Enum(DisclosureItem, by_value=True, metadata=_ITEM)
    business = fields.Enum(Business, by_value=True, allow_none=True, metadata=_BUSINESS)
    title = line(most=200, required=False)
    body = text(most=_BODY, required=False)
    title_en = line(most=200, required=False, allow_none=True)
    body_en = text(most=_BODY, required=False, allow_none=True)
    publish_at = fields.AwareDateTime(allow_none=True, metadata=_UP)
    take_down_on = fields.Date(allow_none=True, metadata=_DOWN)


class ScheduleSchema(ApiSchema):
    publish_at = fields.AwareDateTime(**_OPTIONAL, metadata=_UP)
    take_down_on = fields.Date(**_OPTIONAL, metadata=_DOWN)


class NoticeSchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    kind = fields.String(required=True)
    item = fields.String(required=True, allow_none=True)
    business = fields.String(required=True, allow_none=True, metadata=_BUSINESS)
    state = fields.String(required=True)
    version = fields.Integer(required=True)
    edition = fields.Integer(required=True, metadata={"description": "1, and one more with each amendment"})
    title = fields.String(required=True)
    body = fields.String(required=True)
    title_en = fields.String(required=True, allow_none=True)
    body_en = fields.String(required=True, allow_none=True)
    author = fields.String(required=True)
    writers = fields.List(fields.String(), required=True)
    approver = fields.String(required=True, allow_none=True)
    publish_at = fields.AwareDateTime(required=True, allow_none=True, metadata=_UP)
    take_down_on = fields.Date(required=True, allow_none=True, metadata=_DOWN)
    approve_by = fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "it hung before it was approved: by then a second person is to have seen it"},
    )
    approval_missed_at = fields.AwareDateTime(required=True, allow_none=True)
    published_at = fields.AwareDateTime(required=True, allow_none=True)
    display_until = fields.Date(required=True, allow_none=True)
    template = fields.String(required=True, allow_none=True, metadata={"description": "with its version"})
    filled_in = fields.Dict(
        required=True, allow_none=True, attribute="fields", metadata={"description": "in the template's fields"}
    )
    delivery = fields.Dict(
        required=True, allow_none=True, metadata={"description": "to whom and how whoever asked for it wishes it sent"}
    )
    wording = fields.String(required=True, allow_none=True, metadata={"description": "template and version"})
    origin_type = fields.String(required=True, allow_none=True)
    origin_subject = fields.String(required=True, allow_none=True)


class NoticeFilters(PageArguments):
    area = AreaCodeField()
    kind = fields.String(validate=validate.OneOf([kind.value for kind in Kind]))
    state = fields.String(validate=validate.OneOf([state.value for state in State]))
    business = fields.String(validate=validate.OneOf([business.value for business in Business]))
    unapproved = fields.Boolean(metadata={"description": "true: hangs, and a second person is still to see it"})
    search = line(most=100, required=False, metadata={"description": "words of the title"})


class StepSchema(ApiSchema):
    step = fields.Enum(Step, by_value=True, required=True)


@routes.route("", methods=["POST"])
@requires("notices:write")
@routes.arguments(NewNoticeSchema)
@routes.response(201, NoticeSchema)
def write(command: dict[str, Any]) -> tuple[Notice, int, dict[str, str]]:
    """Write a draft"""
    words = Text(**{name: command.pop(name) for name in ("title", "body", "title_en", "body_en")})
    made = write_notice(current_actor(), NewNotice(text=words, **command))
    return made, 201, {"Location": f"/api/v1/notices/{made.id}", **etag(made.version)}


@routes.route("", methods=["GET"])
@requires("notices:read")
@routes.arguments(NoticeFilters, location="query")
@routes.response(200, page_of(NoticeSchema))
def list_notices(filters: dict[str, Any]) -> Page:
    """Notices within reach, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = notices.listed(current_actor(), **filters)
    with reading() as session:
        return paginate(session, query, key=Notice.id, parse=UUID, newest_first=True, **page)


@routes.route("/<uuid:notice_id>", methods=["GET"])
@requires("notices:read")
@routes.response(200, NoticeSchema)
def show(notice_id: UUID) -> tuple[Notice, int, dict[str, str]]:
    """One notice"""
    with reading() as session:
        found = notices.notice(session, current_actor(), notice_id)
    return found, 200, etag(found.version)


@routes.route("/<uuid:notice_id>", methods=["PATCH"])
@requires("notices:write")
@routes.arguments(NoticeChangesSchema)
@routes.response(200, NoticeSchema)
def edit(changes: dict[str, Any], notice_id: UUID) -> tuple[Notice, int, dict[str, str]]:
    """Edit a draft (If-Match)"""
    edited = edit_notice(current_actor(), notice_id, changes, version=expected_version())
    return edited, 200, etag(edited.version)


@routes.route("/<uuid:notice_id>/schedule", methods=["PUT"])
@requires("notices:approve")
@routes.arguments(ScheduleSchema)
@routes.response(200, NoticeSchema)
def schedule(command: dict[str, Any], notice_id: UUID) -> tuple[Notice, int, dict[str, str]]:
    """Set, move or cancel when it goes up and comes down (If-Match); null: by hand"""
    found = set_schedule(current_actor(), notice_id, **command, version=expected_version())
    return found, 200, etag(found.version)


@routes.route("/<uuid:notice_id>/steps", methods=["POST"])
@requires("notices:read")
@routes.arguments(StepSchema)
@routes.response(200, NoticeSchema)
def take(command: dict[str, Any], notice_id: UUID) -> tuple[Notice, int, dict[str, str]]:
    """Approve, publish, take down (notices:approve); withdraw, publish an emergency at once (notices:write)

    409 tells what is missing. With If-Match it is done with the version that was read and with no other."""
    taken = take_step(current_actor(), notice_id, command["step"], version=version_if_given())
    return taken, 200, etag(taken.version)
