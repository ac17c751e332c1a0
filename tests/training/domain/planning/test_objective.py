"""What a plan costs, wish by wish."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from services.training.domain.planning.objective import cost
from services.training.domain.planning.plan import Plan
from services.training.domain.planning.problem import ClassSize, Course, Slot, Weights
from services.training.domain.planning.rules import Rule
from services.training.domain.planning.why_not import why_not
from tests.training.domain.planning.small import (
    COMPUTERS,
    LAW,
    LI,
    MONDAY,
    ONE,
    SCHOOL,
    THURSDAY,
    WEDNESDAY,
    morning,
    plan,
    problem,
    session,
)


def test_travel_is_each_cadres_way_there_and_back() -> None:
    """Six cadres go twice to the hall: those of one committee ten minutes, those of the other forty."""
    assert cost(problem(), plan()).travel == 2 * (3 * 10 + 3 * 40)


def test_a_class_off_its_size_costs_by_the_person() -> None:
    courses = {LAW: Course(LAW, 180, size=ClassSize(3, 3)), COMPUTERS: problem().courses[COMPUTERS]}
    made = cost(problem(courses=courses), plan())
    assert made.class_size == problem().weights.class_size * (1 + 1)  # four and two in law


def test_weekdays_that_are_not_liked_cost_cadres_and_teachers() -> None:
    committees, teachers = problem().committees, problem().teachers
    changed = problem(
        committees={**committees, ONE: replace(committees[ONE], dislikes=frozenset({MONDAY.weekday()}))},
        teachers={**teachers, LI: replace(teachers[LI], dislikes=frozenset({MONDAY.weekday()}))},
    )
    weights = Weights()
    assert cost(changed, plan()).preference == 3 * weights.preference + 2 * weights.teacher_preference


def test_two_sessions_in_a_quarter_cost_when_there_are_quarters_enough() -> None:
    later = Slot(date(2027, 4, 1), 540, 720)
    checked = problem(slots=[*problem().slots, later])
    assert cost(checked, plan()).spread == 6 * Weights().spread
    moved = plan(c=replace(plan().by_id["c"], slot=later))
    assert cost(checked, moved).spread == 2 * Weights().spread


def test_a_teacher_who_gives_more_than_the_fair_load_costs() -> None:
    """Twelve seats in classes of three and a half are four sessions, two for each of two teachers."""
    assert problem().fair_load == 2
    assert cost(problem(), plan()).overload == 2 * Weights().overload


def test_only_what_people_know_already_costs_when_it_changes() -> None:
    known = plan()
    seated_elsewhere = plan(
        a=replace(known.by_id["a"], cadres=known.by_id["a"].cadres - {"one-1"}, room=SCHOOL),
        b=replace(known.by_id["b"], cadres=known.by_id["b"].cadres | {"one-1"}),
        e=session("e", LAW, morning(WEDNESDAY)),
    )
    assert cost(problem(), known, known).change == 0
    assert cost(problem(), seated_elsewhere, known).change == Weights().moved + Weights().reseated
    assert cost(problem(), Plan(), known).change == 4 * Weights().moved + 12 * Weights().reseated


def test_why_not_names_every_rule_that_binds() -> None:
    known = plan(
        b=replace(plan().by_id["b"], slot=morning(WEDNESDAY)), d=replace(plan().by_id["d"], slot=morning(THURSDAY))
    )
    answer = why_not(problem(cadres={"one-3": {"leave": frozenset({MONDAY})}}), known, "one-3", "a")
    assert {each.rule for each in answer.binding} == {Rule.COURSE_ONCE, Rule.LEAVE, Rule.PRESENCE}
    assert not answer.sits_there


def test_why_not_tells_what_it_would_cost_when_nothing_binds() -> None:
    spare = plan(
        e=session("e", COMPUTERS, morning(WEDNESDAY), room=SCHOOL),
        d=session("d", COMPUTERS, morning(WEDNESDAY), "two-3"),
    )
    answer = why_not(problem(), spare, "one-3", "e")
    assert list(answer.binding) == []
    assert answer.dearer == 40 - 1 * Weights().class_size


def test_a_seat_that_is_taken_needs_no_reason() -> None:
    answer = why_not(problem(), plan(), "one-1", "a")
    assert (answer.sits_there, list(answer.binding), answer.dearer) == (True, [], 0)
