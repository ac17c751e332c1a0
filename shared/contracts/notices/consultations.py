"""Consultations: what is owed to residents and did not come in time."""

from __future__ import annotations

from marshmallow import Schema, fields

from shared.contracts.base import Contract, count


class ConsultationOutcomeMissed(Contract):
    """Told once: the day by which the outcome had to be published has passed."""

    consultation_id = fields.UUID(required=True)
    title = fields.String(required=True)
    due_on = fields.Date(required=True)


class ProposalAnswerMissed(Contract):
    """Told once: a proposal had enough supporters and got no answer in time."""

    entry_id = fields.UUID(required=True)
    consultation_id = fields.UUID(required=True)
    supporters = count()
    due_on = fields.Date(required=True)


EVENTS: dict[str, type[Schema]] = {
    "notices.consultation_outcome_missed.v1": ConsultationOutcomeMissed,
    "notices.proposal_answer_missed.v1": ProposalAnswerMissed,
}
