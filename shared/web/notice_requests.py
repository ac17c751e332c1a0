"""What a service's API takes where somebody asks the notices service for a notice about one of its things."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.notices.notices import ITEMS, KINDS
from shared.web.schemas import ApiSchema, line, text

_BODY = 20_000
_OPTIONAL: dict[str, Any] = {"load_default": None, "allow_none": True}


class NoticeRequestSchema(ApiSchema):
    """As `NoticeRequested` has it. Who asks stands behind it alone: it becomes a draft for a second person."""

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    item = fields.String(**_OPTIONAL, validate=validate.OneOf(ITEMS))
    title = line(most=200)
    body = text(most=_BODY, metadata={"description": "Markdown"})
    title_en = line(most=200, required=False, **_OPTIONAL)
    body_en = text(most=_BODY, required=False, **_OPTIONAL)
    publish_at = fields.AwareDateTime(**_OPTIONAL)
    take_down_on = fields.Date(**_OPTIONAL)

    @validates_schema
    def _item_fits_kind(self, data: dict[str, Any], **_: object) -> None:
        if (data["kind"] == "disclosure") != (data["item"] is not None):
            raise ValidationError("居务公开要填公开的事项，其他公告不填。", "item")


class NoticeAskedForSchema(Schema):
    event_id = fields.UUID(required=True, metadata={"description": "the event that asks; the notice names it"})
