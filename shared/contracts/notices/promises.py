"""Promises whose day has passed."""

from __future__ import annotations

from marshmallow import Schema, fields

from shared.contracts.base import Contract


class PromiseMissed(Contract):
    """Told once. `origin` is what it follows from, such as a consultation."""

    promise_id = fields.UUID(required=True)
    text = fields.String(required=True)
    promised_by = fields.String(required=True)
    due_on = fields.Date(required=True)
    origin = fields.String(allow_none=True, load_default=None)


EVENTS: dict[str, type[Schema]] = {"notices.promise_missed.v1": PromiseMissed}
