"""Checking in by a code that the hall shows (`shared.check_in_codes`); who confirms shows their own secret."""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.clock import CIVIL_ZONE
from shared.errors import Conflict
from shared.worded import Worded

OPENS_BEFORE = timedelta(minutes=30)


class Manner(Worded):
    """How an attendance came to be known."""

    CODE = "code", "扫码签到"
    LIST = "list", "工作人员登记"
    LEDGER = "ledger", "台账补录"


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
