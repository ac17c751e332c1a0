"""A message as an e-mail: the very bytes that go over the wire.

Own code instead of the library's EmailMessage, which takes a millisecond for each; that its parser reads back what was
meant, whatever title and address, is a property test. No text from outside stands in a header unencoded but addresses
that were checked, so no header can be smuggled in.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from functools import lru_cache
from html import escape

from email_validator import EmailNotValidError, validate_email

from services.notices.providers.provider import Message
from shared.messages import translate

_PLAIN_KEY = re.compile(r"[A-Za-z0-9-]{1,60}")
_LINK = re.compile(r"https?://[!-;=?-~]{1,800}")
_BOUNDARY = b"=_part"  # in no base64


class NoMailAddress(ValueError):
    """Nobody can have this address."""


@dataclass(frozen=True, slots=True)
class MailAddress:
    """As servers take it: the domain in ASCII. `needs_utf8`: only servers with SMTPUTF8 (RFC 6531) can."""

    text: str
    needs_utf8: bool


def mail_address(text: str) -> MailAddress:
    """Raises NoMailAddress: what was fit for use when it was registered need not have come through unharmed."""
    try:
        valid = validate_email(text, check_deliverability=False, strict=True, test_environment=True)
    except EmailNotValidError as error:
        raise NoMailAddress(str(error)) from error
    if valid.ascii_email:
        return MailAddress(valid.ascii_email, needs_utf8=False)
    return MailAddress(f"{valid.local_part}@{valid.ascii_domain}", needs_utf8=True)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes: `domain` stands in Message-IDs."""

    sender: str
    name: str
    reply_to: str | None = None

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2]


def composed(message: Message, to: MailAddress, letterhead: Letterhead, now: datetime) -> bytes:
    """With CRLF at the ends of lines and nothing that would have to be escaped in SMTP's DATA."""
    head = [*_letterhead(letterhead), *_of_message(message, to, letterhead), b"Date: " + format_datetime(now).encode()]
    text = _part("plain", message.text + _footer(message))
    if not message.html:
        return b"\r\n".join([*head, text])
    html = _part("html", _page(message))
    opened, closed = b"--" + _BOUNDARY, b"--" + _BOUNDARY + b"--\r\n"
    kind = b'Content-Type: multipart/alternative; boundary="' + _BOUNDARY + b'"'
    return b"\r\n".join([*head, kind, b"", opened, text, opened, html, closed])


def message_id(key: str) -> str:
    """The left side of a Message-ID; the same at every try."""
    return key if _PLAIN_KEY.fullmatch(key) else "x" + key.encode().hex()[:60]


@lru_cache(maxsize=16)
def _letterhead(letterhead: Letterhead) -> tuple[bytes, ...]:
    name = Header(one_line(letterhead.name), "utf-8", header_name="From").encode()
    lines = [f"From: {name} <{letterhead.sender}>"]
    lines += [f"Reply-To: {letterhead.reply_to}"] if letterhead.reply_to else []
    lines += ["MIME-Version: 1.0", "Auto-Submitted: auto-generated"]
    return tuple("\r\n".join(line.splitlines()).encode() for line in lines)


def _of_message(message: Message, to: MailAddress, letterhead: Letterhead) -> list[bytes]:
    lines = [
        b"To: " + to.text.encode(),
        _subject(message.title),
        f"Message-ID: <{message_id(message.key)}@{letterhead.domain}>".encode(),
        b"Content-Language: " + (b"en" if message.language == "en" else b"zh-CN"),
    ]
    if _LINK.fullmatch(message.leave):  # RFC 8058: mail programs show a button for it
        lines.append(f"List-Unsubscribe: <{message.leave}>".encode())
        lines.append(b"List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    return lines


@lru_cache(maxsize=256)
def _subject(title: str) -> bytes:
    """Encoded even if it is ASCII: it may look as if it were encoded already."""
    encoded = Header(one_line(title), "utf-8", header_name="Subject").encode()
    return b"Subject: " + "\r\n".join(encoded.splitlines()).encode()


def one_line(text: str) -> str:
    """Without line breaks and other characters that only steer."""
    spaced = " ".join(text.split())
    return "".join(sign for sign in spaced if sign.isprintable())


def _part(kind: str, text: str) -> bytes:
    lines = base64.encodebytes("\r\n".join(text.splitlines()).encode(errors="replace")).replace(b"\n", b"\r\n")
    return b"\r\n".join(
        [f'Content-Type: text/{kind}; charset="utf-8"'.encode(), b"Content-Transfer-Encoding: base64", b"", lines]
    )


def _footer(message: Message) -> str:
    lines = [f"\n{text} {link}" for text, link in _links(message)]
    return "\n\n-- " + "".join(lines) if lines else ""


def _page(message: Message) -> str:
    links = " · ".join(f'<a href="{escape(link)}">{escape(text)}</a>' for text, link in _links(message))
    language = "en" if message.language == "en" else "zh-CN"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(message.title)}</title>'
        f"</head><body>{message.html}<hr><p>{links}</p></body></html>"
    )


def _links(message: Message) -> list[tuple[str, str]]:
    """Those of the message that there are, in its language."""
    texts = [("在网上阅读：", message.page), ("退订电子邮件通知：", message.leave)]
    return [(translate(text, message.language), link) for text, link in texts if link]
