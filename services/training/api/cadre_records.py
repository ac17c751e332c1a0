"""What is written down of a cadre in office: levels and gaps, secondments, mentors, near relatives."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate

from services.training.domain.learning.competencies import MOST, gaps
from services.training.domain.learning.courses import Competency
from services.training.domain.office.kinship import Relation
from services.training.store import cadres, catalogue, roster
from services.training.store.database import reading
from services.training.store.rules import post_rules
from services.training.store.tables import Kinship, MentorMeeting, Mentorship, Secondment
from services.training.workflows import cadre_records as workflows
from shared import clock
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, AreaCodeField, text

routes = Blueprint("cadre_records", authentication="bearer", url_prefix="/api/v1", description="Records of cadres")


class LevelSchema(ApiSchema):
    competency = fields.Enum(Competency, by_value=True, required=True)
    level = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=MOST))
    assessed_on = fields.Date(required=True)
    assessor = text(most=100)
    evidence = text(most=500)


class NewSecondmentSchema(ApiSchema):
    home_unit = text(most=100)
    duties = text(most=500)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)


class SecondmentEndSchema(ApiSchema):
    ended_on = fields.Date(required=True)
    review = text(most=2000)


class NewMentorshipSchema(ApiSchema):
    mentor_id = fields.UUID(required=True)
    mentee_id = fields.UUID(required=True)
    goals = text(most=500)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)


class MentorMeetingSchema(ApiSchema):
    held_on = fields.Date(required=True)
    notes = text(most=2000)


class EndSchema(ApiSchema):
    ended_on = fields.Date(required=True)


class NewKinshipSchema(ApiSchema):
    one_id = fields.UUID(required=True)
    other_id = fields.UUID(required=True)
    relation = fields.Enum(Relation, by_value=True, required=True)


class KinshipSchema(Schema):
    id = fields.UUID(required=True)
    one_id = fields.UUID(required=True)
    other_id = fields.UUID(required=True)
    relation = fields.String(required=True)


class SecondmentSchema(Schema):
    id = fields.UUID(required=True)
    home_unit = fields.String(required=True)
    duties = fields.String(required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    ended_on = fields.Date(required=True, allow_none=True)
    review = fields.String(required=True, allow_none=True)


class SecondmentArguments(ApiSchema):
    area = AreaCodeField(load_default=None)


class RunningSecondmentSchema(SecondmentSchema):
    cadre_id = fields.UUID(required=True)
    area = fields.String(required=True)
    name = fields.String(required=True)
    overdue = fields.Boolean(required=True, metadata={"description": "its end is past, and no review was written"})


class RunningSecondmentsSchema(Schema):
    items = fields.List(fields.Nested(RunningSecondmentSchema), required=True)


class MeetingSchema(Schema):
    held_on = fields.Date(required=True)
    notes = fields.String(required=True)


class MentorshipSchema(Schema):
    id = fields.UUID(required=True)
    mentor_id = fields.UUID(required=True)
    mentee_id = fields.UUID(required=True)
    goals = fields.String(required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    ended_on = fields.Date(required=True, allow_none=True)
    meetings = fields.List(fields.Nested(MeetingSchema))


class MentorshipsSchema(Schema):
    items = fields.List(fields.Nested(MentorshipSchema), required=True)


class ProfileSchema(Schema):
    since = fields.Date(required=True)
    education = fields.String(required=True, allow_none=True)
    source = fields.String(required=True, allow_none=True)
    party = fields.String(required=True, allow_none=True)
    home_unit = fields.String(required=True)


class RecordSchema(Schema):
    profiles = fields.List(fields.Nested(ProfileSchema), required=True, metadata={"description": "newest first"})
    secondments = fields.List(fields.Nested(SecondmentSchema), required=True)
    mentorships = fields.List(fields.Nested(MentorshipSchema), required=True)
    relatives = fields.List(fields.Nested(KinshipSchema), required=True)


class RecommendedSchema(Schema):
    id = fields.UUID(required=True)
    code = fields.String(required=True)
    title_zh = fields.String(required=True)


class GapSchema(Schema):
    competency = fields.String(required=True)
    level = fields.Integer(required=True, allow_none=True, metadata={"description": "null: not assessed"})
    needed = fields.Integer(required=True)
    missing = fields.Integer(required=True)
    courses = fields.List(
        fields.Nested(RecommendedSchema), required=True, metadata={"description": "that teach what is missing"}
    )


class GapsSchema(Schema):
    items = fields.List(fields.Nested(GapSchema), required=True)


@routes.route("/cadres/<uuid:cadre_id>/record", methods=["GET"])
@requires("training:read")
@routes.response(200, RecordSchema)
def show(cadre_id: UUID) -> dict[str, Any]:
    """Profiles as they changed, secondments, mentors and near relatives"""
    with reading() as db:
        cadre = cadres.cadre(db, current_actor(), cadre_id)
        pairs = roster.mentorships(db, cadre.id)
        return {
            "profiles": roster.profiles(db, cadre.id),
            "secondments": roster.secondments(db, cadre.id),
            "mentorships": [_pair(each) | {"meetings": roster.meetings(db, each.id)} for each in pairs],
            "relatives": [each for each in roster.kinships(db, cadre.area) if cadre.id in (each.one_id, each.other_id)],
        }


def _pair(row: Mentorship) -> dict[str, Any]:
    names = ("id", "mentor_id", "mentee_id", "goals", "starts_on", "ends_on", "ended_on")
    return {name: getattr(row, name) for name in names}


@routes.route("/cadres/<uuid:cadre_id>/gaps", methods=["GET"])
@requires("training:read")
@routes.response(200, GapsSchema)
def show_gaps(cadre_id: UUID) -> dict[str, Any]:
    """Levels against what the cadre's posts need, the widest gap first, with the courses that teach it (R3)"""
    actor = current_actor()
    with reading() as db:
        cadre = cadres.cadre(db, actor, cadre_id)
        levels = roster.levels(db, [cadre.id], clock.today())[cadre.id]
        held = [post for post in post_rules() if post in roster.running(db, cadre.id)]
        found = gaps(levels, [post_rules()[post].levels for post in held])
        taught = {gap.competency: catalogue.teaching(db, actor, gap.competency) for gap in found if gap.missing}
    names = ("competency", "level", "needed", "missing")
    return {
        "items": [
            {name: getattr(gap, name) for name in names} | {"courses": taught.get(gap.competency, [])} for gap in found
        ]
    }


