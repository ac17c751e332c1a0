"""Periods and by when what is disclosed of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notices.domain.disclosure.periods import Every, period_named, period_of

REGULAR = [each for each in Every if each is not Every.OCCASION]
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@settings(max_examples=60)
@given(every=st.sampled_from(REGULAR), day=DAYS)
def test_a_day_lies_in_its_period_and_periods_follow_on_each_other(every: Every, day: date) -> None:
    period = period_of(every, day)
    assert period.first <= day <= period.last
    after = period_of(every, period.last + timedelta(days=1))
    assert after.first == period.last + timedelta(days=1)
    assert period_named(every, period.code) == period


@pytest.mark.parametrize(
    ("every", "code", "last"),
    [
        (Every.MONTH, "2028-02", date(2028, 2, 29)),
        (Every.QUARTER, "2026Q4", date(2026, 12, 31)),
        (Every.HALF_YEAR, "2026H1", date(2026, 6, 30)),
        (Every.YEAR, "2026", date(2026, 12, 31)),
        (Every.OCCASION, "2026-11-30", date(2026, 11, 30)),
    ],
)
def test_periods_are_named_as_people_write_them(every: Every, code: str, last: date) -> None:
    found = period_named(every, code)
    assert found is not None
    assert found.last == last


@pytest.mark.parametrize(
    ("every", "code"),
    [(Every.QUARTER, "2026Q5"), (Every.QUARTER, "2026Q0"), (Every.MONTH, "2026-13"), (Every.YEAR, "2026Q1"),
     (Every.MONTH, "2026"), (Every.OCCASION, "2026Q1"), (Every.HALF_YEAR, "'; DROP")],
)  # fmt: skip
def test_what_is_no_period_of_the_frequency_is_none(every: Every, code: str) -> None:
    assert period_named(every, code) is None
