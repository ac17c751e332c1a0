"""Terms, routes, reopening, working days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from services.notices.domain.suggestions.rules import may_reopen, must_be_checked, must_be_waiting, office_above
from services.notices.domain.suggestions.words import Publication, SuggestionKind, SuggestionState, Topic
from services.notices.domain.working_days import WorkingDays
from services.notices.store.rules import suggestion_rules, working_days
from shared.errors import Conflict

COMMUNITY, STREET = "450403002003", "450403002000"
FRIDAY = date(2026, 3, 6)


def test_a_term_of_working_days_leaves_weekends_out() -> None:
    assert working_days().after(FRIDAY, 5) == date(2026, 3, 13)


def test_a_term_over_the_spring_festival_waits_for_it_to_end() -> None:
    assert working_days().after(date(2026, 2, 13), 2) == date(2026, 2, 24)  # the 14th, a Saturday, is worked


def test_the_days_of_2026_are_those_of_the_notice() -> None:
    """国办发明电〔2025〕7号: 3, 9, 3, 5, 3, 3 and 7 days off, six weekend days worked."""
    days = [date(2026, 1, 1) + timedelta(n) for n in range(365)]
    assert sum(day in working_days().free for day in days) == 33
    assert all(day.weekday() >= 5 for day in working_days().worked)
    assert sum(day in working_days() for day in days) == 261 - 19 + 6  # of 33 days off, 19 would have been weekdays


def test_a_year_is_missing_when_it_has_begun_or_its_notice_is_out() -> None:
    known = WorkingDays(years=frozenset({2026}))
    assert known.missing(date(2026, 11, 30)) == []
    assert known.missing(date(2026, 12, 1)) == [2027]
    assert known.missing(date(2027, 1, 1)) == [2027]
    assert known.missing(date(2027, 12, 31)) == [2027, 2028]


@given(some.dates(date(2026, 1, 1), date(2027, 1, 1)), some.integers(1, 30))
@settings(max_examples=30)
def test_a_term_ends_on_a_working_day_and_has_as_many_as_promised(start: date, days: int) -> None:
    end = working_days().after(start, days)
    assert end in working_days()
    assert working_days().between(start, end) == days


def test_a_complaint_about_the_committee_is_answered_by_the_office_above() -> None:
    rules = suggestion_rules()
    assert rules.handler_area(COMMUNITY, SuggestionKind.COMPLAINT, Topic.COMMITTEE) == STREET
    assert rules.handler_area(COMMUNITY, SuggestionKind.COMPLAINT, Topic.PROPERTY) == COMMUNITY
    assert rules.handler_area(COMMUNITY, SuggestionKind.QUESTION, Topic.COMMITTEE) == COMMUNITY


def test_every_kind_has_a_term() -> None:
    assert set(suggestion_rules().working_days) == set(SuggestionKind)


def test_a_community_s_own_term_counts_before_the_rule() -> None:
    due = suggestion_rules().due_on(SuggestionKind.COMPLAINT, FRIDAY, WorkingDays(), days=1)
    assert due == date(2026, 3, 9)


@pytest.mark.parametrize(
    ("area", "above"),
    [
        (COMMUNITY, STREET),
        (STREET, "450403000000"),
        ("450403000000", "450400000000"),
        ("450400000000", "450000000000"),
        ("450000000000", "450000000000"),
    ],
)
def test_the_office_above_is_one_level_up(area: str, above: str) -> None:
    assert office_above(area) == above


@pytest.mark.parametrize(("rounds", "days", "possible"), [(1, 0, True), (1, 30, True), (1, 31, False), (2, 0, False)])
def test_an_asker_asks_once_more_within_thirty_days(rounds: int, days: int, possible: bool) -> None:
    today = FRIDAY + timedelta(days=days)
    assert may_reopen(SuggestionState.ANSWERED, rounds, FRIDAY, today, days=30) is possible


def test_what_waits_or_was_dismissed_is_not_reopened() -> None:
    for state in (SuggestionState.WAITING, SuggestionState.DISMISSED):
        assert not may_reopen(state, 1, None, FRIDAY, days=30)


def test_an_answer_waits_until_somebody_decided_what_is_public() -> None:
    with pytest.raises(Conflict, match="先审核"):
        must_be_checked(Publication.UNCHECKED)
    with pytest.raises(Conflict, match="已答复"):
        must_be_waiting(SuggestionState.ANSWERED)
