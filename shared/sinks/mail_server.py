"""A mail server that keeps what it gets: SMTP with PIPELINING (RFC 2920), 8BITMIME, SMTPUTF8, STARTTLS and AUTH PLAIN.

Own code because a pipelined thousand mails a second are asked of it, on half a core.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import re
import ssl
from typing import Any

from shared.sinks.behaviour import Behaviour, Mood, Treatment
from shared.sinks.record import Record
from shared.sinks.reports import Reports

_MESSAGE_ID = re.compile(rb"^Message-ID:\s*<([^@>]+)", re.IGNORECASE | re.MULTILINE)
_PATH = re.compile(r"^(?:FROM|TO):\s*<([^>]*)>(.*)$", re.IGNORECASE)
_END = b"\r\n.\r\n"


class MailServer:
    """What its connections share. `login` (user:password) and `tls` are asked for where they are given; bounces are
    reported as those of the provider `mail`."""

    def __init__(
        self,
        behaviour: Behaviour,
        reports: Reports | None = None,
        *,
        pipelining: bool = True,
        smtputf8: bool = True,
        eight_bit: bool = True,
        tls: ssl.SSLContext | None = None,
        login: str | None = None,
        mails_on_a_connection: int | None = None,
    ) -> None:
        self.record, self.behaviour, self.tls, self.login = Record(), behaviour, tls, login
        self.reports = reports
        offered = {"PIPELINING": pipelining, "SMTPUTF8": smtputf8, "8BITMIME": eight_bit, "AUTH PLAIN": bool(login)}
        self.extensions = ["SIZE 10485760", *(name for name, is_offered in offered.items() if is_offered)]
        self.mails_on_a_connection = mails_on_a_connection
        self.connections = 0
        self.open: set[asyncio.Transport] = set()

    def connection(self) -> asyncio.Protocol:
        return _Connection(self)


class _Connection(asyncio.Protocol):
    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._buffer = bytearray()
        self._transport: asyncio.Transport
        self._sender: str | None = None
        self._recipients: list[str] = []
        self._in_data = self._secure = self._silent = False
        self._logged_in = server.login is None
        self._replies: list[str] = []
        self._mails = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - asyncio's type says less than it gives
        self._transport = transport
        self._server.open.add(transport)
        if self._secure:
            return
        self._server.connections += 1
        away = self._server.behaviour.mood is Mood.AWAY and self._server.behaviour.next_mood() is Mood.AWAY
        self._reply("421 away" if away else "220 sink ESMTP")
        self._flush()
        if away:
            transport.close()

    def connection_lost(self, _: Exception | None) -> None:
        self._server.open.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while self._take_mail() if self._in_data else self._take_line():
            pass
        self._flush()

    def _take_line(self) -> bool:
        end = self._buffer.find(b"\r\n")
        if end < 0 or self._transport.is_closing():
            return False
        line = self._buffer[:end].decode("utf-8", "replace")
        del self._buffer[: end + 2]
        verb, _, rest = line.partition(" ")
        command = getattr(self, f"_smtp_{verb.lower()}", None)
        if command is None:
            self._reply("500 what?")
        else:
            command(rest.strip())
        return True

    def _take_mail(self) -> bool:
        if self._buffer.startswith(_END[2:]):
            end, mail = len(_END) - 2, b""
        else:
            found = self._buffer.find(_END)
            if found < 0:
                return False
            end, mail = found + len(_END), bytes(self._buffer[: found + 2])
        del self._buffer[:end]
        self._in_data = False
        self._mails += 1
        self._arrived(mail.replace(b"\r\n..", b"\r\n."))
        return True

    def _arrived(self, mail: bytes) -> None:
        if not self._recipients:
            self._reply("554 no valid recipients")
            return
        found = _MESSAGE_ID.search(mail)
        key = found[1].decode("latin-1") if found else "?"
        record, mood = self._server.record, self._server.behaviour.next_mood()
        record.offered += 1
        if mood is Mood.AWAY:
            self._reply("451 try again later")
        else:
            record.take(key, self._kept(mail), once=False)
            self._report_bounce()
            self._answer(mood)
        self._sender, self._recipients = None, []

    def _kept(self, mail: bytes) -> dict[str, Any]:
        return {"from": self._sender, "to": self._recipients[0], "mail": mail, "secure": self._secure}

    def _report_bounce(self) -> None:
        recipient, reports = self._recipients[0], self._server.reports
        if reports and self._server.behaviour.treatment(recipient) is Treatment.BOUNCE:
            reports.bounce("mail", self._sender or "", recipient)

    def _answer(self, mood: Mood) -> None:
        if mood is Mood.HANGING_UP:
            self._flush()
            self._transport.abort()
        elif mood is Mood.SWALLOWING:
            self._flush()
            self._silent = True
        else:
            self._reply("garbage" if mood is Mood.GARBLING else "250 taken")

    def _smtp_ehlo(self, _: str) -> None:
        lines = list(self._server.extensions)
        if self._server.tls and not self._secure:
            lines.append("STARTTLS")
        lines = ["sink", *lines]
        for line in lines[:-1]:
            self._reply(f"250-{line}")
        self._reply(f"250 {lines[-1]}")

    def _smtp_helo(self, _: str) -> None:
        self._reply("250 sink")

    def _smtp_starttls(self, _: str) -> None:
        self._reply("220 go ahead")
        self._flush()
        self._buffer.clear()  # what was sent in the clear behind STARTTLS is not to be believed
        self._transport.pause_reading()
        task = asyncio.ensure_future(self._secured())
        task.add_done_callback(lambda done: done.cancelled() or done.exception())

    async def _secured(self) -> None:
        self._secure = True
        context = self._server.tls
        assert context is not None  # noqa: S101 - STARTTLS is not offered without
        loop = asyncio.get_running_loop()
        transport = await loop.start_tls(self._transport, self, context, server_side=True)
        if transport is not None:
            self.connection_made(transport)

    def _smtp_auth(self, rest: str) -> None:
        try:
            given = base64.b64decode(rest.partition(" ")[2]).decode()
        except (binascii.Error, UnicodeDecodeError):
            given = ""
        self._logged_in = given == "\0" + (self._server.login or "").replace(":", "\0", 1)
        self._reply("235 welcome" if self._logged_in else "535 wrong user or password")

    def _smtp_mail(self, rest: str) -> None:
        path = _PATH.match(rest)
        if not self._logged_in:
            self._reply("530 log in first")
        elif path is None:
            self._reply("501 which sender?")
        elif self._mails == self._server.mails_on_a_connection:
            self._reply("421 enough for this connection")
            self._flush()
            self._transport.close()
        else:
            self._sender, self._recipients = path[1], []
            self._reply("250 ok")

    def _smtp_rcpt(self, rest: str) -> None:
        path = _PATH.match(rest)
        if path is None or self._sender is None:
            self._reply("503 who?")
            return
        treatment = self._server.behaviour.treatment(path[1])
        if treatment is Treatment.NO_ADDRESS:
            self._server.record.refused += 1
            self._reply("550 5.1.1 no such mailbox")
        elif treatment is Treatment.REFUSE:
            self._server.record.refused += 1
            self._reply("554 5.7.1 not wanted here")
        elif treatment is Treatment.DEFER:
            self._server.record.deferred += 1
            self._reply("450 4.2.1 mailbox busy")
        else:
            self._recipients.append(path[1])
            self._reply("250 ok")

    def _smtp_data(self, _: str) -> None:
        if not self._recipients:
            self._reply("503 no valid recipients")
        else:
            self._in_data = True
            self._reply("354 go on")

    def _smtp_rset(self, _: str) -> None:
        self._sender, self._recipients = None, []
        self._reply("250 ok")

    def _smtp_noop(self, _: str) -> None:
        self._reply("250 ok")

    def _smtp_quit(self, _: str) -> None:
        self._reply("221 bye")
        self._flush()
        self._transport.close()

    def _reply(self, line: str) -> None:
        if not self._silent:
            self._replies.append(line)

    def _flush(self) -> None:
        if self._replies and not self._transport.is_closing():
            self._transport.write("".join(f"{line}\r\n" for line in self._replies).encode())
        self._replies = []
