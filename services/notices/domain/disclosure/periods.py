"""Periods that a disclosure is about: a month, quarter, half-year or year, or a single occasion."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from shared.worded import Worded

_DAY = timedelta(days=1)


class Every(Worded):
    MONTH = "month", "每月"
    QUARTER = "quarter", "每季度"
    HALF_YEAR = "half_year", "每半年"
    YEAR = "year", "每年"
    OCCASION = "occasion", "事项发生后"


_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}
_SIGNS = {Every.QUARTER: "Q", Every.HALF_YEAR: "H"}
_CODE = re.compile(r"(?P<year>20\d\d)(?:(?P<sign>[QH-])(?P<number>\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class Period:
    """`code` is 2026, 2026H1, 2026Q4 or 2026-11; of an occasion its day, or the id of what happened."""

    code: str
    first: date
    last: date


def period_of(every: Every, on: date) -> Period:
    """The one that a day lies in; an occasion is a period of its own."""
    if every is Every.OCCASION:
        return Period(on.isoformat(), on, on)
    length = _MONTHS[every]
    number = (on.month - 1) // length
    return Period(_code(every, on.year, number + 1), *_span(on.year, number, length))


def period_named(every: Every, code: str) -> Period | None:
    """The period that a code names; None where it is none of this frequency."""
    if every is Every.OCCASION:
        return _occasion(code)
    found = _CODE.fullmatch(code)
    if found is None:
        return None
    length = _MONTHS[every]
    number = int(found["number"] or 1) - 1
    if not 0 <= number < 12 // length:
        return None
    period = period_of(every, date(int(found["year"]), number * length + 1, 1))
    return period if period.code == code else None


def _occasion(code: str) -> Period | None:
    try:
        return period_of(Every.OCCASION, date.fromisoformat(code))
    except ValueError:
        return None


def _code(every: Every, year: int, number: int) -> str:
    if every is Every.YEAR:
        return f"{year}"
    return f"{year}-{number:02}" if every is Every.MONTH else f"{year}{_SIGNS[every]}{number}"


def _span(year: int, number: int, length: int) -> tuple[date, date]:
    following = (number + 1) * length
    after = date(year + following // 12, following % 12 + 1, 1)
    return date(year, number * length + 1, 1), after - _DAY
