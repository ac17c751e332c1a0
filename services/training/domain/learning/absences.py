"""Leave and blackout days: civil days from the first to the last, both among them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from services.training.domain.learning.sessions import Slot
from shared.clock import civil_date
from shared.errors import FieldError, Invalid

LONGEST = timedelta(days=366)  # more is a slip of the pen, or an end of office


@dataclass(frozen=True, slots=True)
class Absence:
    starts_on: date
    ends_on: date
    reason: str = ""

    def meets(self, slot: Slot) -> bool:
        """Whether a part of the session falls into it."""
        return self.starts_on <= civil_date(slot.ends_at) and civil_date(slot.starts_at) <= self.ends_on


def first_met(absences: Iterable[Absence], slot: Slot) -> Absence | None:
    return next((each for each in absences if each.meets(slot)), None)


def check_days(starts_on: date, ends_on: date) -> None:
    """Raises Invalid for days that cannot be."""
    if ends_on < starts_on:
        fault = FieldError("ends_on", "ends_before_start", "最后一天不能早于第一天。")
    elif ends_on - starts_on >= LONGEST:
        fault = FieldError("ends_on", "too_long", "一次最长{days}天，更长的请分次登记。", {"days": LONGEST.days})
    else:
        return
    raise Invalid("days_invalid", "日期有误，请按提示修改。", fields=[fault])
