"""Now and today. Only workflows, tasks and pages read the clock; rules get time as an argument."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CIVIL_ZONE = ZoneInfo("Asia/Shanghai")
"""The zone in which the law's days are counted: the whole country has one."""

YEARS = range(1800, 3000)
"""Of the days and moments that are taken from outside: on either side of them years are added and days counted."""


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    return datetime.now(CIVIL_ZONE).date()


def civil_date(moment: datetime) -> date:
    return moment.astimezone(CIVIL_ZONE).date()