@routes.route("/cadres/<uuid:cadre_id>/levels", methods=["POST"])
@requires("training:write")
@routes.arguments(LevelSchema)
@routes.response(204)
def assess(command: dict[str, Any], cadre_id: UUID) -> None:
    """Write down a cadre's level in a competency, with who assessed it and by what"""
    workflows.assess(current_actor(), cadre_id, workflows.Level(**command))


@routes.route("/secondments", methods=["GET"])
@requires("training:read")
@routes.arguments(SecondmentArguments, location="query")
@routes.response(200, RunningSecondmentsSchema)
def list_secondments(filters: dict[str, Any]) -> dict[str, Any]:
    """Those that run, those first whose end is past without a review"""
    actor, area, today = current_actor(), filters["area"], clock.today()
    if area is not None:
        actor.must_reach(area)
    with reading() as db:
        found = roster.running_secondments(db, actor, area)
    names = tuple(SecondmentSchema._declared_fields)  # noqa: SLF001
    return {
        "items": [
            {name: getattr(row, name) for name in names}
            | {"cadre_id": cadre.id, "area": cadre.area, "name": cadre.name, "overdue": row.ends_on < today}
            for row, cadre in found
        ]
    }


@routes.route("/cadres/<uuid:cadre_id>/secondments", methods=["POST"])
@requires("training:write")
@routes.arguments(NewSecondmentSchema)
@routes.response(201, SecondmentSchema)
def second(command: dict[str, Any], cadre_id: UUID) -> Secondment:
    """A cadre is seconded (下派) by a home unit, for a time"""
    return workflows.second(current_actor(), cadre_id, workflows.Sent(**command))


@routes.route("/secondments/<uuid:secondment_id>/end", methods=["POST"])
@requires("training:write")
@routes.arguments(SecondmentEndSchema)
@routes.response(200, SecondmentSchema)
def end_secondment(command: dict[str, Any], secondment_id: UUID) -> Secondment:
    """A seconded cadre goes back, with a review"""
    actor = current_actor()
    return workflows.end_secondment(actor, secondment_id, on=command["ended_on"], review=command["review"])


@routes.route("/mentorships", methods=["GET"])
@requires("training:read")
@routes.response(200, MentorshipsSchema)
def list_mentorships() -> dict[str, Any]:
    """Pairs at work within reach, with their meetings"""
    with reading() as db:
        found = roster.running_mentorships(db, current_actor())
        return {"items": [_pair(each) | {"meetings": roster.meetings(db, each.id)} for each in found]}


@routes.route("/mentorships", methods=["POST"])
@requires("training:write")
@routes.arguments(NewMentorshipSchema)
@routes.response(201, MentorshipSchema)
def pair(command: dict[str, Any]) -> Mentorship:
    """An experienced cadre leads a younger one"""
    return workflows.pair(current_actor(), workflows.Pair(**command))


@routes.route("/mentorships/<uuid:mentorship_id>/meetings", methods=["POST"])
@requires("training:write")
@routes.arguments(MentorMeetingSchema)
@routes.response(201, MeetingSchema)
def log_meeting(command: dict[str, Any], mentorship_id: UUID) -> MentorMeeting:
    """What a pair did on a day"""
    return workflows.log_meeting(current_actor(), mentorship_id, **command)


@routes.route("/mentorships/<uuid:mentorship_id>/end", methods=["POST"])
@requires("training:write")
@routes.arguments(EndSchema)
@routes.response(200, MentorshipSchema)
def end_mentorship(command: dict[str, Any], mentorship_id: UUID) -> Mentorship:
    """A pair ends its work"""
    return workflows.end_mentorship(current_actor(), mentorship_id, on=command["ended_on"])


@routes.route("/kinships", methods=["POST"])
@requires("training:write")
@routes.arguments(NewKinshipSchema)
@routes.response(201, KinshipSchema)
def relate(command: dict[str, Any]) -> Kinship:
    """Two cadres of a community are near relatives (民法典 Art 1045)"""
    return workflows.relate(current_actor(), command["one_id"], command["other_id"], command["relation"])


@routes.route("/kinships/<uuid:kinship_id>", methods=["DELETE"])
@requires("training:write")
@routes.response(204)
def unrelate(kinship_id: UUID) -> None:
    """Take back a pair that was recorded by mistake"""
    workflows.unrelate(current_actor(), kinship_id)
