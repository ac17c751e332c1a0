"""Notices that hang, are amended, or hang without anybody having approved them."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.contracts.base import Contract

KINDS = (
    "announcement",
    "disclosure",
    "election",
    "news",
    "good_deeds",
    "activity",
    "consultation",
    "emergency",
)
ITEMS = ("decisions", "funds", "facilities", "services", "consultations", "government_work", "other")
"""The seven items of disclosure, in the order of Art 34."""


class Origin(Contract):
    """The event that a notice was made from."""

    event_id = fields.UUID(required=True)
    event_type = fields.String(required=True)
    subject = fields.String(required=True)


class NoticePublished(Contract):
    notice_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    item = fields.String(
        allow_none=True,
        load_default=None,
        validate=validate.OneOf(ITEMS),
        metadata={"description": "what a disclosure is about"},
    )
    title = fields.String(required=True)
    published_at = fields.AwareDateTime(required=True)
    display_until = fields.Date(allow_none=True, load_default=None)
    origin = fields.Nested(Origin, allow_none=True, load_default=None)


class NoticeAmended(Contract):
    """A published notice reads otherwise now (更正); the earlier editions stay readable."""

    notice_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    item = fields.String(allow_none=True, load_default=None, validate=validate.OneOf(ITEMS))
    title = fields.String(required=True)
    edition = fields.Integer(required=True, strict=True, validate=validate.Range(min=2))
    reason = fields.String(required=True)
    sha256 = fields.String(required=True, metadata={"description": "of the edition's words and files"})
    amended_at = fields.AwareDateTime(required=True)
    display_until = fields.Date(allow_none=True, load_default=None)


class ApprovalMissed(Contract):
    """An emergency notice was published by its author, and no second person has looked at it in time."""

    notice_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    title = fields.String(required=True)
    author = fields.String(required=True)
    published_at = fields.AwareDateTime(required=True)
    approve_by = fields.AwareDateTime(required=True)


EVENTS: dict[str, type[Schema]] = {
    "notices.notice_published.v1": NoticePublished,
    "notices.notice_amended.v1": NoticeAmended,
    "notices.approval_missed.v1": ApprovalMissed,
}
