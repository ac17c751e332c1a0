"""Who came to a session, how they did in its test, and what they thought of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate

from services.training.domain.learning.results import ratings_of
from services.training.domain.learning.sessions import SessionState
from services.training.store import attendance, sessions
from services.training.store.database import reading
from services.training.store.tables import TrainingSession
from services.training.workflows import attendance as workflows
from shared import clock
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema

routes = Blueprint("attendance", authentication="bearer", url_prefix="/api/v1/sessions", description="Attendance")

_MANY = validate.Length(min=1, max=1000)


class PresentCadresSchema(ApiSchema):
    cadre_ids = fields.List(fields.UUID(), required=True, validate=_MANY)


class SessionAttendanceSchema(Schema):
    cadre_id = fields.UUID(required=True)
    name = fields.String(required=True)
    area = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["expected", "present", "absent"]))
    at = fields.AwareDateTime(required=True, allow_none=True)
    manner = fields.String(
        required=True, allow_none=True, metadata={"description": "code of the hall, list, or ledger of before"}
    )
    recorded_by = fields.String(required=True, allow_none=True)
    score = fields.Integer(required=True, allow_none=True)
    passed = fields.Boolean(required=True, allow_none=True)


class AttendanceRegisterSchema(Schema):
    items = fields.List(fields.Nested(SessionAttendanceSchema), required=True)


class TestScoreSchema(ApiSchema):
    cadre_id = fields.UUID(required=True)
    score = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=100))


class TestScoresSchema(ApiSchema):
    items = fields.List(fields.Nested(TestScoreSchema), required=True, validate=_MANY)


class SessionFeedbackSchema(Schema):
    answers = fields.Integer(required=True)
    counts = fields.List(
        fields.Integer(), allow_none=True, required=True, metadata={"description": "of 1, 2, … 5; null: not shown"}
    )
    mean_hundredths = fields.Integer(required=True, allow_none=True)
    comments = fields.List(fields.String(), required=True)


@routes.route("/<uuid:session_id>/attendance", methods=["GET"])
@requires("training:read")
@routes.response(200, AttendanceRegisterSchema)
def show(session_id: UUID) -> dict[str, Any]:
    """Everybody with a place: whether they came, by which manner, and their score"""
    with reading() as db:
        found = sessions.session(db, current_actor(), session_id)
        return _register(found, attendance.register(db, found.id))


@routes.route("/<uuid:session_id>/attendance", methods=["POST"])
@requires("training:write")
@routes.arguments(PresentCadresSchema)
@routes.response(200, AttendanceRegisterSchema)
def record(command: dict[str, Any], session_id: UUID) -> dict[str, Any]:
    """Record by list who came"""
    workflows.record_attendance(current_actor(), session_id, command["cadre_ids"])
    with reading() as db:
        found = sessions.session(db, current_actor(), session_id)
        return _register(found, attendance.register(db, found.id))


@routes.route("/<uuid:session_id>/attendance/<uuid:cadre_id>", methods=["DELETE"])
@requires("training:write")
@routes.response(204)
def withdraw(session_id: UUID, cadre_id: UUID) -> None:
    """Take an attendance back that was recorded by mistake"""
    workflows.withdraw_attendance(current_actor(), session_id, cadre_id)


@routes.route("/<uuid:session_id>/results", methods=["POST"])
@requires("training:write")
@routes.arguments(TestScoresSchema)
@routes.response(200, AttendanceRegisterSchema)
def record_results(command: dict[str, Any], session_id: UUID) -> dict[str, Any]:
    """Record scores of those who came, all or none; newer ones replace older"""
    scores = {item["cadre_id"]: item["score"] for item in command["items"]}
    workflows.record_results(current_actor(), session_id, scores)
    with reading() as db:
        found = sessions.session(db, current_actor(), session_id)
        return _register(found, attendance.register(db, found.id))


@routes.route("/<uuid:session_id>/feedback", methods=["GET"])
@requires("training:read")
@routes.response(200, SessionFeedbackSchema)
def show_feedback(session_id: UUID) -> dict[str, Any]:
    """What those who came thought: figures once it is closed and enough answered, never whose"""
    with reading() as db:
        found = sessions.session(db, current_actor(), session_id)
        given = attendance.answers(db, found.id)
    ratings = ratings_of([each.rating for each in given], found.ends_at, now=clock.now())
    return {
        "answers": len(given),
        "counts": ratings and ratings.counts,
        "mean_hundredths": ratings and ratings.mean_hundredths,
        "comments": [each.comment for each in given if each.comment] if ratings else [],
    }


@routes.route("/<uuid:session_id>/check-in-key", methods=["POST"])
@requires("training:write")
@routes.response(204)
def renew_key(session_id: UUID) -> None:
    """Give the hall's check-in page a new address; the old one stops working"""
    workflows.renew_check_in_key(current_actor(), session_id)


def _register(found: TrainingSession, rows: Any) -> dict[str, Any]:
    over = found.ends_at <= clock.now() or found.state == SessionState.CANCELLED
    return {
        "items": [
            {
                "cadre_id": cadre.id,
                "name": cadre.name,
                "area": cadre.area,
                "state": "present" if came else "absent" if over else "expected",
                "at": came and came.at,
                "manner": came and came.manner,
                "recorded_by": came and came.recorded_by,
                "score": result and result.score,
                "passed": result and result.passed,
            }
            for cadre, came, result in rows
        ]
    }
