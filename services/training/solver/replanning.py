"""Planning anew after a change, with the least disturbance: what the checker finds broken is free, all else stands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from services.training.domain.planning import faults
from services.training.domain.planning.checker import broken
from services.training.domain.planning.known import known_to, unknown_to
from services.training.domain.planning.plan import Plan, Session, SessionId
from services.training.domain.planning.problem import CadreId, CourseId, Problem
from services.training.solver.classes import Class
from services.training.solver.counting import impossible
from services.training.solver.draft import Draft
from services.training.solver.limits import Telling, Watch
from services.training.solver.part import Part, Place
from services.training.solver.places import elsewhere, everywhere, options, standing
from services.training.solver.planner import Made, short_of
from services.training.solver.step import Attempt, Effort, Verdict

_NEAR_DAYS = 45  # a class that must move goes no farther, unless that is too near


@dataclass(frozen=True, slots=True)
class Disturbance:
    """What a change has broken: whole sessions, and seats of cadres whose session stands. `healthy` is the rest."""

    healthy: Plan
    sessions: tuple[Session, ...]
    seats: frozenset[tuple[CadreId, SessionId]]


def disturbance(problem: Problem, published: Plan) -> Disturbance:
    known = known_to(problem, published).sessions
    gone = unknown_to(problem, published)
    hurt: set[str] = set(gone)
    seats: set[tuple[CadreId, SessionId]] = set()
    for each in broken(problem, Plan(known)):
        if each.cadres:
            seats.update((CadreId(cadre), SessionId(session)) for cadre in each.cadres for session in each.sessions)
        else:
            hurt.update(each.sessions)
    healthy = [
        replace(each, cadres=each.cadres - {cadre for cadre, session in seats if session == each.id})
        for each in known
        if each.id not in hurt
    ]
    lost = (each for each in published.sessions if each.id in hurt)
    whole = tuple(replace(each, cadres=each.cadres & problem.cadres.keys()) for each in lost)
    return Disturbance(Plan(healthy), whole, frozenset(seat for seat in seats if seat[1] not in hurt))


def replan(problem: Problem, published: Plan, watch: Watch) -> Made:
    """Raises Invalid when the problem is none. `bound` is for plans in which all stands that is not broken."""
    faults.check(problem)
    if impossible(problem):
        return Made(Verdict.INFEASIBLE, None, None, 0, watch.spent)
    found = disturbance(problem, published)
    for wider in (False, True):
        draft = Draft(problem, published)
        draft.take(found.healthy.sessions)
        attempt = Attempt(_part(draft, found, wider=wider))
        watch.bound = 0
        with watch.stopping(attempt.solver):
            share = watch.left if wider else watch.left / 2
            attempt.solve(Effort(share, watch.workers, watch.seed), Telling(watch, attempt.standing))
        if attempt.settle():
            draft.close_empty()
            return Made(attempt.verdict, draft.plan(), draft.cost, attempt.bound, watch.spent)
    return Made(Verdict.UNKNOWN, None, None, 0, watch.spent, short_of(draft))


def _part(draft: Draft, found: Disturbance, *, wider: bool) -> Part:
    """The broken sessions at other times, and those who lost seats or lack some, in them or in standing classes."""
    open_to = _open_to(draft, found)
    courses = {course for each in open_to.values() for course in each}
    closed = [Class(each.id, each.course, each.room, each.teacher, each.slot) for each in _movable(draft, found)]
    places = [place for each in closed for place in _elsewhere(draft, each, wider=wider)]
    places += [standing(each) for each in draft.classes.values() if each.course in courses]
    if wider:
        places += everywhere(draft, sorted(courses))
    return Part(draft, places, options(draft, open_to, places))


def _movable(draft: Draft, found: Disturbance) -> list[Session]:
    return [each for each in found.sessions if each.course in draft.problem.courses]


def _open_to(draft: Draft, found: Disturbance) -> dict[CadreId, set[CourseId]]:
    """Courses in which each cadre may get a seat: what they lost; what they lack; anything, if that is not enough."""
    stands = {each.id: each.course for each in found.healthy.sessions}
    open_to: defaultdict[CadreId, set[CourseId]] = defaultdict(set)
    for session in found.sessions:
        for cadre in sorted(session.cadres):
            open_to[cadre].add(session.course)
    for cadre, seat in sorted(found.seats):
        open_to[cadre].add(stands[seat])
    for person in draft.problem.cadres.values():
        lacking = draft.short_by(person)
        if lacking:
            open_to[person.id] |= draft.missing(person)
        if lacking > len(open_to.get(person.id, ())):
            open_to[person.id] |= person.may_take
    return {cadre: courses & draft.problem.cadres[cadre].may_take for cadre, courses in open_to.items()}


def _elsewhere(draft: Draft, closed: Class, *, wider: bool) -> list[Place]:
    """In its room at other times, and at its time in other rooms; if that is not enough, at any time in any room."""
    slots = list(draft.slots_open(closed.course))
    if wider:
        return elsewhere(draft, closed, slots, same_room=False)
    near = [each for each in slots if abs((each.day - closed.slot.day).days) <= _NEAR_DAYS and each != closed.slot]
    here = [closed.slot] if closed.slot in slots else []
    return elsewhere(draft, closed, near) + elsewhere(draft, closed, here, same_room=False)
