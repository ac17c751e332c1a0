"""The independent checker: every hard rule, held against a finished plan by plain counting.

It shares nothing with whatever made the plan. One function for each rule, each names what is wrong and where.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations
from typing import TypeVar

from services.training.domain.planning.plan import Plan, Session
from services.training.domain.planning.problem import Cadre, Problem
from services.training.domain.planning.rules import Broken, Rule

K = TypeVar("K")
V = TypeVar("V")


def broken(problem: Problem, plan: Plan) -> list[Broken]:
    """All that is wrong with the plan; nothing if it may be published. Every id in it must be the problem's."""
    return list(chain.from_iterable(rule(problem, plan) for rule in _RULES))


def _one_place(_: Problem, plan: Plan) -> Iterator[Broken]:
    for cadre, sessions in plan.of_cadre.items():
        for first, second in _clashing(sessions):
            facts = {"cadre": cadre, "first": first.id, "second": second.id}
            message = "干部{cadre}要同时参加培训{first}和{second}。"
            yield Broken(Rule.ONE_PLACE, message, facts, (first.id, second.id), (cadre,))


def _course_once(_: Problem, plan: Plan) -> Iterator[Broken]:
    for cadre, sessions in plan.of_cadre.items():
        for course, times in Counter(session.course for session in sessions).items():
            if times > 1:
                found = tuple(session.id for session in sessions if session.course == course)
                facts = {"cadre": cadre, "course": course, "times": times}
                yield Broken(Rule.COURSE_ONCE, "干部{cadre}要上{times}次课程{course}。", facts, found, (cadre,))


def _entitled(problem: Problem, plan: Plan) -> Iterator[Broken]:
    for cadre, sessions in plan.of_cadre.items():
        for session in sessions:
            if session.course not in problem.cadres[cadre].may_take:
                facts = {"cadre": cadre, "course": session.course}
                message = "课程{course}不适合干部{cadre}，或者该干部已经通过。"
                yield Broken(Rule.ENTITLED, message, facts, (session.id,), (cadre,))


def _room_suits(problem: Problem, plan: Plan) -> Iterator[Broken]:
    for session in plan.sessions:
        lacking = problem.courses[session.course].equipment - problem.rooms[session.room].equipment
        if lacking:
            facts = {"room": session.room, "course": session.course, "equipment": "、".join(sorted(lacking))}
            yield Broken(Rule.ROOM_SUITS, "教室{room}没有课程{course}需要的{equipment}。", facts, (session.id,))


def _teacher_qualified(problem: Problem, plan: Plan) -> Iterator[Broken]:
    for session in plan.sessions:
        if session.course not in problem.teachers[session.teacher].teaches:
            facts = {"teacher": session.teacher, "course": session.course}
            yield Broken(Rule.TEACHER_QUALIFIED, "教师{teacher}不能教课程{course}。", facts, (session.id,))


def _window(problem: Problem, plan: Plan) -> Iterator[Broken]:
    windows = set(problem.slots)
    for session in plan.sessions:
        course = problem.courses[session.course]
        if session.slot not in windows or session.slot.minutes < course.minutes:
            facts = {"session": session.id, "course": course.id, "minutes": course.minutes}
            message = "培训{session}的时段不可安排，或者短于课程{course}的{minutes}分钟。"
            yield Broken(Rule.WINDOW, message, facts, (session.id,))


def _room_capacity(problem: Problem, plan: Plan) -> Iterator[Broken]:
    for session in plan.sessions:
        room = problem.rooms[session.room]
        if len(session.cadres) > room.capacity:
            facts = {"room": room.id, "capacity": room.capacity, "cadres": len(session.cadres)}
            message = "教室{room}只能容纳{capacity}人，安排了{cadres}人。"
            yield Broken(Rule.ROOM_CAPACITY, message, facts, (session.id,))


def _room_free(problem: Problem, plan: Plan) -> Iterator[Broken]:
    for room, sessions in _grouped((session.room, session) for session in plan.sessions):
        for first, second in _clashing(sessions):
            facts = {"room": room, "first": first.id, "second": second.id}
            message = "教室{room}同时安排了培训{first}和{second}。"
            yield Broken(Rule.ROOM_FREE, message, facts, (first.id, second.id))
        for session in sessions:
            if session.slot.day in problem.rooms[session.room].closed:
                facts = {"room": room, "day": session.slot.day.isoformat()}
                yield Broken(Rule.ROOM_FREE, "教室{room}在{day}不开放。", facts, (session.id,))


def _teacher_free(problem: Problem, plan: Plan) -> Iterator[Broken]:
    for teacher, sessions in _grouped((session.teacher, session) for session in plan.sessions):
        for first, second in _clashing(sessions):
            facts = {"teacher": teacher, "first": first.id, "second": second.id}
            message = "教师{teacher}要同时讲授培训{first}和{second}。"
            yield Broken(Rule.TEACHER_FREE, message, facts, (first.id, second.id))
        for session in sessions:
            if session.slot.day in problem.teachers[session.teacher].leave:
                facts = {"teacher": teacher, "day": session.slot.day.isoformat()}
                yield Broken(Rule.TEACHER_FREE, "教师{teacher}在{day}请假。", facts, (session.id,))


