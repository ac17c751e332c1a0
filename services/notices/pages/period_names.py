"""Matters of disclosure and their periods as people call them."""

from __future__ import annotations

from datetime import date
from typing import Any

from services.notices.domain.disclosure.periods import Every, period_named
from shared import context
from shared.messages import translate
from shared.web.pages import day

_REGULAR = (Every.YEAR, Every.HALF_YEAR, Every.QUARTER, Every.MONTH)


def matter_name(matter: Any) -> str:
    """Of a matter, or of a disclosure of it."""
    return str(matter.name_en if context.current().language == "en" else matter.name)


def period_name(duty: Any) -> str:
    """2026Q4 → 2026年第4季度. Of an occasion what it was about."""
    for every in _REGULAR:
        found = period_named(every, duty.period)
        if found is not None:
            return _named(every, found.first)
    occasion = period_named(Every.OCCASION, duty.period)
    return str(duty.about or (day(occasion.first) if occasion else duty.period))


def _named(every: Every, first: date) -> str:
    year, month = first.year, first.month
    if every is Every.YEAR:
        return translate("{year}年度", year=year)
    if every is Every.MONTH:
        return translate("{year}年{month}月", year=year, month=month)
    if every is Every.QUARTER:
        return translate("{year}年第{quarter}季度", year=year, quarter=(month + 2) // 3)
    return translate("{year}年上半年", year=year) if month == 1 else translate("{year}年下半年", year=year)
