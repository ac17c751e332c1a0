"""Who has a place in a session, who waits for one and who gave one up."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields

from services.training.api.sessions import ReasonSchema
from services.training.store import enrolments, sessions
from services.training.store.database import reading
from services.training.workflows import enrolment as workflows
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema

routes = Blueprint("enrolments", authentication="bearer", url_prefix="/api/v1/sessions", description="Places")


class NewEnrolmentSchema(ApiSchema):
    cadre_id = fields.UUID(required=True)


class SubstitutionSchema(ReasonSchema):
    cadre_id = fields.UUID(required=True, metadata={"description": "who goes instead"})


class EnrolledSchema(Schema):
    cadre_id = fields.UUID(required=True, attribute="id")
    name = fields.String(required=True)
    area = fields.String(required=True)


class WaitingSchema(EnrolledSchema):
    since = fields.AwareDateTime(required=True)


class GivenUpSchema(Schema):
    cadre_id = fields.UUID(required=True)
    name = fields.String(required=True)
    reason = fields.String(required=True)
    substitute = fields.String(required=True, allow_none=True, metadata={"description": "who went instead"})
    given_up_at = fields.AwareDateTime(required=True)


class EnrolmentsSchema(Schema):
    items = fields.List(fields.Nested(EnrolledSchema), required=True)
    waiting = fields.List(
        fields.Nested(WaitingSchema), required=True, metadata={"description": "in the order in which they move up"}
    )
    given_up = fields.List(fields.Nested(GivenUpSchema), required=True, metadata={"description": "oldest first"})


@routes.route("/<uuid:session_id>/enrolments", methods=["GET"])
@requires("training:read")
@routes.response(200, EnrolmentsSchema)
def list_enrolments(session_id: UUID) -> dict[str, Any]:
    """Who is enrolled, who waits, who gave a place up and why"""
    with reading() as db:
        found = sessions.session(db, current_actor(), session_id)
        waiting = [
            {"id": cadre.id, "name": cadre.name, "area": cadre.area, "since": since}
            for cadre, since in enrolments.waiting(db, found.id)
        ]
        enrolled, given_up = sessions.enrolled(db, found.id), enrolments.given_up(db, found.id)
        return {"items": enrolled, "waiting": waiting, "given_up": given_up}


@routes.route("/<uuid:session_id>/enrolments", methods=["POST"])
@requires("training:write")
@routes.arguments(NewEnrolmentSchema)
@routes.response(201)
def enrol(command: dict[str, Any], session_id: UUID) -> None:
    """Enrol a cadre"""
    workflows.enrol_cadre(current_actor(), session_id, command["cadre_id"])


@routes.route("/<uuid:session_id>/enrolments/<uuid:cadre_id>", methods=["DELETE"])
@requires("training:write")
@routes.response(204)
def remove(session_id: UUID, cadre_id: UUID) -> None:
    """Give a cadre's place up, without a reason; who waits longest moves up"""
    workflows.remove_enrolment(current_actor(), session_id, cadre_id)


@routes.route("/<uuid:session_id>/enrolments/<uuid:cadre_id>/cancellation", methods=["POST"])
@requires("training:write")
@routes.arguments(ReasonSchema)
@routes.response(204)
def cancel(command: dict[str, Any], session_id: UUID, cadre_id: UUID) -> None:
    """Give a cadre's place up, with the reason; who waits longest moves up"""
    workflows.remove_enrolment(current_actor(), session_id, cadre_id, reason=command["reason"])


@routes.route("/<uuid:session_id>/enrolments/<uuid:cadre_id>/substitution", methods=["POST"])
@requires("training:write")
@routes.arguments(SubstitutionSchema)
@routes.response(204)
def substitute(command: dict[str, Any], session_id: UUID, cadre_id: UUID) -> None:
    """Another cadre of the same community goes instead"""
    reason, other = command["reason"], command["cadre_id"]
    workflows.substitute(current_actor(), session_id, cadre_id, substitute_id=other, reason=reason)


@routes.route("/<uuid:session_id>/waiting-list", methods=["POST"])
@requires("training:write")
@routes.arguments(NewEnrolmentSchema)
@routes.response(201)
def wait(command: dict[str, Any], session_id: UUID) -> None:
    """Put a cadre on the waiting list of a full session"""
    workflows.join_waiting_list(current_actor(), session_id, command["cadre_id"])


@routes.route("/<uuid:session_id>/waiting-list/<uuid:cadre_id>", methods=["DELETE"])
@requires("training:write")
@routes.response(204)
def stop_waiting(session_id: UUID, cadre_id: UUID) -> None:
    """Take a cadre off the waiting list"""
    workflows.leave_waiting_list(current_actor(), session_id, cadre_id)
