"""Seats for cadres whom the first plan left without: their committee is seated anew, with new classes besides."""

from __future__ import annotations

from collections.abc import Iterable

from services.training.domain.planning.problem import Cadre, CourseId
from services.training.solver.draft import Draft
from services.training.solver.limits import Watch
from services.training.solver.part import Part, Place
from services.training.solver.places import everywhere, options, standing
from services.training.solver.step import Attempt, Effort, take_out

_EFFORT = Effort(seconds=20)
_NEW = 400  # places for new classes of each course


def mend(draft: Draft, watch: Watch) -> None:
    """Leaves those short for whom it finds nothing."""
    for cadre in draft.problem.cadres.values():
        if draft.short_by(cadre) and watch.goes_on():
            _seat_committee(draft, cadre)


def _seat_committee(draft: Draft, short: Cadre) -> None:
    members = draft.problem.members[short.committee]
    seats = [(cadre.id, each.id) for cadre in members for each in draft.of_cadre[cadre.id].values()]
    known = take_out(draft, seats)
    courses = {course for cadre in members for course in cadre.needs} | short.may_take
    sat_in = {session for _, session in seats}
    places = [standing(each) for each in draft.classes.values() if each.course in courses or each.id in sat_in]
    places += _new(draft, draft.missing(short) or short.may_take)
    chosen = options(draft, {cadre.id: cadre.may_take for cadre in members}, places)
    Attempt(Part(draft, places, chosen), known).solve(_EFFORT).settle()


def _new(draft: Draft, courses: Iterable[CourseId]) -> list[Place]:
    """Evenly from all times and rooms."""
    found: list[Place] = []
    for course in sorted(courses):
        places = everywhere(draft, [course])
        found += places[:: max(len(places) // _NEW, 1)]
    return found
