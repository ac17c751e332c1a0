"""When courses had best be given: needed together, in different quarters; and never before what they follow on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from services.training.domain.planning.problem import Problem
from services.training.solver.sequence import Given, Quarters, in_sequence
from tests.training.domain.planning.small import COMPUTERS, DAYS, EAST, LAW, WEST, morning, problem

_YEAR = [morning(day) for day in DAYS] + [morning(date(2027, month, 5)) for month in (4, 7, 10)]


def _ways(asked: Problem, given: Given) -> dict[int, int]:
    quarters = Quarters(asked)
    return {quarter: quarters.trouble(given, (2027, quarter)) for quarter in (1, 2, 3, 4)}


def test_courses_come_after_what_they_follow_on() -> None:
    assert in_sequence(problem(), [COMPUTERS, LAW]) == [LAW, COMPUTERS]


def test_who_needs_two_courses_finds_them_in_different_quarters() -> None:
    """Law is in the first quarter, so computers trouble the three cadres of the east there and nowhere else."""
    asked = problem(slots=_YEAR)
    assert _ways(asked, Given(EAST, COMPUTERS)) == {1: 3, 2: 0, 3: 0, 4: 0}


def test_a_course_is_not_given_before_what_it_follows_on() -> None:
    """Computers are in the second quarter: law in a later one would shut all three out."""
    asked = problem(slots=_YEAR)
    assert _ways(asked, Given(EAST, LAW)) == {1: 0, 2: 3, 3: 30, 4: 30}


def test_each_zone_has_quarters_of_its_own() -> None:
    """Where nobody needs both, nothing is in the way."""
    alone = {f"two-{n}": {"needs": frozenset({LAW}), "at_least": 1} for n in (1, 2, 3)}
    asked = replace(problem(cadres=alone), slots=_YEAR)
    assert _ways(asked, Given(WEST, LAW)) == {1: 0, 2: 0, 3: 0, 4: 0}
