"""Notices about a session that an office words."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.training.workflows.notice_requests import ask_for_notice
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.notice_requests import NoticeAskedForSchema, NoticeRequestSchema

routes = Blueprint(
    "notice_requests", authentication="bearer", url_prefix="/api/v1/sessions", description="Notices asked for"
)


@routes.route("/<uuid:session_id>/notice-requests", methods=["POST"])
@requires("training:write")
@routes.arguments(NoticeRequestSchema)
@routes.response(202, NoticeAskedForSchema)
def ask(command: dict[str, Any], session_id: UUID) -> dict[str, UUID]:
    """Ask for a notice on the board of the session's area: a draft there, which a second person approves"""
    return {"event_id": ask_for_notice(current_actor(), session_id, command)}
