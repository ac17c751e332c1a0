"""The committee in office, and posts that end by themselves (Art 23)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate

from services.elections.domain.committee.members import BY_ITSELF, EndReason, Vacancy
from services.elections.store import members, queries
from services.elections.store.database import reading
from services.elections.store.tables import Member
from services.elections.workflows.members import PostEnd, end_by_document
from shared import clock
from shared.auth.actor import Actor
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, text

routes = Blueprint("members", authentication="bearer", url_prefix="/api/v1", description="Members in office")

_PUBLIC = ("id", "election_id", "post", "name", "sex", "term_starts_on", "term_ends_on")
_END = ("ended_on", "end_reason", "clause")


class CommitteeArguments(ApiSchema):
    on = fields.Date(load_default=None, metadata={"description": "as it stood on that day; default: today"})


class MemberSchema(Schema):
    id = fields.UUID(required=True)
    election_id = fields.UUID(required=True, metadata={"description": "by which the post is held"})
    post = fields.String(required=True)
    name = fields.String(required=True)
    sex = fields.String(required=True)
    term_starts_on = fields.Date(required=True)
    term_ends_on = fields.Date(required=True)
    ended_on = fields.Date(required=True, allow_none=True, metadata={"description": "first day no longer in office"})
    end_reason = fields.String(required=True, allow_none=True)
    clause = fields.String(required=True, allow_none=True)
    birth_date = fields.Date(metadata={"description": "for elections:roll:read only"})


class VacancySchema(Schema):
    """What a by-election is made with."""

    area = fields.String(required=True)
    post = fields.String(required=True)
    seats = fields.Integer(required=True)
    term_ends_on = fields.Date(required=True)
    clause = fields.String(required=True)


class CommitteeSchema(Schema):
    area = fields.String(required=True)
    on = fields.Date(required=True)
    members = fields.List(fields.Nested(MemberSchema), required=True)
    left = fields.List(
        fields.Nested(MemberSchema), required=True, metadata={"description": "before the end of the running term"}
    )
    vacant = fields.List(
        fields.Nested(VacancySchema),
        required=True,
        metadata={"description": "seats that a by-election may fill to the end of the running term (Art 24)"},
    )


class PostEndSchema(ApiSchema):
    reason = fields.Enum(EndReason, by_value=True, required=True, validate=validate.OneOf(BY_ITSELF))
    on = fields.Date(required=True, metadata={"description": "first day no longer in office"})
    document = text(most=200, metadata={"description": "what shows it: judgment, certificate"})


@routes.route("/areas/<string(length=12):code>/committee", methods=["GET"])
@requires("elections:read")
@routes.arguments(CommitteeArguments, location="query")
@routes.response(200, CommitteeSchema)
def show_committee(asked: dict[str, Any], code: str) -> dict[str, Any]:
    """The residents' committee as it is or as it stood, who left it, and what a by-election may fill"""
    actor = current_actor()
    queries.area(actor, code)
    with reading() as session:
        found = members.committee(session, code, asked["on"] or clock.today())
    return {
        "area": code,
        "on": found.on,
        "members": [shown_member(actor, each) for each in found.members],
        "left": [shown_member(actor, each) for each in found.left],
        "vacant": [_vacancy(found, each) for each in found.vacant],
    }


@routes.route("/members/<uuid:member_id>/end", methods=["POST"])
@requires("elections:write")
@routes.arguments(PostEndSchema)
@routes.response(200, MemberSchema)
def end(command: dict[str, Any], member_id: UUID) -> dict[str, Any]:
    """Record that a post ended by itself: incapacity, criminal sentence (Art 23) or death"""
    return shown_member(current_actor(), end_by_document(current_actor(), member_id, PostEnd(**command)))


def shown_member(actor: Actor, row: Member) -> dict[str, Any]:
    names = (*_PUBLIC, *_END, *(("birth_date",) if actor.has("elections:roll:read") else ()))
    return {name: getattr(row, name) for name in names}


def _vacancy(found: members.Committee, empty: Vacancy) -> dict[str, Any]:
    until = {"area": found.area, "term_ends_on": found.term_ends_on, "clause": found.clause}
    return {"post": empty.post, "seats": empty.seats, **until}