def _prerequisites(problem: Problem, plan: Plan) -> Iterator[Broken]:
    for cadre, sessions in plan.of_cadre.items():
        for session in sessions:
            before = {each.course for each in sessions if each.slot.is_before(session.slot)}
            wanting = problem.courses[session.course].prerequisites - before - problem.cadres[cadre].passed
            for course in sorted(wanting):
                facts = {"cadre": cadre, "course": session.course, "prerequisite": course}
                message = "干部{cadre}上课程{course}之前应先修课程{prerequisite}。"
                yield Broken(Rule.PREREQUISITES, message, facts, (session.id,), (cadre,))


def _presence(problem: Problem, plan: Plan) -> Iterator[Broken]:
    """At the moment when a session begins, the most are away: it is enough to count then."""
    for committee, seats in _grouped(
        (problem.cadres[cadre].committee, (cadre, session)) for session in plan.sessions for cadre in session.cadres
    ):
        limit = problem.most_away(committee)
        by_day = dict(_grouped((session.slot.day, (cadre, session)) for cadre, session in seats))
        for day, of_day in by_day.items():
            on_leave = problem.away_on_leave(committee, day)
            for minute in sorted({session.slot.starts for _, session in of_day}):
                there = [(cadre, session) for cadre, session in of_day if session.slot.covers(minute)]
                if len(there) + on_leave > limit:
                    yield _too_many_away(
                        committee, there, {"on_leave": on_leave, "limit": limit, "day": day.isoformat()}
                    )


def _too_many_away(committee: str, there: Sequence[tuple[str, Session]], facts: dict[str, object]) -> Broken:
    return Broken(
        Rule.PRESENCE,
        "居委会{committee}在{day}有{cadres}人培训、{on_leave}人请假，同时外出不得超过{limit}人。",
        {"committee": committee, "cadres": len(there), **facts},
        tuple(sorted({session.id for _, session in there})),
        tuple(sorted(cadre for cadre, _ in there)),
    )


def _blackout(problem: Problem, plan: Plan) -> Iterator[Broken]:
    for session in plan.sessions:
        day = session.slot.day
        if day in problem.blackout:
            yield Broken(Rule.BLACKOUT, "{day}不安排培训。", {"day": day.isoformat()}, (session.id,))
        for committee, cadres in _grouped((problem.cadres[cadre].committee, cadre) for cadre in session.cadres):
            if day in problem.committees[committee].blackout:
                facts = {"committee": committee, "day": day.isoformat()}
                message = "居委会{committee}在{day}不参加培训。"
                yield Broken(Rule.BLACKOUT, message, facts, (session.id,), tuple(sorted(cadres)))


def _leave(problem: Problem, plan: Plan) -> Iterator[Broken]:
    for session in plan.sessions:
        for cadre in sorted(session.cadres):
            if session.slot.day in problem.cadres[cadre].leave:
                facts = {"cadre": cadre, "day": session.slot.day.isoformat()}
                yield Broken(Rule.LEAVE, "干部{cadre}在{day}请假。", facts, (session.id,), (cadre,))


def _yearly_minimum(problem: Problem, plan: Plan) -> Iterator[Broken]:
    for cadre in problem.cadres.values():
        planned = len(plan.of_cadre.get(cadre.id, ()))
        if planned < cadre.at_least:
            facts = {"cadre": cadre.id, "planned": planned, "at_least": cadre.at_least}
            message = "干部{cadre}只安排了{planned}次培训，至少应有{at_least}次。"
            yield Broken(Rule.YEARLY_MINIMUM, message, facts, (), (cadre.id,))


def _requirements(problem: Problem, plan: Plan) -> Iterator[Broken]:
    for cadre in problem.cadres.values():
        for course in sorted(_missing(cadre, plan)):
            facts = {"cadre": cadre.id, "course": course}
            yield Broken(Rule.REQUIREMENTS, "干部{cadre}没有安排必修课程{course}。", facts, (), (cadre.id,))


def _missing(cadre: Cadre, plan: Plan) -> frozenset[str]:
    return cadre.needs - cadre.passed - {session.course for session in plan.of_cadre.get(cadre.id, ())}


def _grouped(pairs: Iterable[tuple[K, V]]) -> Iterable[tuple[K, list[V]]]:
    groups: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups.items()


def _clashing(sessions: Sequence[Session]) -> Iterator[tuple[Session, Session]]:
    """Pairs that overlap in time."""
    for _, of_day in _grouped((session.slot.day, session) for session in sessions):
        for first, second in combinations(of_day, 2):
            if first.slot.clashes(second.slot):
                yield first, second


_RULES = (
    _one_place, _course_once, _entitled, _room_suits, _teacher_qualified, _window, _room_capacity, _room_free,
    _teacher_free, _prerequisites, _presence, _blackout, _leave, _yearly_minimum, _requirements,
)  # fmt: skip
