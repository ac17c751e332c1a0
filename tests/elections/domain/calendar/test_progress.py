"""How far a timetable is: late by the law, behind its plan, waiting, overtaken."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from services.elections.domain.calendar.planning import Course, plan
from services.elections.domain.calendar.progress import StageState, progress
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.steps import State
from services.elections.domain.rules.modes import Mode
from services.elections.store.timetable_templates import template_for
from tests.elections.domain.factories import POLLING_DAY, RULES

DAY = timedelta(days=1)
TEMPLATE = template_for("cn-urban-2026", ElectionKind.TERM, Mode.ALL)


def _states(
    days_before: int, done: dict[str, int] | None = None, state: State = State.ANNOUNCED, **options: set[str]
) -> dict[str, StageState]:
    """So many days before the poll, with stages done so many days before it."""
    today = POLLING_DAY - days_before * DAY
    days: dict[str, date | None] = {code: POLLING_DAY - before * DAY for code, before in (done or {}).items()}
    made = plan(POLLING_DAY, RULES, TEMPLATE, Course(today, days))
    return {each.code: each.state for each in progress(made, state, today=today, **options)}


@pytest.mark.parametrize(
    ("days_before", "state"),
    [(29, StageState.OPEN), (28, StageState.UNDER_WAY), (27, StageState.BEHIND), (20, StageState.BEHIND)],
)
def test_art_17_the_roll_is_behind_its_plan_until_the_twentieth_day(days_before: int, state: StageState) -> None:
    assert _states(days_before, {"announcement": 30})["roll"] is state


def test_art_17_from_the_nineteenth_day_on_the_roll_is_late_whatever_it_waits_for() -> None:
    assert _states(19, {"announcement": 30})["roll"] is StageState.LATE
    assert _states(19)["roll"] is StageState.LATE


def test_a_stage_waits_for_those_before_it() -> None:
    assert _states(15, {"announcement": 30, "roll": 20})["first_review"] is StageState.WAITING


def test_a_last_day_that_is_counted_from_a_stage_ahead_does_not_stand_yet() -> None:
    """Nobody is late with objections to a roll that is not published."""
    assert _states(5)["objections"] is StageState.WAITING
    assert _states(5, {"announcement": 30, "roll": 20})["objections"] is StageState.LATE


def test_what_was_never_recorded_is_overtaken_by_what_came_after_it() -> None:
    states = _states(3, {"announcement": 30, "roll": 20, "candidates": 4})
    assert states["committee"] is states["joint_review"] is StageState.PASSED


def test_after_the_result_only_filing_and_handover_are_ahead() -> None:
    states = _states(-11, state=State.CERTIFIED, done={"polling": 0})
    assert states.pop("handover") is StageState.LATE
    assert states.pop("filing") is StageState.BEHIND
    assert states.pop("polling") is StageState.DONE
    assert set(states.values()) == {StageState.PASSED}


@pytest.mark.parametrize("state", [State.CANCELLED, State.VOID])
def test_nothing_of_an_election_that_was_given_up_is_ahead(state: State) -> None:
    assert set(_states(-30, state=state).values()) == {StageState.PASSED}


def test_what_was_marked_as_not_needed_says_so() -> None:
    states = _states(30, {"leaving_audit": 35}, not_needed={"leaving_audit"})
    assert states["leaving_audit"] is StageState.NOT_NEEDED
