"""What a mail server's replies mean for a message (RFC 5321, RFC 3463)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from services.notices.providers.provider import Outcome, Verdict

_NOBODY = re.compile(r"5\.1\.(?:1|2|3|6|10)\b")
"""No such mailbox, no such system, no such address, moved away, a domain that takes no mail at all."""

_QUEUED = re.compile(r"queued as (\S{1,100})")
_LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Reply:
    code: int
    text: str

    @property
    def told(self) -> str:
        return f"{self.code} {' '.join(self.text.split())}"[:_LONGEST_REASON]


def of_envelope(sender: Reply, recipient: Reply, _: Reply) -> Outcome | None:
    """None: the server wants the mail. That it does not take us as a sender is no fault of the message."""
    if sender.code >= 300:
        return Outcome(Verdict.LATER, reason=sender.told, outage=True)
    return None if recipient.code < 300 else _of_reply(recipient)


def of_mail(reply: Reply) -> Outcome:
    """Of the reply to DATA or to the mail itself."""
    if reply.code < 300:
        queued = _QUEUED.search(reply.text)
        return Outcome(Verdict.ACCEPTED, ref=queued[1] if queued else None)
    if reply.code < 400:
        return Outcome(Verdict.UNKNOWN, reason=reply.told)
    return _of_reply(reply)


def _of_reply(reply: Reply) -> Outcome:
    if reply.code < 500:
        return Outcome(Verdict.LATER, reason=reply.told)
    return Outcome(Verdict.NO_ADDRESS if _NOBODY.match(reply.text) else Verdict.REFUSED, reason=reply.told)
