"""Rules of activities: plans, places, thresholds, novelty, coverage."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from services.notices.domain.activities.activity import (
    ActivityState,
    Novelty,
    Plan,
    SignUpState,
    check_check_in_open,
    check_feedback_open,
    check_plan,
    check_sign_up_open,
    free_places,
    must_be_covered,
    novelty,
    place_or_waiting,
)
from services.notices.domain.activities.threshold import ExtensionRules, Verdict, extended_until, judge, percent
from shared.errors import Conflict, Invalid

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PLAN = Plan(NOW + 7 * DAY, NOW + 7 * DAY + 2 * HOUR, NOW + 6 * DAY, capacity=30, least=10, target_share=80)
RULES = ExtensionRules(days=3, most=1, hours_before=12)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"starts_at": NOW - HOUR}, "activity_past"),
        ({"ends_at": PLAN.starts_at}, "ends_before_start"),
        ({"sign_up_until": PLAN.starts_at + HOUR}, "sign_up_too_late"),
        ({"least": 31}, "least_above_capacity"),
    ],
)
def test_a_plan_that_cannot_be_held_is_refused(changes: dict[str, Any], fault: str) -> None:
    check_plan(PLAN, now=NOW)
    with pytest.raises(Invalid) as refused:
        check_plan(replace(PLAN, **changes), now=NOW)
    assert fault in {each.code for each in refused.value.fields}


def test_sign_up_is_open_while_the_notice_hangs_and_the_term_runs() -> None:
    check_sign_up_open(ActivityState.PLANNED, NOW, published=True, now=NOW)
    for state, published, now in (
        (ActivityState.PLANNED, False, NOW),
        (ActivityState.PLANNED, True, NOW + HOUR),
        (ActivityState.CANCELLED, True, NOW),
    ):
        with pytest.raises(Conflict):
            check_sign_up_open(state, NOW, published=published, now=now)


@given(some.integers(0, 50), some.one_of(some.none(), some.integers(1, 50)), some.integers(0, 50))
@settings(max_examples=50)
def test_no_more_move_up_than_there_are_places(taken: int, capacity: int | None, waiting: int) -> None:
    moved = free_places(taken, capacity, waiting)
    assert 0 <= moved <= waiting
    if capacity is not None:
        assert moved == 0 or taken + moved <= capacity
        assert moved == waiting or place_or_waiting(taken + moved, capacity) is SignUpState.WAITING


def test_check_in_opens_half_an_hour_before_and_closes_at_the_end() -> None:
    check_check_in_open(NOW + HOUR / 2, NOW + HOUR, now=NOW)
    for now in (NOW - HOUR, NOW + HOUR):
        with pytest.raises(Conflict):
            check_check_in_open(NOW + HOUR / 2, NOW + HOUR, now=now)


def test_feedback_is_taken_for_a_fortnight() -> None:
    check_feedback_open(NOW, now=NOW + 14 * DAY)
    for now in (NOW - HOUR, NOW + 15 * DAY):
        with pytest.raises(Conflict):
            check_feedback_open(NOW, now=now)


def test_what_was_not_held_for_a_year_is_held_again() -> None:
    day = date(2026, 3, 2)
    assert novelty(None, day) is Novelty.NEW
    assert novelty(day - timedelta(days=365), day) is Novelty.REGULAR
    assert novelty(day - timedelta(days=366), day) is Novelty.REVIVED


def test_an_activity_is_not_announced_before_enough_residents_know_of_it() -> None:
    must_be_covered(80, 80)
    for share in (79, None):
        with pytest.raises(Conflict, match="80%"):
            must_be_covered(share, 80)


def _judge(**changes: Any) -> Verdict:
    facts = {"count": 5, "least": 10, "until": NOW, "starts_at": NOW + 7 * DAY, "extended": 0, "now": NOW + HOUR}
    return judge(**{**facts, **changes}, rules=RULES)


def test_too_few_get_one_more_chance_and_then_somebody_decides() -> None:
    assert _judge() is Verdict.EXTEND
    assert _judge(extended=1) is Verdict.ESCALATE
    assert _judge(count=10) is Verdict.ENOUGH
    assert _judge(least=None) is Verdict.ENOUGH
    assert _judge(now=NOW) is Verdict.OPEN


def test_sign_up_is_not_extended_to_the_last_hours_before_the_start() -> None:
    assert extended_until(NOW, NOW + DAY, RULES) == NOW + 12 * HOUR
    assert _judge(starts_at=NOW + 6 * HOUR) is Verdict.ESCALATE


@given(some.integers(0, 1000), some.integers(1, 1000))
def test_the_progress_bar_is_full_only_when_there_are_enough(count: int, least: int) -> None:
    assert (percent(count, least) == 100) == (count >= least)
