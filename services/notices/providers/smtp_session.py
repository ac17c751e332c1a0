"""One SMTP connection, kept open: pipelined where the server can (RFC 2920), and sure of what was taken over.

The library's client connects, secures and logs in; it knows no pipelining, so the mails themselves go past it. Each
mail is one round trip: its body and the next mail's envelope go out together.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.notices.providers.connection import is_closed, told
from services.notices.providers.provider import Outcome, Verdict
from services.notices.providers.smtp_replies import Reply, of_envelope, of_mail


class Security(StrEnum):
    TLS = "tls"
    """From the first byte, usually port 465."""
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in. `connect` and `answer` are seconds; servers may take long to accept a mail (RFC 5321,
    4.5.3.2), and who gives up early sends twice."""

    host: str
    port: int
    security: Security = Security.STARTTLS
    user: str | None = None
    password: str | None = None
    connect: float = 10.0
    answer: float = 60.0
    ca_file: str | None = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """A mail ready to go: its content has CRLF line ends and no line that begins with a dot."""

    sender: str
    recipient: str
    needs_utf8: bool
    content: bytes


_IN_A_ROW = 30.0
"""Seconds after which no further mail is begun: who has claimed the batch must still hold it when the last is noted."""

_GONE = (OSError, smtplib.SMTPException)


class SmtpSession:
    """For one thread at a time."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None
        self._stale_envelope = False
        """The server still holds an envelope for which no mail came."""

    def deliver(self, envelopes: Sequence[Envelope]) -> list[Outcome]:
        """A connection that the server ends between two mails is opened anew. Once the fate of a mail is unknown, or
        the server cannot be reached, the rest is a matter for later: somebody else waits for this thread."""
        outcomes: list[Outcome] = []
        until = time.monotonic() + _IN_A_ROW
        while len(outcomes) < len(envelopes) and time.monotonic() < until:
            before, kept = len(outcomes), self._smtp is not None
            try:
                self._deliver(self._opened(), envelopes[before:], outcomes, until)
            except _GONE as error:
                self.close()
                got_on = len(outcomes) > before and outcomes[-1].verdict is not Verdict.UNKNOWN
                if not got_on and not (kept and len(outcomes) == before):
                    away = Outcome(Verdict.LATER, reason=told(error), outage=True)
                    outcomes += [away] * (len(envelopes) - len(outcomes))
        late = Outcome(Verdict.LATER, reason="the mail server is slow")
        return outcomes + [late] * (len(envelopes) - len(outcomes))

    def close(self) -> None:
        if self._smtp:
            self._smtp.close()
            self._smtp, self._stale_envelope = None, False

    def _deliver(
        self, smtp: smtplib.SMTP, envelopes: Sequence[Envelope], outcomes: list[Outcome], until: float
    ) -> None:
        """Adds each mail's outcome as soon as it is sure. Raises when the connection is gone: mails without an outcome
        have not been taken over. None is begun after `until`."""
        body = b""
        for envelope in envelopes:
            if time.monotonic() > until:
                break
            if envelope.needs_utf8 and not smtp.has_extn("smtputf8"):
                self._exchange(smtp, body, [], outcomes)
                body = b""
                outcomes.append(Outcome(Verdict.REFUSED, reason="the mail server takes no addresses like this one"))
            else:
                replies = self._exchange(smtp, body, self._commands(envelope), outcomes)
                body = self._begun(smtp, envelope, replies[-3:], outcomes)
        self._exchange(smtp, body, [], outcomes)

    def _begun(
        self, smtp: smtplib.SMTP, envelope: Envelope, replies: Sequence[Reply], outcomes: list[Outcome]
    ) -> bytes:
        """What is to be sent next: the mail, or nothing if its envelope was refused."""
        if any(reply.code == 421 for reply in replies):
            raise smtplib.SMTPServerDisconnected("the server ends the connection")
        refusal, begun = of_envelope(*replies), replies[-1].code == 354
        if begun and refusal is None:
            return envelope.content + b".\r\n"
        if begun:  # a server may say so though it has refused the recipient; an empty mail ends it (RFC 2920, 3.1)
            self._exchange(smtp, b".\r\n", [], [])
        self._stale_envelope = not begun
        outcomes.append(refusal or of_mail(replies[-1]))
        return b""

    def _exchange(
        self, smtp: smtplib.SMTP, body: bytes, commands: Sequence[bytes], outcomes: list[Outcome]
    ) -> list[Reply]:
        """Sends the mail whose envelope was accepted, and the envelope of the next one."""
        pipelined = smtp.has_extn("pipelining")
        try:
            if data := body + b"".join(commands) if pipelined else body:
                _wire(smtp).sendall(data)
            if body:
                outcomes.append(of_mail(_reply(smtp)))
        except _GONE as error:
            if body:
                outcomes.append(Outcome(Verdict.UNKNOWN, reason=told(error), outage=True))
            raise
        replies = []
        for command in commands:
            if not pipelined:
                _wire(smtp).sendall(command)
            replies.append(_reply(smtp))
        return replies

    def _commands(self, envelope: Envelope) -> list[bytes]:
        reset = [b"RSET\r\n"] if self._stale_envelope else []
        self._stale_envelope = False
        options = " SMTPUTF8 BODY=8BITMIME" if envelope.needs_utf8 else ""
        sender, recipient = f"MAIL FROM:<{envelope.sender}>{options}\r\n", f"RCPT TO:<{envelope.recipient}>\r\n"
        return [*reset, sender.encode(), recipient.encode(), b"DATA\r\n"]

    def _opened(self) -> smtplib.SMTP:
        if self._smtp and is_closed(self._smtp.sock):
            self.close()
        if self._smtp is None:
            self._smtp = _connected(self._server)
        return self._smtp


def _connected(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context(cafile=server.ca_file)
    if server.security is Security.TLS:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=server.connect, context=context)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=server.connect)
    try:
        if server.security is Security.STARTTLS:
            smtp.starttls(context=context)
        smtp.ehlo_or_helo_if_needed()
        if server.user is not None:
            smtp.login(server.user, server.password or "")
        _wire(smtp).settimeout(server.answer)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _wire(smtp: smtplib.SMTP) -> socket.socket:
    if smtp.sock is None:
        raise smtplib.SMTPServerDisconnected("not connected")
    return smtp.sock


def _reply(smtp: smtplib.SMTP) -> Reply:
    """Raises SMTPException for an answer that is none."""
    code, text = smtp.getreply()
    if not 200 <= code < 600:
        raise smtplib.SMTPResponseException(code, text)
    return Reply(code, text.decode("utf-8", "replace"))
