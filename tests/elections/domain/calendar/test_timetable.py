"""Art 14 (term) and Art 17 (roll)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.elections.domain.calendar.timetable import Timetable, term
from tests.elections.domain.factories import POLLING_DAY, RULES

TIMETABLE = Timetable(POLLING_DAY, RULES)


def test_art_17_a_roll_published_twenty_days_before_is_in_time() -> None:
    assert TIMETABLE.roll_by == date(2026, 11, 30)
    assert TIMETABLE.roll_late(date(2026, 11, 30)) is None


def test_art_17_a_roll_published_nineteen_days_before_is_late_and_the_latest_day_is_told() -> None:
    late = TIMETABLE.roll_late(date(2026, 12, 1))
    assert late is not None
    assert (late.code, late.article) == ("roll_late", "Art 17")
    assert (late.facts["days"], late.facts["needed"], late.facts["latest"]) == (19, 20, "2026-11-30")


@given(days=st.integers(-5, 60))
def test_art_17_the_roll_is_late_exactly_within_the_twenty_days(days: int) -> None:
    assert (TIMETABLE.roll_late(POLLING_DAY - timedelta(days=days)) is None) == (days >= 20)


def test_art_17_objections_end_with_the_fifth_day_after_publication() -> None:
    assert TIMETABLE.objections_until(date(2026, 11, 30)) == date(2026, 12, 5)


def test_art_17_a_decision_is_due_by_the_third_day_after_the_objection() -> None:
    assert TIMETABLE.reply_until(date(2026, 12, 5)) == date(2026, 12, 8)


def test_an_announcement_that_leaves_no_time_for_the_roll_tells_the_earliest_polling_day() -> None:
    near = TIMETABLE.polling_day_too_near(date(2026, 12, 1))
    assert near is not None
    assert near.facts["earliest"] == "2026-12-21"
    assert TIMETABLE.polling_day_too_near(date(2026, 11, 30)) is None


def test_a_place_may_ask_for_the_candidates_days_before() -> None:
    local = Timetable(POLLING_DAY, replace(RULES, nomination=replace(RULES.nomination, days_before=5)))
    assert local.candidates_late(date(2026, 12, 15)) is None
    late = local.candidates_late(date(2026, 12, 16))
    assert late is not None
    assert late.facts["latest"] == "2026-12-15"


def test_art_14_a_term_is_five_years() -> None:
    assert term(POLLING_DAY, RULES).ends_on == date(2031, 12, 20)
