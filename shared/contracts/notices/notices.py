"""Notices themselves: that one hangs, and for how long."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.contracts.base import Contract

KINDS = ("announcement", "disclosure", "election", "news")


class Origin(Contract):
    """The event that a notice was made from."""

    event_id = fields.UUID(required=True)
    event_type = fields.String(required=True)
    subject = fields.String(required=True)


class NoticePublished(Contract):
    notice_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    title = fields.String(required=True)
    published_at = fields.AwareDateTime(required=True)
    display_until = fields.Date(allow_none=True, load_default=None)
    origin = fields.Nested(Origin, allow_none=True, load_default=None)


EVENTS: dict[str, type[Schema]] = {
    "notices.notice_published.v1": NoticePublished,
}
