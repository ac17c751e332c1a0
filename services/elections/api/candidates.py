"""Candidates of an election."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate
from werkzeug.datastructures import FileStorage

from services.elections.api.rolls import FileSchema
from services.elections.domain.candidacy.candidates import Candidate
from services.elections.domain.candidacy.nominations import ChecksState
from services.elections.domain.candidacy.nominators import named_in
from services.elections.domain.candidacy.post import Post
from services.elections.domain.roll.persons import Nomination, Sex
from services.elections.store import elections, nominations
from services.elections.store.database import reading
from services.elections.store.tables import Candidate as Row
from services.elections.workflows import candidates
from shared.auth.actor import Actor
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, text

routes = Blueprint("candidates", authentication="bearer", url_prefix="/api/v1/elections", description="Candidates")
_MOST_NOMINATORS = 2_000


class NominatedBySchema(ApiSchema):
    """Who jointly nominates; each of them on the roll."""

    nominators = fields.List(
        fields.UUID(),
        load_default=list,
        validate=validate.Length(max=_MOST_NOMINATORS),
        metadata={"description": "electors' ids"},
    )
    nominator_names = fields.List(
        text(most=100),
        load_default=list,
        validate=validate.Length(max=_MOST_NOMINATORS),
        metadata={"description": "`张三`, or `张三（1980-01-02）` where two on the roll have the name"},
    )


class PutUpSchema(ApiSchema):
    post = fields.Enum(Post, by_value=True, required=True)
    name = text(most=50)
    sex = fields.Enum(Sex, by_value=True, required=True)
    birth_date = fields.Date(required=True)
    education = text(most=20, required=False, load_default="")
    nominated_by = fields.Enum(Nomination, by_value=True, required=True)
    joint_electors = fields.Integer(load_default=0, strict=True, validate=validate.Range(min=0, max=1_000_000))
    strokes = fields.Integer(
        load_default=None,
        strict=True,
        validate=validate.Range(min=1, max=64),
        metadata={"description": "of the surname, where they are not known"},
    )
    reserve = fields.Boolean(load_default=False, metadata={"description": "moves up if a candidate withdraws"})
    ethnicity = text(most=20, required=False, load_default="")
    served_before = fields.Boolean(load_default=None, metadata={"description": "on a committee of this community"})


class NewCandidateSchema(NominatedBySchema, PutUpSchema):
    """Who is put up, and by whom."""


class CandidateSchema(Schema):
    id = fields.UUID(required=True)
    post = fields.String(required=True)
    name = fields.String(required=True)
    sex = fields.String(required=True)
    birth_date = fields.Date(required=True)
    education = fields.String(required=True)
    nominated_by = fields.String(required=True)
    joint_electors = fields.Integer(required=True)
    state = fields.String(required=True)
    place = fields.Integer(required=True, allow_none=True, metadata={"description": "on the paper, once published"})
    strokes = fields.Integer(required=True, allow_none=True)
    ethnicity = fields.String(required=True)
    served_before = fields.Boolean(required=True, allow_none=True)
    accepted_on = fields.Date(required=True, allow_none=True)
    statement = fields.String(required=True)
    statement_version = fields.Integer(required=True, metadata={"description": "0 until it is written"})
    withdrew_on = fields.Date(required=True, allow_none=True)


class ListedCandidateSchema(CandidateSchema):
    checks = fields.String(required=True, metadata={"description": "unchecked, fit or barred"})


class ChecklistItemSchema(Schema):
    item = fields.String(required=True)
    name = fields.String(required=True)
    passed = fields.Boolean(required=True, allow_none=True, metadata={"description": "null: not checked yet"})
    office = fields.String(allow_none=True)
    document = fields.String(allow_none=True)
    on = fields.Date(allow_none=True)
    by = fields.String(allow_none=True)


class CandidateDetailSchema(ListedCandidateSchema):
    """The checklist says what was found of the person: for elections:roll:read only."""

    nominators = fields.Integer(required=True, metadata={"description": "named, and on the roll still"})
    relatives = fields.List(
        fields.String(), required=True, metadata={"description": "candidates who are near relatives (Art 8)"}
    )
    checklist = fields.List(fields.Nested(ChecklistItemSchema))


class CandidatesSchema(Schema):
    items = fields.List(fields.Nested(ListedCandidateSchema), required=True)


class AddedSchema(Schema):
    added = fields.Integer(required=True)


@routes.route("/<uuid:election_id>/candidates", methods=["GET"])
@requires("elections:read")
@routes.response(200, CandidatesSchema)
def list_candidates(election_id: UUID) -> dict[str, Any]:
    """All candidates, in the order entered"""
    with reading() as session:
        found = elections.election(session, current_actor(), election_id)
        rows = elections.candidates(session, found.id)
        return {"items": [listed(row, state) for row, state in nominations.with_checks(session, found, rows)]}


@routes.route("/<uuid:election_id>/candidates", methods=["POST"])
@requires("elections:write")
@routes.arguments(NewCandidateSchema)
@routes.response(201, CandidateSchema)
def add(command: dict[str, Any], election_id: UUID) -> Any:
    """Add one candidate"""
    named = named_in(command.pop("nominators"), command.pop("nominator_names"))
    return candidates.add_candidate(current_actor(), election_id, Candidate(**command, nominators=named))


@routes.route("/<uuid:election_id>/candidates/import", methods=["POST"])
@requires("elections:write")
@routes.arguments(FileSchema, location="files")
@routes.response(201, AddedSchema)
def import_file(files: dict[str, FileStorage], election_id: UUID) -> dict[str, int]:
    """Add all candidates of a CSV or XLSX file, or none"""
    return {"added": candidates.import_candidates(current_actor(), election_id, files["file"].read())}


@routes.route("/<uuid:election_id>/candidates/<uuid:candidate_id>", methods=["GET"])
@requires("elections:read")
@routes.response(200, CandidateDetailSchema)
def show(election_id: UUID, candidate_id: UUID) -> dict[str, Any]:
    """One candidate with what was checked, and near relatives among the other candidates"""
    return described(current_actor(), election_id, candidate_id)


@routes.route("/<uuid:election_id>/candidates/<uuid:candidate_id>", methods=["DELETE"])
@requires("elections:write")
@routes.response(204)
def remove(election_id: UUID, candidate_id: UUID) -> None:
    """Remove a candidate, before the candidates are published"""
    candidates.remove_candidate(current_actor(), election_id, candidate_id)


def listed(row: Row, state: ChecksState) -> dict[str, Any]:
    return {name: getattr(row, name) for name in CandidateSchema().fields} | {"checks": state}


def described(actor: Actor, election_id: UUID, candidate_id: UUID) -> dict[str, Any]:
    with reading() as session:
        found = elections.election(session, actor, election_id)
        row = nominations.candidate(session, found, candidate_id)
        ((_, state),) = nominations.with_checks(session, found, [row])
        shown = listed(row, state) | {
            "nominators": len(nominations.nominators(session, found, row.id)),
            "relatives": nominations.relatives_among_candidates(session, found, row),
        }
        if actor.has("elections:roll:read"):
            shown["checklist"] = nominations.checklist(session, found, row)
        return shown
