"""Codes that a hall's screen shows for checking in: signed, a new one each minute, no longer good soon after.

Who sees the code was in the hall a moment ago. A code that is passed on by photo is worth a few minutes.
"""

from __future__ import annotations

import hmac
from base64 import b32encode
from datetime import datetime
from uuid import UUID

from shared.errors import Conflict, NotFound

SCAN_MINUTES = 1  # that a code is good for after its own minute
CONFIRM_MINUTES = 5  # to say who one is, once the page is open

_SIGNED_BYTES = 10


def code_at(key: str, meeting_id: UUID, at: datetime) -> str:
    """`key` is the meeting's own secret."""
    return _code(key, meeting_id, _minute(at))


def check_code(code: str, key: str, meeting_id: UUID, *, now: datetime, minutes: int) -> None:
    """Raises NotFound for a code that the hall never showed, Conflict for one that it showed too long ago."""
    minute, _, _ = code.partition("-")
    genuine = minute.isascii() and minute.isdecimal() and len(minute) < len(str(2**31))
    if not genuine or not hmac.compare_digest(_code(key, meeting_id, int(minute)).encode(), code.encode()):
        raise NotFound("check_in_code_false", "这个签到码不对，请扫描会场屏幕上的二维码。")
    if not 0 <= _minute(now) - int(minute) <= minutes:
        raise Conflict("check_in_code_expired", "二维码已过期，请重新扫描会场屏幕上的二维码。")


def _code(key: str, meeting_id: UUID, minute: int) -> str:
    signed = hmac.digest(key.encode(), f"{meeting_id}:{minute}".encode(), "sha256")
    return f"{minute}-{b32encode(signed[:_SIGNED_BYTES]).decode()}"


def _minute(at: datetime) -> int:
    return int(at.timestamp()) // 60
