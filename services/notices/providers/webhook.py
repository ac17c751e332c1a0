"""Webhooks: a signed POST of the notice to an https address of the resident's own (docs/gateways.md)."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from services.notices.domain.delivery.channels import Channel
from services.notices.providers.connection import Answer, Endpoint, HttpConnection, NotAnswered, NotSent, dial
from services.notices.providers.guarded import Forbidden, guarded_dial
from services.notices.providers.parallel import Lines
from services.notices.providers.provider import Message, Outcome, Verdict

_LATER = {408, 425, 429, 503}
_CONNECT, _ANSWER = 4.0, 8.0  # seconds; a resident's server that takes longer is asked again another time


class Webhook:
    """Each address is somebody else's server: that one is down is no fault of the channel, so nothing is an outage.
    `allow_private` is for tests and the demo, whose servers are on this machine and know no TLS."""

    channel, keeps_keys, receipts = Channel.WEBHOOK, False, False

    def __init__(
        self, name: str, secret: bytes, *, at_once: int = 8, answer: float = _ANSWER, allow_private: bool = False
    ) -> None:
        self.name, self.batch = name, at_once * 2  # who claims them waits for the slowest
        self._secret, self._answer, self._allow_private = secret, answer, allow_private
        self._lines: Lines[object] = Lines(object, at_once)

    def send(self, messages: Sequence[Message]) -> list[Outcome]:
        return self._lines.each(lambda _, part: [self._post(each) for each in part], [[each] for each in messages])

    def close(self) -> None:
        self._lines.idle()

    def _post(self, message: Message) -> Outcome:
        if fault := self._fault(message.address):
            return Outcome(Verdict.REFUSED, reason=fault)
        endpoint = Endpoint(message.address, self._secret, _CONNECT, self._answer)
        connection = HttpConnection(endpoint, dialled=dial if self._allow_private else guarded_dial)
        try:
            return _outcome(connection.post("webhook", _told(message), read=False, at_most=self._answer))
        except Forbidden as error:
            return Outcome(Verdict.REFUSED, reason=str(error))
        except NotSent as error:
            return Outcome(Verdict.LATER, reason=str(error))
        except NotAnswered as error:
            return Outcome(Verdict.UNKNOWN, reason=str(error))
        finally:
            connection.close()

    def _fault(self, address: str) -> str | None:
        try:
            parts = urlsplit(address)
            host, _ = parts.hostname, parts.port
        except ValueError:
            return "the address cannot be read"
        if (
            not host
            or parts.username is not None
            or not address.isascii()
            or not address.isprintable()
            or " " in address
        ):
            return "the address cannot be read"
        schemes = {"https", "http"} if self._allow_private else {"https"}
        return None if parts.scheme in schemes else "the address does not start with https://"


def _told(message: Message) -> dict[str, str]:
    return {
        "key": message.key,
        "title": message.title,
        "text": message.text,
        "html": message.html,
        "page": message.page,
        "leave": message.leave,
        "language": message.language,
    }


def _outcome(answer: Answer) -> Outcome:
    if 200 <= answer.status < 300:
        return Outcome(Verdict.ACCEPTED)
    reason = f"HTTP {answer.status}"
    if answer.status in _LATER:
        return Outcome(Verdict.LATER, reason=reason, wait=answer.retry_after)
    if answer.status >= 500:
        return Outcome(Verdict.UNKNOWN, reason=reason)
    if 300 <= answer.status < 400:
        reason += ", and redirects are not followed"
    return Outcome(Verdict.REFUSED, reason=reason)
