"""Plans that the solver makes, held against every hard rule by the checker that knows nothing of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samples.planning import Size, generate_problem
from services.training.domain.planning.checker import broken
from services.training.domain.planning.objective import cost
from services.training.domain.planning.plan import Plan
from services.training.domain.planning.problem import CadreId, Problem, Weights
from services.training.domain.planning.rules import Rule
from services.training.solver import linear
from services.training.solver.binding import binding
from services.training.solver.limits import Progress, Watch
from services.training.solver.outline import Outlining
from services.training.solver.planner import Made, make_plan, possible_seats
from services.training.solver.replanning import replan
from services.training.solver.step import Verdict
from shared.errors import Invalid
from tests.training.domain.planning.small import DAYS, HALL, LAW, LI, MONDAY, plan, problem

TINY = Size(6, 2, 2, 6, 2, 6, date(2027, 3, 1), date(2027, 3, 31))
COUNTY = Size(120, 16, 6, 16, 4, 8)
EASY = problem(weights=Weights(overload=0))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10_000))
def test_every_plan_of_a_small_problem_keeps_every_rule(seed: int) -> None:
    asked = generate_problem(TINY, seed=seed)
    made = make_plan(asked, Watch(0.5))
    if made.plan is None:
        assert made.verdict in {Verdict.INFEASIBLE, Verdict.UNKNOWN}
    else:
        _hold_to_account(asked, made.plan, made.cost, made.bound)


@pytest.fixture(scope="module")
def county() -> tuple[Problem, Made, list[Progress]]:
    """A problem too large to be solved whole, its plan after two seconds, and what was told meanwhile."""
    asked, told = generate_problem(COUNTY, seed=1), list[Progress]()
    return asked, make_plan(asked, Watch(3, tell=told.append)), told


def test_a_plan_of_a_county_keeps_every_rule(county: tuple[Problem, Made, list[Progress]]) -> None:
    asked, made, told = county
    assert made.plan is not None
    _hold_to_account(asked, made.plan, made.cost, made.bound)
    costs = [each.cost for each in told]
    assert costs == sorted(costs, reverse=True)  # type: ignore[type-var]
    assert costs[-1] == made.cost


def _hold_to_account(asked: Problem, made: Plan, told_cost: int | None, bound: int) -> None:
    assert broken(asked, made) == []
    assert cost(asked, made).total == told_cost
    assert bound <= told_cost


def test_a_small_problem_is_solved_to_its_proven_best() -> None:
    """Everybody goes where it is nearest: ten minutes, twice each; and the outline knows it."""
    made = make_plan(EASY, Watch(30))
    assert (made.verdict, made.cost, made.bound, made.gap) == (Verdict.OPTIMAL, 120, 120, 0.0)
    assert linear.relax(Outlining(EASY).program).bound == 120


def test_a_bound_holds_for_any_multipliers() -> None:
    """So the proof does not rest on the solver's arithmetic."""
    program = linear.Program()
    program.variable("x", 10, cost=3)
    program.variable("y", 10, cost=2)
    program.row(linear.Row([("x", 1), ("y", 1)], 4, None))
    bounds = [program.lower_bound([multiplier * 2**18]) for multiplier in range(-8, 16)]
    assert max(bounds) == 8
    assert linear.relax(program).bound == 8


def test_a_search_that_is_cancelled_ends_with_what_it_has() -> None:
    asked = generate_problem(COUNTY, seed=3)
    found: list[Progress] = []
    made = make_plan(asked, Watch(60, tell=found.append, cancelled=lambda: bool(found)))
    assert made.plan is not None
    assert len(found) <= 2


def test_wrong_entries_are_refused_before_the_search() -> None:
    rooms = problem().rooms
    with pytest.raises(Invalid, match="资料有误"):
        make_plan(problem(rooms={HALL: replace(rooms[HALL], capacity=0)}), Watch(1))


def test_nobody_to_give_a_course_is_infeasible_for_certain() -> None:
    teachers = {LI: replace(problem().teachers[LI], teaches=frozenset({LAW}))}
    made = make_plan(problem(teachers=teachers), Watch(5))
    assert (made.verdict, made.plan) == (Verdict.INFEASIBLE, None)


INFEASIBLE = [
    ({"cadres": {"one-1": {"leave": frozenset(DAYS)}}}, {Rule.LEAVE}),
    ({"blackout": frozenset(DAYS[1:]) | {MONDAY}}, {Rule.BLACKOUT}),
]


@pytest.mark.parametrize(("changes", "expected"), INFEASIBLE)
def test_the_groups_that_stand_in_the_way_are_named(changes: dict[str, object], expected: set[Rule]) -> None:
    found = binding(problem(**changes), Watch(20))  # type: ignore[arg-type]
    assert (found.groups, found.smallest) == (expected, True)


def test_when_one_group_is_not_enough_the_smallest_set_is_found() -> None:
    leave = {each: {"leave": frozenset(DAYS)} for each in ("one-1",)}
    asked = problem(cadres=leave, teachers={LI: replace(problem().teachers[LI], leave=frozenset(DAYS))})
    found = binding(asked, Watch(30))
    assert (found.groups, found.smallest) == ({Rule.LEAVE, Rule.TEACHER_FREE}, True)


def test_a_teacher_who_falls_ill_disturbs_little(county: tuple[Problem, Made, list[Progress]]) -> None:
    asked, made, _ = county
    assert made.plan is not None
    busiest = max(asked.teachers, key=lambda each: sum(s.teacher == each for s in made.plan.sessions))
    first = min(s.slot.day for s in made.plan.sessions if s.teacher == busiest)
    ill = replace(asked.teachers[busiest], leave=frozenset(first + timedelta(days=n) for n in range(120)))
    changed = replace(asked, teachers={**asked.teachers, busiest: ill})
    assert broken(changed, made.plan)
    again = replan(changed, made.plan, Watch(30))
    assert again.plan is not None
    assert broken(changed, again.plan) == []
    assert again.cost == cost(changed, again.plan, made.plan).total
    assert len(made.plan.seats - again.plan.seats) <= 0.02 * len(made.plan.seats)


def test_planning_anew_without_a_change_changes_nothing() -> None:
    known = plan()
    again = replan(problem(), known, Watch(5))
    assert again.plan is not None
    assert {each.id: each for each in again.plan.sessions} == dict(known.by_id)


def test_who_has_left_and_who_has_come_are_planned_for() -> None:
    cadres = dict(problem().cadres)
    come = replace(cadres.pop(CadreId("one-1")), id=CadreId("one-9"))
    changed = replace(EASY, cadres={**cadres, come.id: come})
    again = replan(changed, plan(), Watch(10))
    assert again.plan is not None
    assert broken(changed, again.plan) == []
    assert plan().seats - again.plan.seats == {("one-1", "a"), ("one-1", "c")}


def test_the_size_of_a_problem_is_known_before_it_is_solved() -> None:
    assert possible_seats(problem()) == 6 * 2 * len(problem().slots) * 2
