"""The law's number words as integer tests, each with the line of arithmetic that shows it.

民法典 Art 1259: 以上、以内 (and 不少于) include the number named, 超过 (and 过半数) exclude it. Days and years are
counted by 民法典 Art 201 and 202: without the day of the event; a period of years ends on the corresponding day.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule's arithmetic came to. `inequality` is true as written: `2×800 ≤ 1600` when half was not passed."""

    holds: bool
    inequality: str
    clause: str


@dataclass(frozen=True, slots=True)
class Share:
    """A number word: `times`·x against `of`·n, where x is the part and n the whole. Exact for integers of any size."""

    times: int
    of: int
    including: bool

    def __call__(self, part: int, whole: int, clause: str) -> Finding:
        left, right = self.times * part, self.of * whole
        holds = left >= right if self.including else left > right
        return Finding(holds, f"{_product(self.times, part)} {self._sign(holds)} {_product(self.of, whole)}", clause)

    def _sign(self, holds: bool) -> str:
        if self.including:
            return "≥" if holds else "<"
        return ">" if holds else "≤"


more_than_half = Share(2, 1, including=False)  # 过半数
more_than_two_thirds = Share(3, 2, including=False)  # 超过三分之二
at_least_two_thirds = Share(3, 2, including=True)  # 三分之二以上
at_least_third = Share(3, 1, including=True)  # 不得少于三分之一，三分之一以上
at_least_four_fifths = Share(5, 4, including=True)  # 五分之四以上
at_least_fifth = Share(5, 1, including=True)  # 五分之一以上
at_least_tenth = Share(10, 1, including=True)  # 十分之一以上
any_vote = Share(1, 0, including=False)  # one is enough

WORDS = {
    "more_than_half": more_than_half,
    "more_than_two_thirds": more_than_two_thirds,
    "at_least_two_thirds": at_least_two_thirds,
    "at_least_third": at_least_third,
    "at_least_four_fifths": at_least_four_fifths,
    "at_least_fifth": at_least_fifth,
    "at_least_tenth": at_least_tenth,
    "any_vote": any_vote,
}
"""The words that a rule set may use."""


def at_most(part: int, whole: int, clause: str) -> Finding:
    holds = part <= whole
    return Finding(holds, f"{part} {'≤' if holds else '>'} {whole}", clause)


def deadline(event: date, days: int, days_off: Collection[date] = ()) -> date:
    """The last day of 自…之日起N日内. Past `days_off` (民法典 Art 203) only if the rule set names any."""
    last = event + timedelta(days=days)
    while last in days_off:
        last += timedelta(days=1)
    return last


def latest_day_before(event: date, days: int) -> date:
    """The last day on which something due N日前 may be done."""
    return event - timedelta(days=days)


def years_after(start: date, years: int) -> date:
    """The last day of a period of years: the corresponding day, or the month's last where there is none (Art 202)."""
    year = start.year + years
    return date(year, start.month, min(start.day, monthrange(year, start.month)[1]))


def latest_birth_date(day: date, age: int) -> date:
    """The birth date of the youngest person who is `age` on `day`: the birthday itself is enough (年满).

    Someone born on 29 February is of age on 28 February of a common year, by the same Art 202.
    """
    leap_birthday = _leap_day(day.year - age)
    if leap_birthday and years_after(leap_birthday, age) == day:
        return leap_birthday
    return years_after(day, -age)


def _leap_day(year: int) -> date | None:
    return date(year, 2, 29) if monthrange(year, 2)[1] == 29 else None


def _product(times: int, number: int) -> str:
    if not times:
        return "0"
    return str(number) if times == 1 else f"{times}×{number}"
