"""Bounces: a mail server hands in the delivery reports that came to our return addresses (docs/gateways.md)."""

from __future__ import annotations

from flask import request

from services.notices.api.receipts import TakenSchema
from services.notices.workflows.bounces import take_report
from shared.web.blueprints import Blueprint

routes = Blueprint("bounces", authentication="signed", url_prefix="/api/v1/bounces", description="Mail that came back")


@routes.route("/<provider>", methods=["POST"])
@routes.response(200, TakenSchema)
def take(provider: str) -> dict[str, int]:
    """Hand in a whole mail (message/rfc822), signed. What is no report of a mail of ours is not taken, and no error"""
    return {"taken": int(take_report(provider, request.get_data()))}
