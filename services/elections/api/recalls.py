"""Recalls of members: petition, defence, vote (Art 20)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate

from services.elections.api.elections import ElectionSummarySchema, FindingSchema
from services.elections.domain.rules.modes import Mode
from services.elections.store import queries, recalls
from services.elections.store.database import reading
from services.elections.store.tables import Election, Recall
from services.elections.workflows.recalls import NewRecall, call_recall, record_defence, record_recall
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, text

routes = Blueprint("recalls", authentication="bearer", url_prefix="/api/v1", description="Recalls of members")

_SIGNERS = 100_000
_SHOWN = ("id", "area", "election_id", "poll_id", "state", "reasons", "received_on", "defend_by", "signed", "electors")


class NewRecallSchema(ApiSchema):
    member_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(min=1, max=9))
    reasons = text(most=2000, metadata={"description": "published"})
    received_on = fields.Date(required=True)
    signers = fields.List(
        fields.UUID(),
        load_default=list,
        validate=validate.Length(max=_SIGNERS),
        metadata={"description": "ids of electors; or `signed` and `document` of a list on paper"},
    )
    signed = fields.Integer(strict=True, validate=validate.Range(min=1))
    document = text(most=200, required=False)
    signed_by = fields.Enum(
        Mode,
        by_value=True,
        metadata={"description": "whose signatures a list on paper has, if not of those who elected (Art 20)"},
    )
    asked_of = fields.Integer(
        strict=True,
        validate=validate.Range(min=1),
        metadata={"description": "how many of those there are; the roll says it of those who elected"},
    )


class DefenceSchema(ApiSchema):
    member_id = fields.UUID(required=True)
    text = text(most=4000, metadata={"description": "published"})
    heard_on = fields.Date(required=True)


class RecallPollSchema(ApiSchema):
    polling_day = fields.Date(required=True)


class AskedSchema(Schema):
    """A member whose recall is asked for."""

    member_id = fields.UUID(required=True)
    recall_id = fields.UUID(required=True)
    post = fields.String(required=True)
    name = fields.String(required=True)
    defence = fields.String(required=True, allow_none=True)
    heard_on = fields.Date(required=True, allow_none=True)


class RecallSchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    election_id = fields.UUID(required=True)
    poll_id = fields.UUID(required=True, allow_none=True)
    state = fields.String(required=True)
    reasons = fields.String(required=True)
    received_on = fields.Date(required=True)
    defend_by = fields.Date(required=True)
    signed = fields.Integer(required=True)
    electors = fields.Integer(required=True)
    petition = fields.Nested(FindingSchema, required=True)
    members = fields.List(fields.Nested(AskedSchema), required=True)


class RecallsSchema(Schema):
    items = fields.List(fields.Nested(RecallSchema), required=True)


@routes.route("/areas/<string(length=12):code>/recalls", methods=["GET"])
@requires("elections:read")
@routes.response(200, RecallsSchema)
def list_recalls(code: str) -> dict[str, Any]:
    """All petitions for recalls in a community, those refused among them; newest first"""
    queries.area(current_actor(), code)
    with reading() as session:
        return {"items": [_shown(each) for each in recalls.recalls(session, code)]}


@routes.route("/elections/<uuid:election_id>/recalls", methods=["POST"])
@requires("elections:write")
@routes.arguments(NewRecallSchema)
@routes.response(201, RecallSchema)
def record(command: dict[str, Any], election_id: UUID) -> dict[str, Any]:
    """Record a petition to recall members elected by this election; too few signatures: kept as refused"""
    return _shown(record_recall(current_actor(), election_id, NewRecall(**command)))


@routes.route("/recalls/<uuid:recall_id>/defences", methods=["POST"])
@requires("elections:write")
@routes.arguments(DefenceSchema)
@routes.response(200, RecallSchema)
def defend(command: dict[str, Any], recall_id: UUID) -> dict[str, Any]:
    """Record a member's answer to the petition; it is published"""
    return _shown(record_defence(current_actor(), recall_id, **command))


@routes.route("/recalls/<uuid:recall_id>/poll", methods=["POST"])
@requires("elections:write")
@routes.arguments(RecallPollSchema)
@routes.response(201, ElectionSummarySchema)
def call(command: dict[str, Any], recall_id: UUID) -> Election:
    """Call the vote: an election of kind `recall`, ready to be polled, whose sheets count votes for the recall"""
    return call_recall(current_actor(), recall_id, command["polling_day"])


def _shown(row: Recall) -> dict[str, Any]:
    with reading() as session:
        asked = [
            {"member_id": person.id, "recall_id": row.id, "post": person.post, "name": person.name}
            | {"defence": part.defence, "heard_on": part.heard_on}
            for part, person in recalls.members(session, row.id)
        ]
    return {name: getattr(row, name) for name in _SHOWN} | {"petition": row.petition, "members": asked}
