"""Residents who asked to be told: found in the register, or not."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields
from sqlalchemy import select

from services.notices.domain.residents.joining import JoinState
from services.notices.store import join_requests
from services.notices.store.database import reading
from services.notices.store.tables import JoinRequest
from services.notices.workflows.join_requests import match_request, refuse_request
from shared.database.scope import within
from shared.web.addresses import public_address
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, page_of

routes = Blueprint(
    "join_requests", authentication="bearer", url_prefix="/api/v1/join-requests", description="Asking to be told"
)


class JoinRequestSchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    name = fields.String(required=True)
    building = fields.String(required=True)
    door = fields.String(required=True, allow_none=True)
    channel = fields.String(required=True)
    address = fields.String(required=True, metadata={"description": "empty once it is decided"})
    state = fields.String(required=True)
    resident_id = fields.UUID(required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)


class CandidateSchema(Schema):
    id = fields.UUID(required=True)
    number = fields.String(required=True)
    name = fields.String(required=True)
    building = fields.String(required=True, allow_none=True)
    door = fields.String(required=True, allow_none=True)


class JoinRequestWithCandidatesSchema(JoinRequestSchema):
    candidates = fields.List(fields.Nested(CandidateSchema), required=True)


class JoinRequestFilters(PageArguments):
    area = AreaCodeField()
    state = fields.Enum(JoinState, by_value=True)


class MatchSchema(ApiSchema):
    resident_id = fields.UUID(required=True)


@routes.route("", methods=["GET"])
@requires("notices:residents:read")
@routes.arguments(JoinRequestFilters, location="query")
@routes.response(200, page_of(JoinRequestSchema))
def list_requests(filters: dict[str, Any]) -> Page:
    """Who asked to be told, oldest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(JoinRequest).where(within(JoinRequest.area, current_actor())).filter_by(**filters)
    with reading() as session:
        return paginate(session, query, key=JoinRequest.id, parse=UUID, **page)


@routes.route("/<uuid:request_id>", methods=["GET"])
@requires("notices:residents:read")
@routes.response(200, JoinRequestWithCandidatesSchema)
def show(request_id: UUID) -> dict[str, Any]:
    """One, with who of the register has the name"""
    with reading() as session:
        found = join_requests.find(session, current_actor(), request_id)
        shown = {name: getattr(found, name) for name in JoinRequestSchema().fields}
        return shown | {"candidates": join_requests.candidates(session, found)}


@routes.route("/<uuid:request_id>/match", methods=["POST"])
@requires("notices:residents:write")
@routes.arguments(MatchSchema)
@routes.response(200, JoinRequestSchema)
def match(command: dict[str, Any], request_id: UUID) -> JoinRequest:
    """It is this resident: a code goes to the address, which is used once it comes back"""
    return match_request(current_actor(), request_id, command["resident_id"], link_to)


@routes.route("/<uuid:request_id>/refusal", methods=["POST"])
@requires("notices:residents:write")
@routes.response(200, JoinRequestSchema)
def refuse(request_id: UUID) -> JoinRequest:
    """Nobody of the register"""
    return refuse_request(current_actor(), request_id)


def link_to(token: str) -> str:
    return public_address("resident_pages.ask_confirming", token=token)
