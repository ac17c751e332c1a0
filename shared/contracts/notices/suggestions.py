"""Suggestions, questions and complaints: that one came, was answered, or waits too long. Never what stands in it."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.contracts.base import AreaCode, Contract, count


class _Suggestion(Contract):
    suggestion_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(("suggestion", "question", "complaint")))
    topic = fields.String(required=True)


class SuggestionReceived(_Suggestion):
    """`handler_area` is the area whose people answer: the office above for a complaint about the committee."""

    way = fields.String(required=True, validate=validate.OneOf(("web", "own_page", "mailbox", "paper")))
    handler_area = AreaCode(required=True)
    due_on = fields.Date(required=True)


class SuggestionAnswered(_Suggestion):
    """`round` is 2 for the answer to an asker who asked once more."""

    round = count()
    asked_at = fields.AwareDateTime(required=True)
    due_on = fields.Date(required=True)
    late = fields.Boolean(required=True)
    public = fields.Boolean(required=True)


class SuggestionMissed(_Suggestion):
    """The day passed without an answer; `escalated_to` is the office above."""

    round = count()
    due_on = fields.Date(required=True)
    days_late = count()
    escalated_to = AreaCode(required=True)


EVENTS: dict[str, type[Schema]] = {
    "notices.suggestion_received.v1": SuggestionReceived,
    "notices.suggestion_answered.v1": SuggestionAnswered,
    "notices.suggestion_missed.v1": SuggestionMissed,
}
