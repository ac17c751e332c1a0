"""What would break if a session were moved: asked before anything is saved."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields

from services.training.api.sessions import SessionChangesSchema
from services.training.workflows.moves import what_breaks
from shared.errors import FieldError, Missing
from shared.messages import tell
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint

routes = Blueprint("moves", authentication="bearer", url_prefix="/api/v1/sessions", description="Moving sessions")


class MoveFaultSchema(Schema):
    code = fields.String(required=True)
    message = fields.String(required=True)


class MoveCheckSchema(Schema):
    possible = fields.Boolean(required=True)
    breaks = fields.List(fields.Nested(MoveFaultSchema), required=True, metadata={"description": "keep it from moving"})
    warnings = fields.List(fields.Nested(MoveFaultSchema), required=True)
    version = fields.Integer(required=True, metadata={"description": "for If-Match, when it is changed"})


@routes.route("/<uuid:session_id>/move-check", methods=["POST"])
@requires("training:write")
@routes.arguments(SessionChangesSchema)
@routes.response(200, MoveCheckSchema)
def check(changes: dict[str, Any], session_id: UUID) -> dict[str, Any]:
    """Everything that a change would break; nothing is changed"""
    found = what_breaks(current_actor(), session_id, changes)
    return {
        "possible": not found.breaks,
        "breaks": [_told(each) for each in found.breaks],
        "warnings": [_told(each) for each in found.warnings],
        "version": found.version,
    }


def _told(each: FieldError | Missing) -> dict[str, str]:
    return {"code": each.code, "message": tell(each.message, each.facts)}
