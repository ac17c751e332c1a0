from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.training.domain.learning.sessions import SessionState, check_capacity, check_times, must_be_scheduled
from shared.errors import Conflict, Invalid

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)
HALF_DAY = timedelta(hours=12)
LATEST = timedelta(days=366 * 5)


def faults(start: timedelta, length: timedelta) -> set[str]:
    try:
        check_times(NOW + start, NOW + start + length, now=NOW)
    except Invalid as error:
        return {fault.code for fault in error.fields}
    return set()


@pytest.mark.parametrize(
    ("start", "length", "wrong"),
    [
        (TICK, TICK, set()),
        (TICK, timedelta(0), {"ends_before_start"}),
        (TICK, HALF_DAY, set()),
        (TICK, HALF_DAY + TICK, {"too_long"}),
        (timedelta(0), HALF_DAY, {"in_the_past"}),
        (LATEST, HALF_DAY, set()),
        (LATEST + TICK, HALF_DAY, {"too_far_ahead"}),
        (-TICK, -TICK, {"in_the_past", "ends_before_start"}),
    ],
)
def test_times_at_their_bounds(start: timedelta, length: timedelta, wrong: set[str]) -> None:
    assert faults(start, length) == wrong


@given(st.timedeltas(-LATEST, 2 * LATEST), st.timedeltas(-2 * HALF_DAY, 2 * HALF_DAY))
def test_times_pass_exactly_when_ahead_and_at_most_half_a_day(start: timedelta, length: timedelta) -> None:
    sound = timedelta(0) < start <= LATEST and timedelta(0) < length <= HALF_DAY
    assert (faults(start, length) == set()) == sound


@given(st.integers(1, 100), st.integers(0, 100))
def test_places_that_are_taken_are_not_cut(capacity: int, enrolled: int) -> None:
    if capacity < enrolled:
        with pytest.raises(Conflict):
            check_capacity(capacity, enrolled)
    else:
        check_capacity(capacity, enrolled)


def test_a_cancelled_session_is_not_worked_on() -> None:
    must_be_scheduled(SessionState.SCHEDULED)
    with pytest.raises(Conflict):
        must_be_scheduled(SessionState.CANCELLED)
