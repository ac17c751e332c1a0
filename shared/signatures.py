"""Signed requests between Shequ and those who carry its messages, in either direction.

HMAC-SHA256 over purpose, time and body: `X-Shequ-Timestamp` is in seconds since 1970, `X-Shequ-Signature` is
`v1=<hex>`. The purpose keeps a request of one kind from being played back as one of another kind.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping

TIMESTAMP, SIGNATURE = "X-Shequ-Timestamp", "X-Shequ-Signature"

_SECONDS = re.compile(r"[0-9]{1,12}")
_WINDOW = 300  # seconds; clocks differ by less, and whoever has read a request along the way cannot use it for longer


def signed(secret: bytes, purpose: str, body: bytes, *, at: float) -> dict[str, str]:
    """The headers that sign a request."""
    moment = str(int(at))
    return {TIMESTAMP: moment, SIGNATURE: _signature(secret, purpose, moment, body)}


def is_genuine(secret: bytes, purpose: str, body: bytes, headers: Mapping[str, str], *, now: float) -> bool:
    """Whether someone with the secret has signed this within the last five minutes. Takes equally long either way."""
    moment, given = headers.get(TIMESTAMP, ""), headers.get(SIGNATURE, "")
    genuine = hmac.compare_digest(_signature(secret, purpose, moment, body).encode(), given.encode(errors="replace"))
    return genuine and _SECONDS.fullmatch(moment) is not None and abs(now - int(moment)) <= _WINDOW


def _signature(secret: bytes, purpose: str, moment: str, body: bytes) -> str:
    signed_text = f"{purpose}\n{moment}\n".encode(errors="replace") + body
    return "v1=" + hmac.new(secret, signed_text, hashlib.sha256).hexdigest()
