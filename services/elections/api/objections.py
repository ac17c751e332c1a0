"""Objections to the published roll and their decisions (Art 17)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields

from services.elections.api.rolls import NewElectorSchema
from services.elections.domain.roll.objections import ObjectionKind
from services.elections.store import elections
from services.elections.store.database import reading
from services.elections.store.objections import objections
from services.elections.store.tables import Objection
from services.elections.workflows.objections import NewObjection, decide_objection, record_objection
from shared.auth.actor import Actor
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, text

routes = Blueprint("objections", authentication="bearer", url_prefix="/api/v1", description="Objections to the roll")


class NewObjectionSchema(ApiSchema):
    kind = fields.Enum(ObjectionKind, by_value=True, required=True)
    text = text(most=2000)
    received_on = fields.Date(required=True)
    elector_id = fields.UUID(metadata={"description": "who should not be on the roll, or is there wrongly"})
    proposed = fields.Nested(NewElectorSchema, metadata={"description": "who should be on the roll"})


class ObjectionSchema(Schema):
    id = fields.UUID(required=True)
    election_id = fields.UUID(required=True)
    kind = fields.String(required=True)
    received_on = fields.Date(required=True)
    reply_by = fields.Date(required=True)
    upheld = fields.Boolean(required=True, allow_none=True)
    grounds = fields.String(required=True, allow_none=True)
    decided_on = fields.Date(required=True, allow_none=True)
    late = fields.Boolean(required=True, allow_none=True, metadata={"description": "decided after the third day"})
    text = fields.String(metadata={"description": "for elections:roll:read only: it names people"})
    elector_id = fields.UUID(allow_none=True, metadata={"description": "for elections:roll:read only"})


class ObjectionsSchema(Schema):
    items = fields.List(fields.Nested(ObjectionSchema), required=True)


class DecisionSchema(ApiSchema):
    upheld = fields.Boolean(required=True)
    grounds = text(most=1000, metadata={"description": "published: name nobody"})
    decided_on = fields.Date(load_default=None)


@routes.route("/elections/<uuid:election_id>/objections", methods=["GET"])
@requires("elections:read")
@routes.response(200, ObjectionsSchema)
def list_objections(election_id: UUID) -> dict[str, Any]:
    """All objections to the roll, in the order recorded"""
    actor = current_actor()
    with reading() as session:
        found = elections.election(session, actor, election_id)
        return {"items": [_shown(actor, each) for each in objections(session, found.roll_election)]}


@routes.route("/elections/<uuid:election_id>/objections", methods=["POST"])
@requires("elections:write")
@routes.arguments(NewObjectionSchema)
@routes.response(201, ObjectionSchema)
def record(command: dict[str, Any], election_id: UUID) -> dict[str, Any]:
    """Record an objection that was received within five days of publication"""
    proposed = NewElectorSchema().dump(command["proposed"]) if "proposed" in command else None
    objection = NewObjection(**{**command, "proposed": proposed})
    return _shown(current_actor(), record_objection(current_actor(), election_id, objection))


@routes.route("/objections/<uuid:objection_id>/decision", methods=["POST"])
@requires("elections:write")
@routes.arguments(DecisionSchema)
@routes.response(200, ObjectionSchema)
def decide(command: dict[str, Any], objection_id: UUID) -> dict[str, Any]:
    """Decide an objection; one that is upheld changes the roll, which gets a new version"""
    return _shown(current_actor(), decide_objection(current_actor(), objection_id, **command))


def _shown(actor: Actor, row: Objection) -> dict[str, Any]:
    public = ("id", "election_id", "kind", "received_on", "reply_by", "upheld", "grounds", "decided_on")
    shown = {name: getattr(row, name) for name in public}
    shown["late"] = None if row.decided_on is None else row.decided_on > row.reply_by
    if actor.has("elections:roll:read"):
        shown |= {"text": row.text, "elector_id": row.elector_id}
    return shown
