"""Mail that comes back: return addresses that name their message, and delivery reports (RFC 3464) sent to them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from datetime import datetime
from email import message_from_bytes
from email.message import Message as Mail
from email.policy import default

from services.notices.providers.provider import Fate, Receipt

_TAG = 7  # bytes of the signature; a local part has room for 64 characters in all
_ADDRESSED = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
_NO_SUCH_ADDRESS = re.compile(r"5\.1\.(?:1|2|3|6|10)")


class ReturnAddresses:
    """`b@bounces.example` becomes `b+<key>.<signature>@bounces.example` for each message (VERP): whoever writes to one
    that they have made up themselves is not believed."""

    def __init__(self, address: str, secret: bytes) -> None:
        self._local, _, self._domain = address.rpartition("@")
        self._secret = secret
        self._form = re.compile(
            rf"{re.escape(self._local)}\+([a-z0-9-]{{1,60}})\.([a-z2-7]+)@{re.escape(self._domain)}", re.IGNORECASE
        )

    def of(self, key: str) -> str:
        return f"{self._local}+{key}.{self._signature(key)}@{self._domain}"

    def key(self, text: str) -> str | None:
        """The message that an address, or a header with one in it, is about."""
        for found in self._form.finditer(text):
            key = found[1].lower()
            if hmac.compare_digest(self._signature(key), found[2].lower()):
                return key
        return None

    def _signature(self, key: str) -> str:
        digest = hmac.new(self._secret, f"bounce\n{key}".encode(), hashlib.sha256).digest()[:_TAG]
        return base64.b32encode(digest).decode().rstrip("=").lower()


def receipt_in(report: bytes, addresses: ReturnAddresses, now: datetime) -> Receipt | None:
    """What a delivery report says of one of our messages. None for other mail (an automatic reply, somebody's letter)
    and for a report that the mail is only delayed."""
    mail: Mail = message_from_bytes(report, policy=default)
    headers = [str(value) for name in _ADDRESSED for value in mail.get_all(name, [])]
    key = next((key for text in headers if (key := addresses.key(text))), None)
    fields = _recipient_fields(mail)
    if key is None or fields is None:
        return None
    fate = _fate(str(fields.get("Action", "")).strip().lower(), str(fields.get("Status", "")))
    if fate is None:
        return None
    return Receipt(fate=fate, at=now, key=key, reason=" ".join(str(fields.get("Diagnostic-Code", "")).split())[:200])


def _recipient_fields(mail: Mail) -> Mail | None:
    """The fields of the first recipient; we write to one at a time."""
    if mail.get_content_type() != "multipart/report":
        return None
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            groups = part.get_payload()
            return next((each for each in groups if isinstance(each, Mail) and "Action" in each), None)
    return None


def _fate(action: str, status: str) -> Fate | None:
    if action == "delivered":
        return Fate.DELIVERED
    if action != "failed":
        return None
    return Fate.BOUNCED if _NO_SUCH_ADDRESS.match(status.strip()) else Fate.FAILED
