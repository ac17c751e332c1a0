"""The checker finds each way of breaking a plan, and nothing in one that is sound."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.training.domain.planning.checker import broken
from services.training.domain.planning.plan import Plan, Session
from services.training.domain.planning.problem import Course, Problem, Slot, Teacher
from services.training.domain.planning.rules import Rule
from tests.training.domain.planning.small import (
    COMPUTERS,
    DAYS,
    HALL,
    LAW,
    LI,
    MONDAY,
    ONE,
    SCHOOL,
    TUESDAY,
    WEDNESDAY,
    WU,
    afternoon,
    morning,
    plan,
    problem,
    session,
)


def rules(checked: Problem, made: Plan) -> set[Rule]:
    return {each.rule for each in broken(checked, made)}


def test_a_sound_plan_breaks_nothing() -> None:
    assert broken(problem(), plan()) == []


def changed(name: str, **changes: Any) -> Plan:
    return plan(**{name: replace(plan().by_id[name], **changes)})


WAYS: list[tuple[str, Rule, Plan]] = [
    ("two places at once", Rule.ONE_PLACE, changed("c", slot=morning(MONDAY), room=SCHOOL, teacher=WU)),
    ("the same course again", Rule.COURSE_ONCE, plan(e=session("e", LAW, morning(WEDNESDAY), "one-1"))),
    ("a room for two", Rule.ROOM_FREE, changed("b", slot=morning(MONDAY), teacher=WU)),
    ("a teacher in two rooms", Rule.TEACHER_FREE, changed("b", slot=morning(MONDAY), room=SCHOOL)),
    ("a window that is not offered", Rule.WINDOW, changed("d", slot=Slot(TUESDAY, 1080, 1260))),
    ("computers before law", Rule.PREREQUISITES, changed("a", slot=morning(WEDNESDAY))),
    ("too many away", Rule.PRESENCE, changed("b", slot=morning(MONDAY), room=SCHOOL, teacher=WU)),
    ("too few sessions", Rule.YEARLY_MINIMUM, changed("d", cadres=frozenset({"one-3"}))),
    ("a course that is needed", Rule.REQUIREMENTS, changed("d", cadres=frozenset({"one-3"}))),
]


@pytest.mark.parametrize(("rule", "made"), [way[1:] for way in WAYS], ids=[way[0] for way in WAYS])
def test_a_plan_that_breaks_a_rule_is_found_out(rule: Rule, made: Plan) -> None:
    assert rule in rules(problem(), made)


def _with_teacher(**changes: Any) -> Problem:
    teachers = problem().teachers
    return problem(teachers={**teachers, LI: replace(teachers[LI], **changes)})


def _with_room(**changes: Any) -> Problem:
    rooms = problem().rooms
    return problem(rooms={**rooms, HALL: replace(rooms[HALL], **changes)})


def _with_committee(**changes: Any) -> Problem:
    committees = problem().committees
    return problem(committees={**committees, ONE: replace(committees[ONE], **changes)})


CIRCUMSTANCES: list[tuple[str, Rule, Problem]] = [
    ("teacher on leave", Rule.TEACHER_FREE, _with_teacher(leave=frozenset({MONDAY}))),
    ("teacher of other courses", Rule.TEACHER_QUALIFIED, _with_teacher(teaches=frozenset({LAW}))),
    ("room closed", Rule.ROOM_FREE, _with_room(closed=frozenset({MONDAY}))),
    ("room too small", Rule.ROOM_CAPACITY, _with_room(capacity=3)),
    ("polling day of the committee", Rule.BLACKOUT, _with_committee(blackout=frozenset({TUESDAY}))),
    ("holiday", Rule.BLACKOUT, problem(blackout={TUESDAY})),
    ("cadre on leave", Rule.LEAVE, problem(cadres={"one-1": {"leave": frozenset({TUESDAY})}})),
    ("colleague on leave", Rule.PRESENCE, problem(cadres={"one-3": {"leave": frozenset({MONDAY})}})),
    ("passed already", Rule.ENTITLED, problem(cadres={"one-1": {"passed": frozenset({LAW})}})),
    ("a limit of one", Rule.PRESENCE, _with_committee(most_away=1)),
    (
        "no machines",
        Rule.ROOM_SUITS,
        problem(courses={LAW: Course(LAW, 180), COMPUTERS: Course(COMPUTERS, 180, equipment=frozenset({"computers"}))}),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "checked"), [way[1:] for way in CIRCUMSTANCES], ids=[way[0] for way in CIRCUMSTANCES])
def test_a_plan_for_other_circumstances_is_found_out(rule: Rule, checked: Problem) -> None:
    assert rule in rules(checked, plan())


def test_a_committee_is_never_empty_whatever_its_own_limit() -> None:
    """Art 45 sends cadres to training; residents still find somebody there."""
    all_of_one = session("a", LAW, morning(MONDAY), "one-1", "one-2", "one-3", "two-1")
    rest = session("b", LAW, afternoon(MONDAY), "two-2", "two-3")
    found = broken(_with_committee(most_away=9), plan(a=all_of_one, b=rest))
    assert [(each.rule, each.facts["limit"]) for each in found] == [(Rule.PRESENCE, 2)]


def test_those_away_are_counted_over_sessions_that_overlap() -> None:
    whole_day = Slot(MONDAY, 540, 1020)
    checked = problem(slots=[*(morning(day) for day in DAYS), *(afternoon(day) for day in DAYS), whole_day])
    made = plan(a=replace(plan().by_id["a"], slot=whole_day, room=SCHOOL, teacher=WU))
    assert Rule.PRESENCE in rules(checked, made)


def test_a_broken_rule_names_its_facts() -> None:
    found = broken(problem(cadres={"one-1": {"leave": frozenset({TUESDAY})}}), plan())
    (leave,) = [each for each in found if each.rule is Rule.LEAVE]
    assert (leave.facts, leave.sessions, leave.cadres) == ({"cadre": "one-1", "day": "2027-03-02"}, ("c",), ("one-1",))


def test_sessions_are_the_same_whoever_sits_in_them() -> None:
    made: Session = plan().by_id["a"]
    assert made.is_held_as(replace(made, cadres=frozenset()))
    assert not made.is_held_as(replace(made, teacher=WU))
    assert Teacher(LI, frozenset()).leave == frozenset()
