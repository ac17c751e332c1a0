"""How the candidates introduce themselves: statements, and meetings with residents (Art 18)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate

from services.elections.api.candidates import CandidateSchema
from services.elections.domain.candidacy.introductions import LONGEST_STATEMENT, Meeting
from services.elections.store import elections
from services.elections.store.database import reading
from services.elections.store.introductions import meetings
from services.elections.workflows import introductions
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.etags import etag, expected_version
from shared.web.schemas import ApiSchema, text

routes = Blueprint(
    "introductions", authentication="bearer", url_prefix="/api/v1/elections", description="Candidates' introductions"
)
_COUNT = validate.Range(min=0, max=1_000_000)


class StatementSchema(ApiSchema):
    text = text(most=LONGEST_STATEMENT, metadata={"description": "plain text, published with the candidates"})


class NewCandidateMeetingSchema(ApiSchema):
    on = fields.Date(required=True)
    place = text(most=100)
    attended = fields.Integer(
        required=True, strict=True, validate=validate.Range(min=1, max=1_000_000), metadata={"description": "residents"}
    )
    questions = fields.Integer(required=True, strict=True, validate=_COUNT, metadata={"description": "asked there"})
    document = text(most=200, metadata={"description": "its record"})


class CandidateMeetingSchema(Schema):
    id = fields.UUID(required=True)
    on = fields.Date(required=True)
    place = fields.String(required=True)
    attended = fields.Integer(required=True)
    questions = fields.Integer(required=True)
    document = fields.String(required=True)
    version = fields.Integer(required=True)


class CandidateMeetingsSchema(Schema):
    items = fields.List(fields.Nested(CandidateMeetingSchema), required=True)


@routes.route("/<uuid:election_id>/candidates/<uuid:candidate_id>/statement", methods=["PUT"])
@requires("elections:write")
@routes.arguments(StatementSchema)
@routes.response(200, CandidateSchema)
def write_statement(command: dict[str, Any], election_id: UUID, candidate_id: UUID) -> Any:
    """Write down what a candidate sets out to do, until the candidates are published (If-Match, 0 at first)"""
    version = expected_version()
    written = introductions.write_statement(current_actor(), election_id, candidate_id, **command, version=version)
    return written, 200, etag(written.statement_version)


@routes.route("/<uuid:election_id>/candidate-meetings", methods=["GET"])
@requires("elections:read")
@routes.response(200, CandidateMeetingsSchema)
def list_meetings(election_id: UUID) -> dict[str, Any]:
    """The candidates' meetings with residents, in the order of their days"""
    with reading() as session:
        found = elections.election(session, current_actor(), election_id)
        return {"items": meetings(session, found.id)}


@routes.route("/<uuid:election_id>/candidate-meetings", methods=["POST"])
@requires("elections:write")
@routes.arguments(NewCandidateMeetingSchema)
@routes.response(201, CandidateMeetingSchema)
def record_meeting(command: dict[str, Any], election_id: UUID) -> Any:
    """Record a meeting at which the candidates answered residents' questions"""
    return introductions.record_meeting(current_actor(), election_id, Meeting(**command))


@routes.route("/<uuid:election_id>/candidate-meetings/<uuid:meeting_id>", methods=["PUT"])
@requires("elections:write")
@routes.arguments(NewCandidateMeetingSchema)
@routes.response(200, CandidateMeetingSchema)
def correct_meeting(command: dict[str, Any], election_id: UUID, meeting_id: UUID) -> Any:
    """Put a meeting's record right, until the poll opens (If-Match)"""
    version = expected_version()
    row = introductions.correct_meeting(current_actor(), election_id, meeting_id, Meeting(**command), version=version)
    return row, 200, etag(row.version)
