"""The rules of goals, without a database."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.training.domain.conduct.goals import (
    WHOLE,
    GoalLevel,
    NewGoal,
    PlanFrame,
    Scoring,
    check_plan,
    check_scoring,
    weighted,
)
from shared.errors import Conflict, Invalid

YEAR = PlanFrame(GoalLevel.TERM, date(2026, 1, 1), date(2026, 12, 31))
WHO = UUID(int=1)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=8), st.data())
def test_a_whole_lies_between_its_worst_and_its_best_goal(scores: list[int], data: st.DataObject) -> None:
    weights = data.draw(st.lists(st.integers(1, 99), min_size=len(scores) - 1, max_size=len(scores) - 1))
    weights = [*weights, WHOLE - sum(weights)]
    whole = weighted(list(zip(weights, scores, strict=True)))
    assert min(scores) * 100 <= whole <= max(scores) * 100


def test_halves_go_up() -> None:
    assert weighted([(3333, 85), (6667, 90)]) == 8833  # 88.3335
    assert weighted([(5050, 1), (4950, 0)]) == 51  # 0.505


@pytest.mark.parametrize(
    ("frame", "weights", "code"),
    [
        (YEAR, [5000, 4999], "weights_not_whole"),
        (PlanFrame(GoalLevel.POST, YEAR.starts_on, YEAR.ends_on), [WHOLE], "holder_wrong"),
        (PlanFrame(GoalLevel.PERSON, YEAR.starts_on, YEAR.ends_on, post="director"), [WHOLE], "holder_wrong"),
        (PlanFrame(GoalLevel.TERM, YEAR.ends_on, YEAR.starts_on), [WHOLE], "ends_before_start"),
    ],
)
def test_what_is_wrong_with_a_plan_is_named(frame: PlanFrame, weights: list[int], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_plan(frame, [NewGoal("矛盾调解", "调解率", weight, WHO) for weight in weights])
    assert code in {each.code for each in refused.value.fields}


def test_nobody_owns_a_goal_twice() -> None:
    other = uuid4()
    for co_owners in ([WHO], [other, other]):
        with pytest.raises(Invalid):
            check_plan(YEAR, [NewGoal("矛盾调解", "调解率", WHOLE, WHO, co_owners)])
    check_plan(YEAR, [NewGoal("矛盾调解", "调解率", WHOLE, WHO, [other])])


@pytest.mark.parametrize(
    ("which", "scored", "today", "code"),
    [
        (Scoring.MIDTERM, [], date(2026, 6, 30), None),
        (Scoring.MIDTERM, [Scoring.MIDTERM], date(2026, 6, 30), "goals_scored"),
        (Scoring.MIDTERM, [], date(2027, 1, 1), "midterm_over"),
        (Scoring.MIDTERM, [Scoring.FINAL], date(2026, 12, 1), "midterm_over"),
        (Scoring.FINAL, [], date(2026, 11, 29), "final_early"),
        (Scoring.FINAL, [], date(2026, 11, 30), None),
        (Scoring.FINAL, [], date(2027, 3, 1), None),
    ],
)
def test_each_scoring_has_its_time(which: Scoring, scored: list[Scoring], today: date, code: str | None) -> None:
    def check(scorer: str = "b") -> None:
        check_scoring(which, YEAR, scored=scored, scorer=scorer, made_by="a", today=today)

    if code is None:
        check()
    else:
        with pytest.raises(Conflict) as refused:
            check()
        assert refused.value.code == code
    with pytest.raises(Conflict):
        check("a")
