"""Receipts: gateways tell what became of the messages that they took (docs/gateways.md)."""

from __future__ import annotations

from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate, validates_schema

from services.notices.providers.provider import Fate, Receipt
from services.notices.workflows.delivery.receipts import apply_receipts
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema

routes = Blueprint("receipts", authentication="signed", url_prefix="/api/v1/receipts", description="Receipts")

_MOST = 5000  # in one request
_NAME = validate.Length(min=1, max=200)


class _TolerantSchema(ApiSchema):
    """Other people's programs send more than they are asked for."""

    class Meta:
        unknown = EXCLUDE


class ReceiptSchema(_TolerantSchema):
    """Of the message with this `key`, or with the provider's own `ref`."""

    key = fields.String(load_default=None, allow_none=True, validate=_NAME)
    ref = fields.String(load_default=None, allow_none=True, validate=_NAME)
    fate = fields.Enum(Fate, by_value=True, required=True)
    at = fields.AwareDateTime(required=True)
    reason = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=500))

    @validates_schema
    def _names_a_message(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("key") is None and data.get("ref") is None:
            raise ValidationError("回执须写明key或ref。", "key")


class ReceiptsSchema(_TolerantSchema):
    receipts = fields.List(fields.Nested(ReceiptSchema), required=True, validate=validate.Length(max=_MOST))


class TakenSchema(Schema):
    taken = fields.Integer(required=True)


@routes.route("/<provider>", methods=["POST"])
@routes.arguments(ReceiptsSchema)
@routes.response(200, TakenSchema)
def take(body: dict[str, Any], provider: str) -> dict[str, int]:
    """Report what became of messages, signed. They may come twice, late and in any order"""
    receipts = [Receipt(**each) for each in body["receipts"]]
    apply_receipts(provider, receipts)
    return {"taken": len(receipts)}
