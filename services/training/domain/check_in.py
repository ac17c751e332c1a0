"""Checking in by a code that the hall shows: signed, a new one each minute, no longer good soon after.

Who sees the code was in the hall a moment ago; who confirms shows their own secret. A code that is passed on by photo
is worth a few minutes.
"""

from __future__ import annotations

import hmac
from base64 import b32encode
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from shared.clock import CIVIL_ZONE
from shared.errors import Conflict, NotFound

OPENS_BEFORE = timedelta(minutes=30)
SCAN_MINUTES = 1  # that a code is good for after its own minute
CONFIRM_MINUTES = 5  # to find the personal link, once the page is open

_SIGNED_BYTES = 10


class Manner(StrEnum):
    """How an attendance came to be known."""

    CODE = "code"
    LIST = "list"
    LEDGER = "ledger"

    @property
    def zh(self) -> str:
        return {"code": "扫码签到", "list": "工作人员登记", "ledger": "台账补录"}[self]


def code_at(key: str, session_id: UUID, at: datetime) -> str:
    return _code(key, session_id, _minute(at))


def check_code(code: str, key: str, session_id: UUID, *, now: datetime, minutes: int) -> None:
    """Raises NotFound for a code that the hall never showed, Conflict for one that it showed too long ago."""
    minute, _, _ = code.partition("-")
    genuine = minute.isascii() and minute.isdecimal() and len(minute) < len(str(2**31))
    if not genuine or not hmac.compare_digest(_code(key, session_id, int(minute)).encode(), code.encode()):
        raise NotFound("check_in_code_false", "这个签到码不对，请扫描会场屏幕上的二维码。")
    if not 0 <= _minute(now) - int(minute) <= minutes:
        raise Conflict("check_in_code_expired", "二维码已过期，请重新扫描会场屏幕上的二维码。")


def check_open(starts_at: datetime, ends_at: datetime, *, now: datetime) -> None:
    """Raises Conflict before check-in opens and after the session's end."""
    must_have_opened(starts_at, now=now)
    if ends_at <= now:
        raise Conflict("check_in_closed", "这次培训已经结束，请工作人员登记出勤。")


def must_have_opened(starts_at: datetime, *, now: datetime) -> None:
    """Raises Conflict: nobody is there yet."""
    opens = starts_at - OPENS_BEFORE
    if now < opens:
        time = f"{opens.astimezone(CIVIL_ZONE):%Y-%m-%d %H:%M}"
        raise Conflict("check_in_not_open", "签到从{time}开始。", time=time)


def key_in(text: str) -> str:
    """The secret in whatever a cadre pastes: the key itself, or the link that has it."""
    return text.strip().rstrip("/").rpartition("/")[2].removesuffix(".ics")


def _code(key: str, session_id: UUID, minute: int) -> str:
    signed = hmac.digest(key.encode(), f"{session_id}:{minute}".encode(), "sha256")
    return f"{minute}-{b32encode(signed[:_SIGNED_BYTES]).decode()}"


def _minute(at: datetime) -> int:
    return int(at.timestamp()) // 60
