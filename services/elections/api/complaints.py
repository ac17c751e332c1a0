"""Complaints about how an election was won, their evidence and decisions (Art 22)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import Schema, fields
from werkzeug.datastructures import FileStorage

from services.elections.api.rolls import FileSchema
from services.elections.domain.committee.complaints import Effect, Ground
from services.elections.store import aftermath, elections
from services.elections.store.database import reading
from services.elections.store.tables import Complaint
from services.elections.workflows.complaints import (
    Decision,
    NewComplaint,
    add_evidence,
    decide_complaint,
    evidence_file,
    record_complaint,
)
from shared import clock
from shared.auth.actor import Actor
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, text

routes = Blueprint(
    "complaints", authentication="bearer", url_prefix="/api/v1", description="Complaints and void results"
)


class NewComplaintSchema(ApiSchema):
    ground = fields.Enum(Ground, by_value=True, required=True)
    office = text(most=100, metadata={"description": "the office that received it"})
    received_on = fields.Date(required=True)
    candidate_id = fields.UUID(metadata={"description": "whom it is about, if about one person"})
    text = text(most=4000)


class ComplaintDecisionSchema(ApiSchema):
    upheld = fields.Boolean(required=True)
    effect = fields.Enum(Effect, by_value=True, load_default=Effect.NONE)
    reasons = text(most=2000, metadata={"description": "published: name no complainant"})
    office = text(most=100, metadata={"description": "the office that decides"})
    decided_on = fields.Date(load_default=None, metadata={"description": "default: today"})


class ComplaintSchema(Schema):
    id = fields.UUID(required=True)
    election_id = fields.UUID(required=True)
    ground = fields.String(required=True)
    office = fields.String(required=True)
    received_on = fields.Date(required=True)
    evidence = fields.Integer(required=True, metadata={"description": "how many files"})
    upheld = fields.Boolean(required=True, allow_none=True)
    effect = fields.String(required=True, allow_none=True)
    reasons = fields.String(required=True, allow_none=True)
    decided_on = fields.Date(required=True, allow_none=True)
    decided_office = fields.String(required=True, allow_none=True)
    text = fields.String(metadata={"description": "for elections:supervise only"})
    candidate_id = fields.UUID(allow_none=True, metadata={"description": "for elections:supervise only"})


class ComplaintsSchema(Schema):
    items = fields.List(fields.Nested(ComplaintSchema), required=True)


class EvidenceSchema(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    sha256 = fields.String(required=True)
    size = fields.Integer(required=True)


class EvidenceListSchema(Schema):
    items = fields.List(fields.Nested(EvidenceSchema), required=True)


@routes.route("/elections/<uuid:election_id>/complaints", methods=["GET"])
@requires("elections:read")
@routes.response(200, ComplaintsSchema)
def list_complaints(election_id: UUID) -> dict[str, Any]:
    """All complaints about an election, in the order recorded; what they say is for those who decide"""
    actor = current_actor()
    with reading() as session:
        found = elections.election(session, actor, election_id)
        counts = aftermath.evidence_counts(session, found.id)
        rows = aftermath.complaints(session, found.id)
        return {"items": [_shown(actor, row, counts.get(row.id, 0)) for row in rows]}


@routes.route("/elections/<uuid:election_id>/complaints", methods=["POST"])
@requires("elections:supervise")
@routes.arguments(NewComplaintSchema)
@routes.response(201, ComplaintSchema)
def record(command: dict[str, Any], election_id: UUID) -> dict[str, Any]:
    """Record a complaint that the subdistrict or the district received"""
    return _shown(current_actor(), record_complaint(current_actor(), election_id, NewComplaint(**command)), 0)


@routes.route("/complaints/<uuid:complaint_id>/evidence", methods=["GET"])
@requires("elections:read")
@routes.response(200, EvidenceListSchema)
def list_evidence(complaint_id: UUID) -> dict[str, Any]:
    """The files of a complaint, each by its hash"""
    with reading() as session:
        found = aftermath.complaint(session, current_actor(), complaint_id)
        return {"items": aftermath.evidence(session, found.id)}


@routes.route("/complaints/<uuid:complaint_id>/evidence", methods=["POST"])
@requires("elections:supervise")
@routes.arguments(FileSchema, location="files")
@routes.response(201, EvidenceSchema)
def upload_evidence(files: dict[str, FileStorage], complaint_id: UUID) -> Any:
    """Add a file (JPEG, PNG or PDF, told by its content) to a complaint"""
    file = files["file"]
    return add_evidence(current_actor(), complaint_id, name=file.filename or "", content=file.read())


@routes.route("/evidence/<uuid:evidence_id>", methods=["GET"])
@requires("elections:read")
@routes.response(200, {"type": "string", "format": "binary"}, content_type="application/octet-stream")
def download_evidence(evidence_id: UUID) -> Response:
    """A file of evidence (needs elections:supervise, too)"""
    actor = current_actor()
    found = evidence_file(actor, evidence_id)
    response = Response(found.content, mimetype=found.kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{found.sha256[:12]}"'
    return response


@routes.route("/complaints/<uuid:complaint_id>/decision", methods=["POST"])
@requires("elections:supervise")
@routes.arguments(ComplaintDecisionSchema)
@routes.response(200, ComplaintSchema)
def decide(command: dict[str, Any], complaint_id: UUID) -> dict[str, Any]:
    """Decide a complaint, with reasons that are published; a certified result may be declared void"""
    decision = Decision(**{**command, "decided_on": command["decided_on"] or clock.today()})
    decided = decide_complaint(current_actor(), complaint_id, decision)
    with reading() as session:
        return _shown(current_actor(), decided, len(aftermath.evidence(session, decided.id)))


_PUBLIC = (
    "id", "election_id", "ground", "office", "received_on", "upheld", "effect", "reasons", "decided_on",
    "decided_office",
)  # fmt: skip


def _shown(actor: Actor, row: Complaint, evidence: int) -> dict[str, Any]:
    shown = {**{name: getattr(row, name) for name in _PUBLIC}, "evidence": evidence}
    if actor.has("elections:supervise"):
        shown |= {"text": row.text, "candidate_id": row.candidate_id}
    return shown
