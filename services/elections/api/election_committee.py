"""The election committee of an election and the changes of its members (Art 15)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate

from services.elections.domain.committee.election_committee import ChosenBy, Leaving, Member, Role, must_leave
from services.elections.domain.roll.relatives import Person
from services.elections.store import election_committee, elections, relatives
from services.elections.store.database import reading
from services.elections.workflows.election_committee import (
    Departure,
    NewCommittee,
    choose_member,
    form_committee,
    give_role,
    leave_committee,
)
from shared import clock
from shared.auth.actor import Actor
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.etags import etag, expected_version
from shared.web.schemas import ApiSchema, text

routes = Blueprint(
    "committee", authentication="bearer", url_prefix="/api/v1/elections", description="Election committees"
)
_MOST = 30  # people in a committee with its reserves


class PersonSchema(ApiSchema):
    name = text(most=50)
    birth_date = fields.Date(required=True)


class NewMemberSchema(PersonSchema):
    role = fields.Enum(Role, by_value=True, required=True)


class NewCommitteeSchema(ApiSchema):
    chosen_by = fields.Enum(ChosenBy, by_value=True, required=True)
    chosen_on = fields.Date(required=True)
    document = text(most=200)
    members = fields.List(fields.Nested(NewMemberSchema), required=True, validate=validate.Length(min=1, max=_MOST))
    reserves = fields.List(
        fields.Nested(PersonSchema),
        load_default=list,
        validate=validate.Length(max=_MOST),
        metadata={"description": "who moves up, in the order of votes"},
    )


class ChosenMemberSchema(NewMemberSchema):
    reason = text(most=200, metadata={"description": "published: which meeting chose them, and why"})


class CommitteeLeavingSchema(ApiSchema):
    reason = fields.Enum(Leaving, by_value=True, required=True)
    on = fields.Date(load_default=None)
    note = fields.String(load_default="", validate=validate.Length(max=500))


class CommitteeRoleSchema(ApiSchema):
    role = fields.Enum(Role, by_value=True, required=True)
    reason = text(most=200, metadata={"description": "published"})


class CommitteeMemberSchema(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)
    state = fields.String(required=True)
    left_on = fields.Date(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    must_leave = fields.String(required=True, allow_none=True, metadata={"description": "why, if they must"})
    version = fields.Integer(required=True, metadata={"description": "the committee's, for If-Match"})
    birth_date = fields.Date(metadata={"description": "for elections:roll:read only"})
    note = fields.String(metadata={"description": "for elections:roll:read only"})
    by = fields.String(metadata={"description": "who recorded the latest change; for elections:roll:read only"})


class ElectionCommitteeSchema(Schema):
    chosen_by = fields.String(required=True)
    chosen_on = fields.Date(required=True)
    document = fields.String(required=True)
    version = fields.Integer(required=True)
    members = fields.List(fields.Nested(CommitteeMemberSchema), required=True)


Answer = tuple[dict[str, Any], int, dict[str, str]]


@routes.route("/<uuid:election_id>/committee", methods=["GET"])
@requires("elections:read")
@routes.response(200, ElectionCommitteeSchema)
def show(election_id: UUID) -> Answer:
    """The committee in the order of votes: who serves, who is in reserve, who left and who must leave"""
    return _shown(current_actor(), election_id)


@routes.route("/<uuid:election_id>/committee", methods=["POST"])
@requires("elections:write")
@routes.arguments(NewCommitteeSchema)
@routes.response(201, ElectionCommitteeSchema)
def form(command: dict[str, Any], election_id: UUID) -> Answer:
    """Record the committee that a meeting chose"""
    members = [_member(each) for each in command.pop("members")]
    reserves = [Person(**each) for each in command.pop("reserves")]
    form_committee(current_actor(), election_id, NewCommittee(**command, members=members, reserves=reserves))
    return _shown(current_actor(), election_id, status=201)


@routes.route("/<uuid:election_id>/committee/members", methods=["POST"])
@requires("elections:write")
@routes.arguments(ChosenMemberSchema)
@routes.response(201, ElectionCommitteeSchema)
def choose(command: dict[str, Any], election_id: UUID) -> Answer:
    """Record a member who was chosen anew when nobody was left to move up"""
    person = Person(command["name"], command["birth_date"])
    choose_member(current_actor(), election_id, person, role=command["role"], reason=command["reason"])
    return _shown(current_actor(), election_id, status=201)


@routes.route("/<uuid:election_id>/committee/members/<uuid:member_id>/leaving", methods=["POST"])
@requires("elections:write")
@routes.arguments(CommitteeLeavingSchema)
@routes.response(200, ElectionCommitteeSchema)
def leave(command: dict[str, Any], election_id: UUID, member_id: UUID) -> Answer:
    """A member leaves; who had the next most votes and may serve moves up"""
    departure = Departure(command["reason"], command["on"] or clock.today(), command["note"])
    leave_committee(current_actor(), election_id, member_id, departure)
    return _shown(current_actor(), election_id)


@routes.route("/<uuid:election_id>/committee/members/<uuid:member_id>", methods=["PATCH"])
@requires("elections:write")
@routes.arguments(CommitteeRoleSchema)
@routes.response(200, ElectionCommitteeSchema)
def change_role(command: dict[str, Any], election_id: UUID, member_id: UUID) -> Answer:
    """Make a serving member chair, vice chair or member (If-Match: the committee's version)"""
    give_role(current_actor(), election_id, member_id, **command, version=expected_version())
    return _shown(current_actor(), election_id)


def _member(values: dict[str, Any]) -> Member:
    return Member(Person(values["name"], values["birth_date"]), values["role"])


def _shown(actor: Actor, election_id: UUID, *, status: int = 200) -> Answer:
    with reading() as session:
        found = elections.election(session, actor, election_id)
        committee = election_committee.committee(session, found.id)
        rows = election_committee.members(session, found.id)
        members = election_committee.as_members(rows)
        nominees, pairs = election_committee.nominees(session, found.id), relatives.pairs(session, found.id)
    leaving = must_leave(members, nominees, pairs)
    public = ("id", "name", "role", "state", "left_on", "reason")
    private = ("birth_date", "note", "by") if actor.has("elections:roll:read") else ()
    shown = [
        {name: getattr(row, name) for name in (*public, *private)}
        | {"must_leave": leaving.get(member.key), "version": committee.version}
        for row, member in zip(rows, members, strict=True)
    ]
    names = ("chosen_by", "chosen_on", "document", "version")
    return {**{name: getattr(committee, name) for name in names}, "members": shown}, status, etag(committee.version)
