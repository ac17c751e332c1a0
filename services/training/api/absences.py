"""Leave of cadres and teachers, and blackout days."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields

from services.training.store import absences, cadres, catalogue
from services.training.store.database import reading
from services.training.store.tables import Blackout, Leave, Teacher
from services.training.workflows import absences as workflows
from shared import clock
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, AreaCodeField, text

routes = Blueprint("absences", authentication="bearer", url_prefix="/api/v1", description="Leave and blackout days")


class NewLeaveSchema(ApiSchema):
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True, metadata={"description": "the last day"})
    reason = text(most=200)


class LeaveSchema(Schema):
    id = fields.UUID(required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    reason = fields.String(required=True)


class LeavesSchema(Schema):
    items = fields.List(fields.Nested(LeaveSchema), required=True)


class NewBlackoutSchema(NewLeaveSchema):
    area = AreaCodeField(required=True)


class BlackoutSchema(LeaveSchema):
    area = fields.String(required=True)


class BlackoutsSchema(Schema):
    items = fields.List(fields.Nested(BlackoutSchema), required=True)


@routes.route("/teachers/<uuid:teacher_id>/leaves", methods=["POST"])
@requires("training:write")
@routes.arguments(NewLeaveSchema)
@routes.response(201, LeaveSchema)
def grant_teacher(command: dict[str, Any], teacher_id: UUID) -> Leave:
    """A teacher is away: no session can be given to them on these days"""
    return workflows.grant_teacher_leave(current_actor(), teacher_id, **command)


@routes.route("/teachers/<uuid:teacher_id>/leaves", methods=["GET"])
@requires("training:read")
@routes.response(200, LeavesSchema)
def list_teacher(teacher_id: UUID) -> dict[str, Any]:
    """A teacher's leave"""
    with reading() as db:
        found = catalogue.item(db, current_actor(), Teacher, teacher_id)
        return {"items": absences.leaves_of(db, found.id)}


@routes.route("/cadres/<uuid:cadre_id>/leaves", methods=["POST"])
@requires("training:write")
@routes.arguments(NewLeaveSchema)
@routes.response(201, LeaveSchema)
def grant_cadre(command: dict[str, Any], cadre_id: UUID) -> Leave:
    """A cadre is away: they are not enrolled in sessions on these days"""
    return workflows.grant_cadre_leave(current_actor(), cadre_id, **command)


@routes.route("/cadres/<uuid:cadre_id>/leaves", methods=["GET"])
@requires("training:read")
@routes.response(200, LeavesSchema)
def list_cadre(cadre_id: UUID) -> dict[str, Any]:
    """A cadre's leave"""
    with reading() as db:
        found = cadres.cadre(db, current_actor(), cadre_id)
        return {"items": absences.leaves_of(db, found.id)}


@routes.route("/leaves/<uuid:leave_id>", methods=["DELETE"])
@requires("training:write")
@routes.response(204)
def end(leave_id: UUID) -> None:
    """Take leave back"""
    workflows.end_leave(current_actor(), leave_id)


@routes.route("/blackouts", methods=["POST"])
@requires("training:write")
@routes.arguments(NewBlackoutSchema)
@routes.response(201, BlackoutSchema)
def add_blackout(command: dict[str, Any]) -> Blackout:
    """Days on which no session is held in an area and below it"""
    return workflows.add_blackout(current_actor(), **command)


@routes.route("/blackouts", methods=["GET"])
@requires("training:read")
@routes.response(200, BlackoutsSchema)
def list_blackouts() -> dict[str, Any]:
    """Blackout days from today on that hold in one's own area or below it"""
    with reading() as db:
        return {"items": absences.blackouts_for(db, current_actor(), since=clock.today())}


@routes.route("/blackouts/<uuid:blackout_id>", methods=["DELETE"])
@requires("training:write")
@routes.response(204)
def remove_blackout(blackout_id: UUID) -> None:
    """Take blackout days back"""
    workflows.remove_blackout(current_actor(), blackout_id)
