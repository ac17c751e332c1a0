"""Working days (工作日): weekdays without public holidays, and the days that are worked in their stead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

_SATURDAY = 5
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """`free` and `worked` are what the State Council arranges for each of `years`; else only weekends are known."""

    free: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    def __contains__(self, day: date) -> bool:
        return day in self.worked or (day.weekday() < _SATURDAY and day not in self.free)

    def missing(self, today: date) -> list[int]:
        """The years that should be known by now: this one, and in December the next, whose notice is out."""
        needed = [today.year, today.year + 1] if today.month == _DECEMBER else [today.year]
        return [year for year in needed if year not in self.years]

    def after(self, start: date, days: int) -> date:
        """The last day of a term of `days` working days; the day on which it starts is not counted (民法典 Art 201)."""
        day = start
        while days > 0:
            day += timedelta(days=1)
            days -= day in self
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after `start`, up to `end`."""
        return sum(start + timedelta(days=n) in self for n in range(1, (end - start).days + 1))
