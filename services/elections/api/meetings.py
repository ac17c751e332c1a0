"""Meetings of residents and of representatives (Art 26-29), and resignations that one accepted (Art 21)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate

from services.elections.api.elections import FindingSchema
from services.elections.api.members import MemberSchema, shown_member
from services.elections.domain.committee.meetings import CalledBy, MeetingKind, Motion
from services.elections.store import meetings, queries
from services.elections.store.database import reading
from services.elections.store.tables import Meeting
from services.elections.workflows.meetings import NewMeeting, Record, accept_resignation, call_meeting, record_meeting
from shared import clock
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, text

routes = Blueprint("meetings", authentication="bearer", url_prefix="/api/v1", description="Meetings and decisions")

_MOST = 1_000_000
_SHOWN = ("id", "area", "kind", "title", "called_by", "called_on", "held_at", "place", "members", "representatives")
_MORE = ("demand", "special_reason", "present", "quorum", "minutes", "minutes_hash")


def _number(least: int = 0, **options: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(min=least, max=_MOST), **options)


class NewMeetingSchema(ApiSchema):
    kind = fields.Enum(MeetingKind, by_value=True, required=True)
    title = text(most=200)
    called_by = fields.Enum(CalledBy, by_value=True, load_default=CalledBy.COMMITTEE)
    asked = _number(load_default=0, metadata={"description": "how many demand it"})
    asked_of = _number(load_default=0, metadata={"description": "of how many"})
    called_on = fields.Date(required=True, metadata={"description": "day of the notice"})
    held_at = fields.AwareDateTime(required=True)
    place = text(most=200)
    agenda = fields.List(text(most=500), required=True, validate=validate.Length(min=1, max=50))
    members = _number(1, required=True, metadata={"description": "who may take part"})
    representatives = _number(load_default=0, metadata={"description": "of a representatives' meeting's members"})
    special_reason = text(
        most=1000, required=False, metadata={"description": "why the notice is shorter than ten days (Art 26)"}
    )


class MotionSchema(ApiSchema):
    motion = text(most=500)
    agreed = _number(required=True)
    against = _number(required=True)
    abstained = _number(required=True)


class MeetingRecordSchema(ApiSchema):
    present = _number(required=True)
    motions = fields.List(fields.Nested(MotionSchema), load_default=list, validate=validate.Length(max=50))
    minutes = text(most=200, metadata={"description": "the document's name"})
    minutes_hash = fields.String(
        required=True, validate=validate.Regexp("^[0-9a-f]{64}$"), metadata={"description": "its SHA-256, in hex"}
    )


class MeetingDecisionSchema(Schema):
    id = fields.UUID(required=True)
    motion = fields.String(required=True)
    agreed = fields.Integer(required=True)
    against = fields.Integer(required=True)
    abstained = fields.Integer(required=True)
    passed = fields.Boolean(required=True)
    finding = fields.Nested(FindingSchema, required=True)


class MeetingSchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    called_by = fields.String(required=True)
    called_on = fields.Date(required=True)
    held_at = fields.AwareDateTime(required=True)
    place = fields.String(required=True)
    agenda = fields.List(fields.String(), required=True)
    members = fields.Integer(required=True)
    representatives = fields.Integer(required=True)
    demand = fields.Nested(FindingSchema, required=True, allow_none=True)
    special_reason = fields.String(required=True, allow_none=True)
    present = fields.Integer(required=True, allow_none=True)
    quorum = fields.Nested(FindingSchema, required=True, allow_none=True)
    minutes = fields.String(required=True, allow_none=True)
    minutes_hash = fields.String(required=True, allow_none=True)
    decisions = fields.List(fields.Nested(MeetingDecisionSchema), required=True)


class MeetingsSchema(Schema):
    items = fields.List(fields.Nested(MeetingSchema), required=True)


class OverdueMeetingSchema(Schema):
    area = fields.String(required=True)
    name = fields.String(required=True)
    last = fields.Date(required=True, allow_none=True)
    due = fields.Date(required=True)


class OverdueMeetingsSchema(Schema):
    items = fields.List(fields.Nested(OverdueMeetingSchema), required=True)


class ResignationSchema(ApiSchema):
    decision_id = fields.UUID(required=True, metadata={"description": "of the meeting that accepted it"})


@routes.route("/areas/<string(length=12):code>/meetings", methods=["GET"])
@requires("elections:read")
@routes.response(200, MeetingsSchema)
def list_meetings(code: str) -> dict[str, Any]:
    """A community's meetings with their decisions, the latest first"""
    queries.area(current_actor(), code)
    with reading() as session:
        return {"items": [_shown(each) for each in meetings.meetings(session, code)]}


@routes.route("/areas/<string(length=12):code>/meetings", methods=["POST"])
@requires("elections:write")
@routes.arguments(NewMeetingSchema)
@routes.response(201, MeetingSchema)
def call(command: dict[str, Any], code: str) -> dict[str, Any]:
    """Call a meeting; who demands it, its notice and its members are checked (Art 26, 28)"""
    return _shown(call_meeting(current_actor(), NewMeeting(area=code, **command)))


@routes.route("/meetings/<uuid:meeting_id>/record", methods=["POST"])
@requires("elections:write")
@routes.arguments(MeetingRecordSchema)
@routes.response(200, MeetingSchema)
def record(command: dict[str, Any], meeting_id: UUID) -> dict[str, Any]:
    """Record who was present and what was decided; without a quorum nothing is (Art 27, 29)"""
    motions = [Motion(**motion) for motion in command.pop("motions")]
    return _shown(record_meeting(current_actor(), meeting_id, Record(**command, motions=motions)))


@routes.route("/meetings/overdue", methods=["GET"])
@requires("elections:read")
@routes.response(200, OverdueMeetingsSchema)
def list_overdue() -> dict[str, Any]:
    """Communities whose representatives have not met for half a year (Art 28), longest overdue first"""
    with reading() as session:
        return {"items": meetings.overdue(session, current_actor(), clock.today())}


@routes.route("/members/<uuid:member_id>/resignation", methods=["POST"])
@requires("elections:write")
@routes.arguments(ResignationSchema)
@routes.response(200, MemberSchema)
def resign(command: dict[str, Any], member_id: UUID) -> dict[str, Any]:
    """End a post by a resignation that a meeting accepted, on the day of that meeting (Art 21)"""
    actor = current_actor()
    return shown_member(actor, accept_resignation(actor, member_id, command["decision_id"]))


def _shown(row: Meeting) -> dict[str, Any]:
    with reading() as session:
        decided = meetings.decisions(session, [row.id])[row.id]
    shown = {name: getattr(row, name) for name in (*_SHOWN, *_MORE)}
    return {**shown, "agenda": row.agenda["items"], "decisions": decided}
