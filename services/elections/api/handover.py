"""The handover to the new committee (Art 25)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app
from marshmallow import Schema, fields

from services.elections.store.aftermath import HandoverState
from services.elections.workflows.archive import sealer
from services.elections.workflows.handover import HandedOver, complete_handover, hand_over, handover_of
from shared.messages import translate
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, text

routes = Blueprint(
    "handover", authentication="bearer", url_prefix="/api/v1/elections", description="Handover to the new committee"
)


class HandedOverSchema(ApiSchema):
    handed_over_by = text(most=100)
    received_by = text(most=100)
    remarks = fields.String(load_default="", metadata={"description": "how much money, how many keys…"})
    on = fields.Date(required=True)


class HandoverCompletionSchema(ApiSchema):
    overseen_by = text(most=200, metadata={"description": "the office that oversaw it, and who for it"})
    on = fields.Date(load_default=None, metadata={"description": "default: today"})


class HandoverItemSchema(Schema):
    code = fields.String(required=True)
    name = fields.String(required=True)
    done = fields.Boolean(required=True)
    handed_over_by = fields.String(required=True, allow_none=True)
    received_by = fields.String(required=True, allow_none=True)
    remarks = fields.String(required=True, allow_none=True)
    on = fields.Date(required=True, allow_none=True)


class HandoverSchema(Schema):
    due = fields.Date(required=True, allow_none=True, metadata={"description": "ten days after certification"})
    completed_on = fields.Date(required=True, allow_none=True)
    overseen_by = fields.String(required=True, allow_none=True)
    late = fields.Boolean(required=True, allow_none=True)
    items = fields.List(fields.Nested(HandoverItemSchema), required=True)


@routes.route("/<uuid:election_id>/handover", methods=["GET"])
@requires("elections:read")
@routes.response(200, HandoverSchema)
def show(election_id: UUID) -> dict[str, Any]:
    """What is handed over, by whom, to whom, and until when"""
    return _shown(handover_of(current_actor(), election_id))


@routes.route("/<uuid:election_id>/handover/items/<string(minlength=1,maxlength=30):code>", methods=["POST"])
@requires("elections:write")
@routes.arguments(HandedOverSchema)
@routes.response(200, HandoverSchema)
def record(command: dict[str, Any], election_id: UUID, code: str) -> dict[str, Any]:
    """Record that an item was handed over, or put its record right"""
    return _shown(hand_over(current_actor(), election_id, code, HandedOver(**command)))


@routes.route("/<uuid:election_id>/handover/complete", methods=["POST"])
@requires("elections:supervise")
@routes.arguments(HandoverCompletionSchema)
@routes.response(200, HandoverSchema)
def complete(command: dict[str, Any], election_id: UUID) -> dict[str, Any]:
    """Confirm, for the office that oversaw it, that all is handed over; seals the result bundle for ever"""
    by = sealer(current_app.config["SETTINGS"])
    return _shown(complete_handover(current_actor(), election_id, by=by, **command))


def _shown(state: HandoverState) -> dict[str, Any]:
    names = ("handed_over_by", "received_by", "remarks", "on")
    items = [
        {
            "code": each["code"],
            "name": translate(each["name"]),
            "done": each["row"] is not None,
            **{name: getattr(each["row"], name, None) for name in names},
        }
        for each in state.items
    ]
    done = state.done
    ended = {name: getattr(done, name, None) for name in ("completed_on", "overseen_by")}
    return {"due": state.due, "late": state.late, **ended, "items": items}
