"""Joint meetings of the two committees."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate
from sqlalchemy import select

from services.training.domain.conduct.joint_meetings import Choice, Head, Motion
from services.training.store import joint_meetings as store
from services.training.store.database import reading
from services.training.store.tables import JointMeeting
from services.training.workflows import joint_meetings as workflows
from shared import clock
from shared.database.scope import within
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, page_of, text

routes = Blueprint("joint-meetings", authentication="bearer", url_prefix="/api/v1", description="Joint meetings (R5)")

_MOST = 50


class JointMotionSchema(ApiSchema):
    motion = text(most=1000)
    votes = fields.Dict(
        keys=fields.UUID(),
        values=fields.Enum(Choice, by_value=True),
        required=True,
        metadata={"description": "what each person present chose, by cadre's id"},
    )
    dissent = fields.Dict(
        keys=fields.UUID(),
        values=text(most=2000),
        load_default=dict,
        metadata={"description": "why, of each who was against"},
    )


class NewJointMeetingSchema(ApiSchema):
    area = AreaCodeField(required=True)
    held_on = fields.Date(required=True)
    title = text(most=200)
    chaired_by = fields.UUID(required=True)
    present = fields.List(fields.UUID(), required=True, validate=validate.Length(min=1, max=_MOST))
    decisions = fields.List(fields.Nested(JointMotionSchema), load_default=list, validate=validate.Length(max=_MOST))


class JointSignatureSchema(ApiSchema):
    head = fields.Enum(Head, by_value=True, required=True)
    cadre_id = fields.UUID(required=True)


class SettlementSchema(ApiSchema):
    on = fields.Date(required=True)
    settlement = text(most=2000)


class JointAttendanceSchema(Schema):
    cadre_id = fields.UUID(required=True)
    name = fields.String(required=True)
    present = fields.Boolean(required=True)


class JointVoteSchema(Schema):
    cadre_id = fields.UUID(required=True)
    name = fields.String(required=True)
    choice = fields.String(required=True)
    dissent = fields.String(required=True, allow_none=True)


class JointDecisionSchema(Schema):
    id = fields.UUID(required=True)
    motion = fields.String(required=True)
    carried = fields.Boolean(required=True)
    votes_for = fields.Integer(required=True)
    votes_against = fields.Integer(required=True)
    abstained = fields.Integer(required=True)
    settled_on = fields.Date(required=True, allow_none=True)
    settlement = fields.String(required=True, allow_none=True)
    votes = fields.List(fields.Nested(JointVoteSchema))


class SignedSchema(Schema):
    head = fields.String(required=True)
    cadre_id = fields.UUID(required=True)
    signed_on = fields.Date(required=True)


class JointMeetingSummarySchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    held_on = fields.Date(required=True)
    title = fields.String(required=True)
    chaired_by = fields.UUID(required=True)
    members = fields.Integer(required=True)


class JointMeetingSchema(JointMeetingSummarySchema):
    attendance = fields.List(fields.Nested(JointAttendanceSchema), required=True)
    decisions = fields.List(fields.Nested(JointDecisionSchema), required=True)
    signatures = fields.List(fields.Nested(SignedSchema), required=True)


class JointMeetingFilters(PageArguments):
    area = AreaCodeField()


class DisagreementSchema(Schema):
    decision_id = fields.UUID(required=True)
    area = fields.String(required=True)
    held_on = fields.Date(required=True)
    motion = fields.String(required=True)
    carried = fields.Boolean(required=True)
    votes_against = fields.Integer(required=True)


class DisagreementsSchema(Schema):
    items = fields.List(fields.Nested(DisagreementSchema), required=True)


class JointGapSchema(Schema):
    area = fields.String(required=True)
    name = fields.String(required=True)
    last_on = fields.Date(required=True, allow_none=True)
    days = fields.Integer(required=True, allow_none=True)
    overdue = fields.Boolean(required=True)


class JointGapsSchema(Schema):
    items = fields.List(fields.Nested(JointGapSchema), required=True)


@routes.route("/joint-meetings", methods=["POST"])
@requires("training:write")
@routes.arguments(NewJointMeetingSchema)
@routes.response(201, JointMeetingSchema)
def record(command: dict[str, Any]) -> dict[str, Any]:
    """Record a meeting with who was there and how each voted; who was against says why"""
    motions = [Motion(each["motion"], each["votes"], each["dissent"]) for each in command.pop("decisions")]
    return _shown(workflows.record_meeting(current_actor(), workflows.NewMeeting(motions=motions, **command)))


@routes.route("/joint-meetings", methods=["GET"])
@requires("training:read")
@routes.arguments(JointMeetingFilters, location="query")
@routes.response(200, page_of(JointMeetingSummarySchema))
def list_meetings(filters: dict[str, Any]) -> Page:
    """Meetings within reach, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(JointMeeting).where(within(JointMeeting.area, current_actor())).filter_by(**filters)
    with reading() as db:
        return paginate(db, query, key=JointMeeting.id, parse=UUID, newest_first=True, **page)


@routes.route("/joint-meetings/<uuid:meeting_id>", methods=["GET"])
@requires("training:read")
@routes.response(200, JointMeetingSchema)
def show(meeting_id: UUID) -> dict[str, Any]:
    """A meeting with attendance, decisions, votes and signatures"""
    with reading() as db:
        found = store.meeting(db, current_actor(), meeting_id)
    return _shown(found)


@routes.route("/joint-meetings/<uuid:meeting_id>/signatures", methods=["POST"])
@requires("training:write")
@routes.arguments(JointSignatureSchema)
@routes.response(200, JointMeetingSchema)
def sign(command: dict[str, Any], meeting_id: UUID) -> dict[str, Any]:
    """Sign what was decided, as the director or as the party secretary: two persons, unless one is both"""
    return _shown(workflows.sign_meeting(current_actor(), meeting_id, command["head"], command["cadre_id"]))


@routes.route("/joint-decisions/<uuid:decision_id>/settlement", methods=["POST"])
@requires("training:write")
@routes.arguments(SettlementSchema)
@routes.response(200, JointDecisionSchema)
def settle(command: dict[str, Any], decision_id: UUID) -> Any:
    """Record what came of a disagreement"""
    return workflows.settle(current_actor(), decision_id, **command)


@routes.route("/disagreements", methods=["GET"])
@requires("training:read")
@routes.response(200, DisagreementsSchema)
def list_disagreements() -> dict[str, Any]:
    """Open disagreements, the oldest first"""
    with reading() as db:
        return {"items": store.disagreements(db, current_actor())}


@routes.route("/joint-meeting-gaps", methods=["GET"])
@requires("training:read")
@routes.response(200, JointGapsSchema)
def list_gaps() -> dict[str, Any]:
    """How long each community has been without a joint meeting"""
    with reading() as db:
        return {"items": store.gaps(db, current_actor(), clock.today())}


def _shown(row: JointMeeting) -> dict[str, Any]:
    with reading() as db:
        votes = store.votes(db, row.id)
        came = [
            {"cadre_id": cadre.id, "name": cadre.name, "present": present}
            for cadre, present in store.attendance(db, row.id)
        ]
        decisions = [
            {name: getattr(each, name) for name in JointDecisionSchema(exclude=("votes",)).fields}
            | {"votes": votes[each.id]}
            for each in store.decisions(db, row.id)
        ]
        parts = {"attendance": came, "decisions": decisions, "signatures": store.signatures(db, row.id)}
    return {name: getattr(row, name) for name in JointMeetingSummarySchema().fields} | parts
