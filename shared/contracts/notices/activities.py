"""Activities: that residents were told of one, or that too few signed up."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.contracts.base import Contract, count


class ActivityAnnounced(Contract):
    """Enough residents were told of it. `share` is their percentage."""

    activity_id = fields.UUID(required=True)
    notice_id = fields.UUID(required=True)
    share = fields.Integer(required=True, strict=True, validate=validate.Range(0, 100))
    starts_at = fields.AwareDateTime(required=True)


class SignUpShortfallFound(Contract):
    """Sign-up has ended, was extended as often as the rule allows, and there are too few: somebody has to decide."""

    activity_id = fields.UUID(required=True)
    starts_at = fields.AwareDateTime(required=True)
    signed_up = count()
    least = count()


EVENTS: dict[str, type[Schema]] = {
    "notices.activity_announced.v1": ActivityAnnounced,
    "notices.sign_up_shortfall_found.v1": SignUpShortfallFound,
}
