"""How any service asks for a notice: the same contract, told under the asking service's own name."""

from __future__ import annotations

from marshmallow import ValidationError, fields, validate, validates_schema

from shared.contracts.base import Contract
from shared.contracts.notices.notices import ITEMS, KINDS

_ONE_LINE = validate.Regexp(r"^(?=.*\S)[^\x00-\x1f\x7f-\x9f\u2028\u2029]*\Z")
_TITLE = [validate.Length(min=1, max=200), _ONE_LINE]
_BODY = validate.Length(min=1, max=20_000)

CHANNELS = ("email", "sms", "messaging", "webhook", "inbox", "door")
"""By which a resident can be told."""


class NoticeRequested(Contract):
    """A notice for the board of the event's area, already worded (bodies are Markdown). With `approved_by`, another
    person than `requested_by`, it is published at once or at `publish_at`; without it becomes a draft that a second
    person has to approve."""

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    item = fields.String(allow_none=True, load_default=None, validate=validate.OneOf(ITEMS))
    title = fields.String(required=True, validate=_TITLE)
    body = fields.String(required=True, validate=_BODY)
    title_en = fields.String(allow_none=True, load_default=None, validate=_TITLE)
    body_en = fields.String(allow_none=True, load_default=None, validate=_BODY)
    requested_by = fields.String(required=True)
    approved_by = fields.String(allow_none=True, load_default=None)
    publish_at = fields.AwareDateTime(allow_none=True, load_default=None)
    take_down_on = fields.Date(allow_none=True, load_default=None)
    audience = fields.Dict(
        allow_none=True, load_default=None, metadata={"description": "a rule of the register of residents; null: all"}
    )
    channels = fields.List(fields.String(validate=validate.OneOf(CHANNELS)), allow_none=True, load_default=None)
    target_share = fields.Integer(
        allow_none=True,
        load_default=None,
        strict=True,
        validate=validate.Range(min=1, max=100),
        metadata={"description": "per cent of the residents that are to be reached"},
    )

    @validates_schema
    def _item_fits_kind(self, data: dict[str, object], **_: object) -> None:
        if (data["kind"] == "disclosure") != (data.get("item") is not None):
            raise ValidationError("a disclosure has an item, and no other notice has one", "item")
