"""Notices about an election that a clerk words."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.elections.workflows.notice_requests import ask_for_notice
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.notice_requests import NoticeAskedForSchema, NoticeRequestSchema

routes = Blueprint(
    "notice_requests", authentication="bearer", url_prefix="/api/v1/elections", description="Notices asked for"
)


@routes.route("/<uuid:election_id>/notice-requests", methods=["POST"])
@requires("elections:write")
@routes.arguments(NoticeRequestSchema)
@routes.response(202, NoticeAskedForSchema)
def ask(command: dict[str, Any], election_id: UUID) -> dict[str, UUID]:
    """Ask for a notice on the community's board: a draft there, which a second person approves"""
    return {"event_id": ask_for_notice(current_actor(), election_id, command)}
