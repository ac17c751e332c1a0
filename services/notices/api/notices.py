"""Notices: written, approved by a second person, published, taken down."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate
from sqlalchemy import select

from services.notices.domain.notice import Kind, State, Step
from services.notices.domain.wording import Text
from services.notices.store import notices
from services.notices.store.database import reading
from services.notices.store.tables import Notice
from services.notices.workflows.notices import edit_notice, take_step, write_notice
from shared.database.scope import within
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.etags import etag, expected_version
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, page_of, text

routes = Blueprint("notices", authentication="bearer", url_prefix="/api/v1/notices", description="Notices")

_BODY = 20_000  # characters; a notice longer than this is an attachment


class NewNoticeSchema(ApiSchema):
    area = AreaCodeField(required=True)
    kind = fields.Enum(Kind, by_value=True, required=True)
    title = text(most=200)
    body = text(most=_BODY, metadata={"description": "Markdown"})
    title_en = text(most=200, required=False, load_default=None, allow_none=True)
    body_en = text(most=_BODY, required=False, load_default=None, allow_none=True)


class NoticeChangesSchema(ApiSchema):
    title = text(most=200, required=False)
    body = text(most=_BODY, required=False)
    title_en = text(most=200, required=False, allow_none=True)
    body_en = text(most=_BODY, required=False, allow_none=True)


class NoticeSchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    kind = fields.String(required=True)
    state = fields.String(required=True)
    version = fields.Integer(required=True)
    title = fields.String(required=True)
    body = fields.String(required=True)
    title_en = fields.String(required=True, allow_none=True)
    body_en = fields.String(required=True, allow_none=True)
    author = fields.String(required=True)
    approver = fields.String(required=True, allow_none=True)
    published_at = fields.AwareDateTime(required=True, allow_none=True)
    display_until = fields.Date(required=True, allow_none=True)
    wording = fields.String(required=True, allow_none=True, metadata={"description": "template and version"})
    origin_type = fields.String(required=True, allow_none=True)
    origin_subject = fields.String(required=True, allow_none=True)


class NoticeFilters(PageArguments):
    area = AreaCodeField()
    kind = fields.String(validate=validate.OneOf([kind.value for kind in Kind]))
    state = fields.String(validate=validate.OneOf([state.value for state in State]))


class StepSchema(ApiSchema):
    step = fields.Enum(Step, by_value=True, required=True)


@routes.route("", methods=["POST"])
@requires("notices:write")
@routes.arguments(NewNoticeSchema)
@routes.response(201, NoticeSchema)
def write(command: dict[str, Any]) -> tuple[Notice, int, dict[str, str]]:
    """Write a draft"""
    area, kind = command.pop("area"), command.pop("kind")
    made = write_notice(current_actor(), area=area, kind=kind, text=Text(**command))
    return made, 201, {"Location": f"/api/v1/notices/{made.id}", **etag(made.version)}


@routes.route("", methods=["GET"])
@requires("notices:read")
@routes.arguments(NoticeFilters, location="query")
@routes.response(200, page_of(NoticeSchema))
def list_notices(filters: dict[str, Any]) -> Page:
    """Notices within reach, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(Notice).where(within(Notice.area, current_actor())).filter_by(**filters)
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


@routes.route("/<uuid:notice_id>/steps", methods=["POST"])
@requires("notices:read")
@routes.arguments(StepSchema)
@routes.response(200, NoticeSchema)
def take(command: dict[str, Any], notice_id: UUID) -> tuple[Notice, int, dict[str, str]]:
    """Approve, publish, take down (notices:approve) or withdraw (notices:write). 409 tells what is missing"""
    taken = take_step(current_actor(), notice_id, command["step"])
    return taken, 200, etag(taken.version)
