"""Candidates who withdraw or are struck off after the list was published (Art 16, 18)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields

from services.elections.api.candidates import CandidateSchema
from services.elections.domain.candidacy.strikings import StruckFor
from services.elections.workflows import withdrawals
from services.elections.workflows.withdrawals import NewWithdrawal, Striking
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, text

routes = Blueprint(
    "withdrawals", authentication="bearer", url_prefix="/api/v1/elections", description="Candidates who withdraw"
)


class NewWithdrawalSchema(ApiSchema):
    on = fields.Date(required=True, metadata={"description": "the day on which the paper was handed in"})
    document = text(most=200, metadata={"description": "the candidate's paper"})
    reason = text(most=500, required=False, load_default="", metadata={"description": "not published"})


class WithdrawalSchema(Schema):
    candidate = fields.Nested(CandidateSchema, required=True)
    replaced_by = fields.Nested(
        CandidateSchema, required=True, allow_none=True, metadata={"description": "who moved up from the reserve"}
    )


class StrikingSchema(ApiSchema):
    reason = fields.Enum(StruckFor, by_value=True, required=True)
    on = fields.Date(required=True)
    document = text(most=200, metadata={"description": "what shows it; not published"})


class StruckSchema(Schema):
    items = fields.List(
        fields.Nested(WithdrawalSchema), required=True, metadata={"description": "one for each post of the person"}
    )


@routes.route("/<uuid:election_id>/candidates/<uuid:candidate_id>/withdrawal", methods=["POST"])
@requires("elections:write")
@routes.arguments(NewWithdrawalSchema)
@routes.response(201, WithdrawalSchema)
def withdraw(command: dict[str, Any], election_id: UUID, candidate_id: UUID) -> Any:
    """Record that a published candidate withdrew in writing; the first reserve who is ready moves up"""
    return withdrawals.withdraw(current_actor(), election_id, candidate_id, NewWithdrawal(**command))


@routes.route("/<uuid:election_id>/candidates/<uuid:candidate_id>/striking", methods=["POST"])
@requires("elections:write")
@routes.arguments(StrikingSchema)
@routes.response(201, StruckSchema)
def strike_off(command: dict[str, Any], election_id: UUID, candidate_id: UUID) -> dict[str, Any]:
    """Strike a published candidate off, until the count begins; a name on printed papers stays and elects nobody"""
    return {"items": withdrawals.strike_off(current_actor(), election_id, candidate_id, Striking(**command))}
