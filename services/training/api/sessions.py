"""Training sessions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate
from sqlalchemy import select

from services.training.domain.learning.sessions import SessionKind
from services.training.store import sessions
from services.training.store.database import reading
from services.training.store.tables import TrainingSession
from services.training.workflows import sessions as workflows
from shared.database.scope import within
from shared.web.addresses import public_address
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.etags import etag, expected_version
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, page_of, text

routes = Blueprint("sessions", authentication="bearer", url_prefix="/api/v1/sessions", description="Training sessions")

_CAPACITY = validate.Range(min=1, max=10_000)


class NewSessionSchema(ApiSchema):
    """`title`, `venue`, `capacity` and `teacher` may be left to the course, the room and the teacher."""

    area = AreaCodeField(required=True)
    title = text(most=200, required=False)
    kind = fields.Enum(SessionKind, by_value=True, required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    venue = text(most=200, required=False)
    capacity = fields.Integer(strict=True, validate=_CAPACITY)
    teacher = text(most=100, required=False)
    course_id = fields.UUID()
    room_id = fields.UUID()
    teacher_id = fields.UUID()


class SessionChangesSchema(ApiSchema):
    title = text(most=200, required=False)
    starts_at = fields.AwareDateTime()
    ends_at = fields.AwareDateTime()
    venue = text(most=200, required=False)
    capacity = fields.Integer(strict=True, validate=_CAPACITY)
    teacher = text(most=100, required=False)
    course_id = fields.UUID(allow_none=True)
    room_id = fields.UUID(allow_none=True)
    teacher_id = fields.UUID(allow_none=True)


def _hall_url(found: TrainingSession) -> str | None:
    if not current_actor().has("training:write"):
        return None
    return public_address("check_in.hall", key=found.check_in_key)


class SessionSchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    title = fields.String(required=True)
    kind = fields.String(required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    venue = fields.String(required=True)
    capacity = fields.Integer(required=True)
    teacher = fields.String(required=True)
    course_id = fields.UUID(required=True, allow_none=True)
    room_id = fields.UUID(required=True, allow_none=True)
    teacher_id = fields.UUID(required=True, allow_none=True)
    state = fields.String(required=True)
    hall_url = fields.Function(
        _hall_url,
        metadata={"type": ["string", "null"], "description": "page for the hall's screen; for training:write only"},
    )
    cancel_reason = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True)


class SessionFilters(PageArguments):
    area = AreaCodeField()
    since = fields.AwareDateTime(metadata={"description": "ends at or after this"})
    until = fields.AwareDateTime(metadata={"description": "starts before this"})
    course_id = fields.UUID()
    room_id = fields.UUID()
    teacher_id = fields.UUID()
    cadres_of = AreaCodeField()


class ReasonSchema(ApiSchema):
    reason = text(most=500)


@routes.route("", methods=["POST"])
@requires("training:write")
@routes.arguments(NewSessionSchema)
@routes.response(201, SessionSchema)
def schedule(command: dict[str, Any]) -> tuple[TrainingSession, int, dict[str, str]]:
    """Schedule a session; an induction takes in newly elected committees that wait for one"""
    made = workflows.schedule_session(current_actor(), workflows.NewSession(**command))
    return made, 201, {"Location": f"/api/v1/sessions/{made.id}", **etag(made.version)}


@routes.route("", methods=["GET"])
@requires("training:read")
@routes.arguments(SessionFilters, location="query")
@routes.response(200, page_of(SessionSchema))
def list_sessions(filters: dict[str, Any]) -> Page:
    """Sessions within reach, newest first; `cadres_of` asks for those in which a community has a place"""
    query = select(TrainingSession).where(within(TrainingSession.area, current_actor()))
    if "since" in filters:
        query = query.where(TrainingSession.ends_at >= filters["since"])
    if "until" in filters:
        query = query.where(TrainingSession.starts_at < filters["until"])
    if "cadres_of" in filters:
        query = query.where(sessions.with_cadres_of(filters["cadres_of"]))
    equal = {name: filters[name] for name in ("area", "course_id", "room_id", "teacher_id") if name in filters}
    query = query.filter_by(**equal)
    page = {name: filters[name] for name in ("limit", "cursor")}
    with reading() as db:
        return paginate(db, query, key=TrainingSession.id, parse=UUID, newest_first=True, **page)


@routes.route("/<uuid:session_id>", methods=["GET"])
@requires("training:read")
@routes.response(200, SessionSchema)
def show(session_id: UUID) -> tuple[TrainingSession, int, dict[str, str]]:
    """One session"""
    with reading() as db:
        found = sessions.session(db, current_actor(), session_id)
    return found, 200, etag(found.version)


@routes.route("/<uuid:session_id>", methods=["PATCH"])
@requires("training:write")
@routes.arguments(SessionChangesSchema)
@routes.response(200, SessionSchema)
def change(changes: dict[str, Any], session_id: UUID) -> tuple[TrainingSession, int, dict[str, str]]:
    """Change a session (If-Match)"""
    changed = workflows.change_session(current_actor(), session_id, changes, version=expected_version())
    return changed, 200, etag(changed.version)


@routes.route("/<uuid:session_id>/cancellation", methods=["POST"])
@requires("training:write")
@routes.arguments(ReasonSchema)
@routes.response(200, SessionSchema)
def cancel(command: dict[str, Any], session_id: UUID) -> tuple[TrainingSession, int, dict[str, str]]:
    """Cancel a session, with the reason; those in an induction are given another or wait for one"""
    cancelled = workflows.cancel_session(current_actor(), session_id, reason=command["reason"])
    return cancelled, 200, etag(cancelled.version)
