"""How a disclosure stands, day by day, and what a complaint's decision needs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notices.domain.disclosure.complaints import check_order
from services.notices.domain.disclosure.duties import (
    DutyFacts,
    DutyState,
    Light,
    check_local,
    days_late,
    light_of,
    shown_until,
    state_of,
)
from services.notices.domain.disclosure.periods import Every
from shared.errors import Invalid

OPENS, DUE = date(2027, 1, 1), date(2027, 1, 15)
FACTS = DutyFacts(OPENS, DUE)


@pytest.mark.parametrize(
    ("today", "state"),
    [(date(2026, 12, 31), DutyState.NOT_DUE), (OPENS, DutyState.DUE), (DUE, DutyState.DUE),
     (date(2027, 1, 16), DutyState.LATE)],
)  # fmt: skip
def test_what_is_not_published_is_due_on_its_last_day_and_late_on_the_next(today: date, state: DutyState) -> None:
    assert state_of(FACTS, today) is state


def test_what_is_published_is_shown_for_fifteen_whole_days_and_then_done() -> None:
    until = shown_until(date(2027, 1, 10), 15)
    facts = DutyFacts(OPENS, DUE, date(2027, 1, 10), until)
    assert until == date(2027, 1, 25)
    assert state_of(facts, until) is DutyState.POSTED
    assert state_of(facts, until + timedelta(days=1)) is DutyState.DONE
    assert state_of(DutyFacts(OPENS, DUE, date(2027, 1, 10), until, hung=True), until) is DutyState.HANGING


def test_a_place_cannot_ask_for_fewer_days_on_display_than_the_law() -> None:
    assert shown_until(date(2027, 1, 10), 3) == date(2027, 1, 25)
    with pytest.raises(Invalid) as refused:
        check_local("x", every=Every.MONTH, days=40, display_days=3)
    assert [each.field for each in refused.value.fields] == ["display_days", "days"]


@settings(max_examples=50)
@given(posted=st.none() | st.integers(-30, 60), after=st.integers(-40, 90))
def test_days_late_never_shrink_while_nothing_is_published_and_stand_still_afterwards(
    posted: int | None, after: int
) -> None:
    today = DUE + timedelta(days=after)
    facts = DutyFacts(OPENS, DUE, None if posted is None else DUE + timedelta(days=posted))
    assert days_late(facts, today) == max(0, after if posted is None else posted)


def test_one_late_matter_turns_the_light_red() -> None:
    assert light_of([DutyState.DONE, DutyState.DUE, DutyState.LATE]) is Light.RED
    assert light_of([DutyState.DONE, DutyState.DUE]) is Light.YELLOW
    assert light_of([DutyState.NOT_DUE, DutyState.POSTED]) is Light.GREEN
    assert light_of([DutyState.NOT_DUE]) is Light.NONE


@pytest.mark.parametrize("by", [None, DUE - timedelta(days=1), DUE + timedelta(days=16)])
def test_a_complaint_that_is_true_needs_an_order_with_a_day(by: date | None) -> None:
    check_order(None, upheld=False, today=DUE)
    check_order(DUE + timedelta(days=15), upheld=True, today=DUE)
    with pytest.raises(Invalid):
        check_order(by, upheld=True, today=DUE)
