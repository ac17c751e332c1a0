"""Campaigns: a notice goes out to residents, and what became of it."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.contracts.base import Contract, count


class CampaignStarted(Contract):
    campaign_id = fields.UUID(required=True)
    notice_id = fields.UUID(required=True)
    edition = count()
    lane = fields.String(required=True)
    channels = fields.List(fields.String(), required=True)
    residents = count(metadata={"description": "how many are meant"})
    target_share = fields.Integer(allow_none=True, load_default=None)


class DeliveryCounts(Contract):
    channel = fields.String(required=True)
    state = fields.String(required=True)
    count = count()


class CampaignFinished(Contract):
    """Every delivery is final. Told once more when a clerk has had failed ones sent again and those are final."""

    campaign_id = fields.UUID(required=True)
    notice_id = fields.UUID(required=True)
    edition = count()
    outcome = fields.String(required=True, validate=validate.OneOf(["finished", "cancelled"]))
    residents = count(metadata={"description": "how many were meant"})
    target_share = fields.Integer(allow_none=True, load_default=None)
    deliveries = fields.List(fields.Nested(DeliveryCounts), required=True)
    maybe_twice = count(metadata={"description": "how many may have arrived twice"})
    stopped_for = fields.String(
        allow_none=True,
        load_default=None,
        metadata={"description": "of a cancelled one: stopped_by_hand, notice_taken_down or notice_amended"},
    )


EVENTS: dict[str, type[Schema]] = {
    "notices.campaign_started.v1": CampaignStarted,
    "notices.campaign_finished.v1": CampaignFinished,
}
