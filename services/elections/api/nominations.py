"""What makes nominees candidates: who signed for them, what was checked of them, and that they accept (Art 18)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate

from services.elections.api.candidates import CandidateDetailSchema, NominatedBySchema, described
from services.elections.domain.candidacy.nominations import BARS
from services.elections.domain.candidacy.nominators import named_in
from services.elections.store import elections, nominations
from services.elections.store.database import reading
from services.elections.workflows.nominations import (
    Check,
    Whom,
    name_nominators,
    record_acceptances,
    record_checks,
    type_strokes,
)
from shared import clock
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, text

routes = Blueprint("nominations", authentication="bearer", url_prefix="/api/v1/elections", description="Nominations")
_MOST = 500  # candidates of an election


class WhomSchema(ApiSchema):
    candidates = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=_MOST))
    all = fields.Boolean(load_default=False, metadata={"description": "all who have not withdrawn"})


class CandidateChecksSchema(WhomSchema):
    items = fields.List(
        fields.String(validate=validate.OneOf(list(BARS))),
        load_default=list,
        metadata={"description": "default: all that the election's rules ask for"},
    )
    passed = fields.Boolean(required=True)
    office = text(most=200, metadata={"description": "who checked"})
    document = text(most=200, metadata={"description": "the office's paper: its title or number"})
    on = fields.Date(required=True)


class AcceptancesSchema(WhomSchema):
    on = fields.Date(load_default=None, metadata={"description": "default: today"})


class StrokesSchema(ApiSchema):
    strokes = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=64))


class RecordedSchema(Schema):
    recorded = fields.Integer(required=True, metadata={"description": "candidates"})


class NominatorSchema(Schema):
    id = fields.UUID(required=True, metadata={"description": "the elector's"})
    name = fields.String(required=True)
    birth_date = fields.Date(required=True)
    group = fields.String(required=True)


class NominatorsSchema(Schema):
    items = fields.List(fields.Nested(NominatorSchema), required=True)


@routes.route("/<uuid:election_id>/candidates/checks", methods=["POST"])
@requires("elections:write")
@routes.arguments(CandidateChecksSchema)
@routes.response(201, RecordedSchema)
def check(command: dict[str, Any], election_id: UUID) -> dict[str, int]:
    """Record what an office found of one candidate, of some or of all"""
    whom = Whom(command.pop("candidates"), command.pop("all"))
    return {"recorded": record_checks(current_actor(), election_id, whom, Check(**command))}


@routes.route("/<uuid:election_id>/candidates/acceptances", methods=["POST"])
@requires("elections:write")
@routes.arguments(AcceptancesSchema)
@routes.response(201, RecordedSchema)
def accept(command: dict[str, Any], election_id: UUID) -> dict[str, int]:
    """Record that candidates accept their nomination"""
    whom, on = Whom(command["candidates"], command["all"]), command["on"] or clock.today()
    return {"recorded": record_acceptances(current_actor(), election_id, whom, on)}


@routes.route("/<uuid:election_id>/candidates/<uuid:candidate_id>/nominators", methods=["GET"])
@requires("elections:roll:read")
@routes.response(200, NominatorsSchema)
def list_nominators(election_id: UUID, candidate_id: UUID) -> dict[str, Any]:
    """The electors who signed for the candidate and are on the roll still"""
    with reading() as session:
        found = elections.election(session, current_actor(), election_id)
        row = nominations.candidate(session, found, candidate_id)
        return {"items": nominations.nominators(session, found, row.id)}


@routes.route("/<uuid:election_id>/candidates/<uuid:candidate_id>/nominators", methods=["POST"])
@requires("elections:write")
@routes.arguments(NominatedBySchema)
@routes.response(201, CandidateDetailSchema)
def name(command: dict[str, Any], election_id: UUID, candidate_id: UUID) -> dict[str, Any]:
    """Name the electors who signed for the candidate, in place of those named before"""
    named = named_in(command["nominators"], command["nominator_names"])
    name_nominators(current_actor(), election_id, candidate_id, named)
    return described(current_actor(), election_id, candidate_id)


@routes.route("/<uuid:election_id>/candidates/<uuid:candidate_id>/strokes", methods=["POST"])
@requires("elections:write")
@routes.arguments(StrokesSchema)
@routes.response(201, CandidateDetailSchema)
def count_strokes(command: dict[str, Any], election_id: UUID, candidate_id: UUID) -> dict[str, Any]:
    """Type how many strokes the candidate's surname has, where that is not known"""
    type_strokes(current_actor(), election_id, candidate_id, command["strokes"])
    return described(current_actor(), election_id, candidate_id)
