"""Editions of notices: amendments proposed, approved by a second person, and every edition that has hung."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate

from services.notices.domain.editions import EditionState, Settlement
from services.notices.store import editions
from services.notices.store.database import reading
from services.notices.store.tables import Edition
from services.notices.workflows.amendments import propose_amendment, settle_amendment
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.etags import etag, expected_version
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, line, page_of, text

routes = Blueprint("editions", authentication="bearer", url_prefix="/api/v1", description="Editions of notices")

_BODY = 20_000


class AmendmentSchema(ApiSchema):
    reason = line(most=200, metadata={"description": "shown to the public beside the amended text"})
    title = line(most=200, required=False)
    body = text(most=_BODY, required=False, metadata={"description": "Markdown"})
    title_en = line(most=200, required=False, allow_none=True)
    body_en = text(most=_BODY, required=False, allow_none=True)


class EditionSchema(Schema):
    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    notice_id = fields.UUID(required=True)
    area = fields.String(required=True)
    number = fields.Integer(required=True, allow_none=True, metadata={"description": "given when it is published"})
    state = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)
    title = fields.String(required=True)
    body = fields.String(required=True)
    title_en = fields.String(required=True, allow_none=True)
    body_en = fields.String(required=True, allow_none=True)
    sha256 = fields.String(required=True, allow_none=True, metadata={"description": "of the words and the files"})
    author = fields.String(required=True)
    writers = fields.List(fields.String(), required=True)
    approver = fields.String(required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True)
    published_at = fields.AwareDateTime(required=True, allow_none=True)


class EditionFilters(PageArguments):
    area = AreaCodeField()
    notice_id = fields.UUID()
    state = fields.String(validate=validate.OneOf([state.value for state in EditionState]))


class SettlementSchema(ApiSchema):
    settlement = fields.Enum(Settlement, by_value=True, required=True)


@routes.route("/notices/<uuid:notice_id>/amendments", methods=["POST"])
@requires("notices:write")
@routes.arguments(AmendmentSchema)
@routes.response(201, EditionSchema)
def amend(command: dict[str, Any], notice_id: UUID) -> tuple[Edition, int, dict[str, str]]:
    """Propose an amendment of a published notice; what is not named stays as it is"""
    reason = command.pop("reason")
    made = propose_amendment(current_actor(), notice_id, reason=reason, changes=command)
    return made, 201, {"Location": f"/api/v1/editions/{made.id}", **etag(made.version)}


@routes.route("/editions", methods=["GET"])
@requires("notices:read")
@routes.arguments(EditionFilters, location="query")
@routes.response(200, page_of(EditionSchema))
def list_editions(filters: dict[str, Any]) -> Page:
    """Editions and proposed amendments within reach, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = editions.listed(current_actor(), **filters)
    with reading() as session:
        return paginate(session, query, key=Edition.id, parse=UUID, newest_first=True, **page)


@routes.route("/editions/<uuid:edition_id>", methods=["GET"])
@requires("notices:read")
@routes.response(200, EditionSchema)
def show(edition_id: UUID) -> tuple[Edition, int, dict[str, str]]:
    """One edition"""
    with reading() as session:
        found = editions.edition(session, current_actor(), edition_id)
    return found, 200, etag(found.version)


@routes.route("/editions/<uuid:edition_id>/settlement", methods=["POST"])
@requires("notices:read")
@routes.arguments(SettlementSchema)
@routes.response(200, EditionSchema)
def settle(command: dict[str, Any], edition_id: UUID) -> tuple[Edition, int, dict[str, str]]:
    """Approve and so publish a proposed amendment (notices:approve), or withdraw it (notices:write), with the words and
    files that were read (If-Match)"""
    settled = settle_amendment(current_actor(), edition_id, command["settlement"], version=expected_version())
    return settled, 200, etag(settled.version)
