"""Providers: who carries messages in this installation, and how each of them is doing."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from services.notices.workflows.carriers import carriers
from shared.web.authentication import requires
from shared.web.blueprints import Blueprint

routes = Blueprint("providers", authentication="bearer", url_prefix="/api/v1/providers", description="Providers")


class ProviderSchema(Schema):
    name = fields.String(required=True)
    kind = fields.String(required=True, metadata={"description": "smtp, gateway or webhook"})
    channel = fields.String(required=True)
    priority = fields.Integer(required=True, metadata={"description": "the lowest is used as long as it works"})
    rate = fields.Float(required=True, allow_none=True, metadata={"description": "messages a second; null: no limit"})
    circuit = fields.String(required=True, metadata={"description": "closed (it works), open or half_open"})
    failures = fields.Integer(required=True, metadata={"description": "in a row"})
    reason = fields.String(required=True, allow_none=True, metadata={"description": "of the latest failure"})
    open_until = fields.AwareDateTime(required=True, allow_none=True)


class ProvidersSchema(Schema):
    items = fields.List(fields.Nested(ProviderSchema), required=True)


@routes.route("", methods=["GET"])
@requires("notices:read")
@routes.response(200, ProvidersSchema)
def show_all() -> dict[str, Any]:
    """Who carries messages of each channel, first choice first, and who is left alone because it does not work"""
    return {"items": carriers.told()}
