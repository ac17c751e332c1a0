"""A problem with groups of its hard rules given up, to find out which of them stand in a plan's way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from services.training.domain.planning.problem import Cadre, Committee, Course, Problem, Room
from services.training.domain.planning.rules import Rule


def without(problem: Problem, groups: Iterable[Rule]) -> Problem:
    """The same problem without these groups: every plan of the problem is one of this."""
    given_up = problem.given_up | frozenset(groups)
    relaxed = replace(problem, given_up=given_up)
    for group in sorted(given_up):
        relaxed = _WAYS.get(group, _as_it_is)(relaxed)
    return relaxed


def _as_it_is(problem: Problem) -> Problem:
    """Free rooms, free teachers and presence are asked for where they are counted."""
    return problem


def _no_capacity(problem: Problem) -> Problem:
    everybody = max(len(problem.cadres), 1)

    def large(room: Room) -> Room:
        return replace(room, capacity=everybody)

    return replace(problem, rooms={key: large(room) for key, room in problem.rooms.items()})


def _no_prerequisites(problem: Problem) -> Problem:
    def first(course: Course) -> Course:
        return replace(course, prerequisites=frozenset())

    return replace(problem, courses={key: first(course) for key, course in problem.courses.items()})


def _no_blackout(problem: Problem) -> Problem:
    def open_always(committee: Committee) -> Committee:
        return replace(committee, blackout=frozenset())

    committees = {key: open_always(each) for key, each in problem.committees.items()}
    return replace(problem, blackout=frozenset(), committees=committees)


def _each_cadre(problem: Problem, change: Callable[[Cadre], Cadre]) -> Problem:
    return replace(problem, cadres={key: change(cadre) for key, cadre in problem.cadres.items()})


def _no_leave(problem: Problem) -> Problem:
    return _each_cadre(problem, lambda cadre: replace(cadre, leave=frozenset()))


def _no_minimum(problem: Problem) -> Problem:
    return _each_cadre(problem, lambda cadre: replace(cadre, at_least=0))


def _no_requirements(problem: Problem) -> Problem:
    return _each_cadre(problem, lambda each: replace(each, needs=frozenset(), electives=each.needs | each.electives))


_WAYS = {
    Rule.ROOM_CAPACITY: _no_capacity,
    Rule.PREREQUISITES: _no_prerequisites,
    Rule.BLACKOUT: _no_blackout,
    Rule.LEAVE: _no_leave,
    Rule.YEARLY_MINIMUM: _no_minimum,
    Rule.REQUIREMENTS: _no_requirements,
}
