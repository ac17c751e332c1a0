"""Affairs that need enough participants (R16): how far it is, one more chance, and when somebody has to decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class ExtensionRules:
    """By how many days sign-up is extended by itself, how often, and how long before the start it ends."""

    days: int
    most: int
    hours_before: int


@dataclass(frozen=True, slots=True)
class ActivityRules:
    """`floor` is the number of people below which no share and no mean is told."""

    extension: ExtensionRules
    forget_days: int
    floor: int


class Verdict(StrEnum):
    OPEN = "open"
    ENOUGH = "enough"
    EXTEND = "extend"
    ESCALATE = "escalate"


def percent(count: int, least: int) -> int:
    """For a progress bar: a hundred only when there are enough."""
    return min(100, count * 100 // least)


def judge(
    *, count: int, least: int | None, until: datetime, starts_at: datetime, extended: int, now: datetime,
    rules: ExtensionRules,
) -> Verdict:  # fmt: skip
    """What becomes of an affair whose sign-up ends at `until`."""
    if now <= until:
        return Verdict.OPEN
    if least is None or count >= least:
        return Verdict.ENOUGH
    again = extended < rules.most and extended_until(until, starts_at, rules) > now
    return Verdict.EXTEND if again else Verdict.ESCALATE


def extended_until(until: datetime, starts_at: datetime, rules: ExtensionRules) -> datetime:
    return min(until + timedelta(days=rules.days), starts_at - timedelta(hours=rules.hours_before))
