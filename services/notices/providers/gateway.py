"""Gateways for SMS and messaging: signed batches over HTTP, an answer for each message (docs/gateways.md)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from services.notices.domain.delivery.channels import Channel
from services.notices.providers.connection import Answer, Endpoint, HttpConnection, NotAnswered, NotSent
from services.notices.providers.parallel import Lines, parts_of
from services.notices.providers.provider import Message, Outcome, Verdict

_VERDICTS = {each.value: each for each in Verdict if each is not Verdict.UNKNOWN}
_UNAVAILABLE = 503
"""The one status above 499 that says that nothing was taken over. Behind the others the gateway may have taken it."""
_LONGEST_REF = 200


class HttpGateway:
    """`per_request` messages go out in one POST, on up to `connections` at once."""

    def __init__(
        self,
        name: str,
        channel: Channel,
        endpoint: Endpoint,
        *,
        per_request: int = 100,
        connections: int = 2,
        keeps_keys: bool = True,
        receipts: bool = True,
    ) -> None:
        self.name, self.channel, self.keeps_keys, self.receipts = name, channel, keeps_keys, receipts
        self.batch = per_request * connections
        self._per_request = per_request
        self._lines = Lines(lambda: HttpConnection(endpoint), connections)

    def send(self, messages: Sequence[Message]) -> list[Outcome]:
        return self._lines.each(self._post, parts_of(messages, self._per_request))

    def close(self) -> None:
        for connection in self._lines.idle():
            connection.close()

    def _post(self, connection: HttpConnection, messages: Sequence[Message]) -> list[Outcome]:
        try:
            answer = connection.post("messages", {"messages": [_told(each) for each in messages]})
        except NotSent as error:
            return [Outcome(Verdict.LATER, reason=str(error), outage=True)] * len(messages)
        except NotAnswered as error:
            return [Outcome(Verdict.UNKNOWN, reason=str(error), outage=True)] * len(messages)
        if answer.status != 200:
            return [_of_all(answer)] * len(messages)
        return _of_each(answer, messages)


def _told(message: Message) -> dict[str, str]:
    return {
        "key": message.key,
        "to": message.address,
        "title": message.title,
        "text": message.text,
        "page": message.page,
        "leave": message.leave,
        "language": message.language,
    }


def _of_all(answer: Answer) -> Outcome:
    """Of a batch that was answered as a whole. A refusal of the batch (a wrong secret, a wrong address) is no fault of
    its messages: it is an outage until the office has mended it, and nobody's address is given up for it."""
    reason = f"HTTP {answer.status}: {answer.body[:150].decode(errors='replace')}"
    if answer.status == _UNAVAILABLE or 300 <= answer.status < 500:
        return Outcome(Verdict.LATER, reason=reason, wait=answer.retry_after, outage=True)
    return Outcome(Verdict.UNKNOWN, reason=reason, wait=answer.retry_after, outage=True)


def _of_each(answer: Answer, messages: Sequence[Message]) -> list[Outcome]:
    """By their keys. What the answer does not mention, or nobody understands, may have been taken over."""
    try:
        told = {each["key"]: each for each in json.loads(answer.body)["messages"]}
    except (ValueError, TypeError, LookupError):
        return [Outcome(Verdict.UNKNOWN, reason="the answer cannot be read", outage=True)] * len(messages)
    return [_of_one(told.get(message.key)) for message in messages]


def _of_one(told: Mapping[str, Any] | None) -> Outcome:
    verdict = _VERDICTS.get(str(told.get("status"))) if isinstance(told, Mapping) else None
    if told is None or verdict is None:
        return Outcome(Verdict.UNKNOWN, reason="the answer does not say what became of it")
    ref, reason, wait = told.get("ref"), told.get("reason"), told.get("wait")
    return Outcome(
        verdict,
        ref=str(ref)[:_LONGEST_REF] if ref is not None else None,
        reason=str(reason)[:_LONGEST_REF] if reason else None,
        wait=float(wait) if isinstance(wait, int | float) else None,
    )
