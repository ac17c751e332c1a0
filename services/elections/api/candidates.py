"""Candidates of an election."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate
from werkzeug.datastructures import FileStorage

from services.elections.api.rolls import FileSchema
from services.elections.domain.candidates import Candidate
from services.elections.domain.persons import Nomination, Sex
from services.elections.domain.post import Post
from services.elections.store import elections
from services.elections.store.database import reading
from services.elections.workflows import candidates
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, text

routes = Blueprint("candidates", authentication="bearer", url_prefix="/api/v1/elections", description="Candidates")


class NewCandidateSchema(ApiSchema):
    post = fields.Enum(Post, by_value=True, required=True)
    name = text(most=50)
    sex = fields.Enum(Sex, by_value=True, required=True)
    birth_date = fields.Date(required=True)
    education = text(most=20, required=False, load_default="")
    nominated_by = fields.Enum(Nomination, by_value=True, required=True)
    joint_electors = fields.Integer(load_default=0, strict=True, validate=validate.Range(min=0, max=1_000_000))


class CandidateSchema(Schema):
    id = fields.UUID(required=True)
    post = fields.String(required=True)
    name = fields.String(required=True)
    sex = fields.String(required=True)
    birth_date = fields.Date(required=True)
    education = fields.String(required=True)
    nominated_by = fields.String(required=True)
    joint_electors = fields.Integer(required=True)


class CandidatesSchema(Schema):
    items = fields.List(fields.Nested(CandidateSchema), required=True)


class AddedSchema(Schema):
    added = fields.Integer(required=True)


@routes.route("/<uuid:election_id>/candidates", methods=["GET"])
@requires("elections:read")
@routes.response(200, CandidatesSchema)
def list_candidates(election_id: UUID) -> dict[str, Any]:
    """All candidates, in the order entered"""
    with reading() as session:
        found = elections.election(session, current_actor(), election_id)
        return {"items": elections.candidates(session, found.id)}


@routes.route("/<uuid:election_id>/candidates", methods=["POST"])
@requires("elections:write")
@routes.arguments(NewCandidateSchema)
@routes.response(201, CandidateSchema)
def add(command: dict[str, Any], election_id: UUID) -> Any:
    """Add one candidate"""
    return candidates.add_candidate(current_actor(), election_id, Candidate(**command))


@routes.route("/<uuid:election_id>/candidates/import", methods=["POST"])
@requires("elections:write")
@routes.arguments(FileSchema, location="files")
@routes.response(201, AddedSchema)
def import_file(files: dict[str, FileStorage], election_id: UUID) -> dict[str, int]:
    """Add all candidates of a CSV or XLSX file, or none"""
    return {"added": candidates.import_candidates(current_actor(), election_id, files["file"].read())}


@routes.route("/<uuid:election_id>/candidates/<uuid:candidate_id>", methods=["DELETE"])
@requires("elections:write")
@routes.response(204)
def remove(election_id: UUID, candidate_id: UUID) -> None:
    """Withdraw a candidate, before the candidates are published"""
    candidates.remove_candidate(current_actor(), election_id, candidate_id)
