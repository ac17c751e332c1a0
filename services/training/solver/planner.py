"""Making a plan: a bound first, then a first plan, then better ones until time is up or it is good enough.

Small problems are solved whole and exactly; large ones by an outline, seats given out one by one, and large
neighbourhood search (ADR 13).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.training.domain.planning import faults
from services.training.domain.planning.plan import Plan
from services.training.domain.planning.problem import CadreId, Problem
from services.training.solver import limits, linear
from services.training.solver.annealing import Annealing
from services.training.solver.construction import construct
from services.training.solver.counting import impossible
from services.training.solver.draft import Draft
from services.training.solver.limits import Telling, Watch
from services.training.solver.mending import mend
from services.training.solver.outline import Outline, Outlining
from services.training.solver.part import Part, Place
from services.training.solver.places import everywhere, options
from services.training.solver.search import Search
from services.training.solver.step import Attempt, Effort, TakenOut, Verdict

_EXACT_SEATS = 20_000  # possible seats (cadre, room, slot) up to which a problem is solved whole
_SHARE_OF_ANNEALING = 0.85  # of the time that is left after the first plan


@dataclass(frozen=True, slots=True)
class Made:
    """`plan` is None when none was found; `short` are then the cadres for whom there was no seat, if that is known.
    No plan costs less than `bound`."""

    verdict: Verdict
    plan: Plan | None
    cost: int | None
    bound: int
    seconds: float
    short: Sequence[CadreId] = ()

    @property
    def gap(self) -> float | None:
        return limits.gap(self.cost, self.bound)


def make_plan(problem: Problem, watch: Watch) -> Made:
    """Raises Invalid when the problem is none."""
    faults.check(problem)
    relaxed = linear.relax(Outlining(problem).program)
    if relaxed.feasible is False or impossible(problem):
        return Made(Verdict.INFEASIBLE, None, None, 0, watch.spent)
    watch.bound = relaxed.bound
    draft = _first_plan(problem, relaxed, watch)
    if possible_seats(problem) <= _EXACT_SEATS:
        return _exactly(problem, draft, watch)
    return _by_search(draft, watch)


def _first_plan(problem: Problem, relaxed: linear.Solved, watch: Watch) -> Draft:
    """Maybe with seats missing."""
    draft = construct(problem, Outline.of(relaxed.values or {}))
    mend(draft, watch)
    draft.close_empty()
    if not short_of(draft):
        watch.found(draft.cost)
    return draft


def short_of(draft: Draft) -> list[CadreId]:
    return [cadre.id for cadre in draft.problem.cadres.values() if draft.short_by(cadre)]


def possible_seats(problem: Problem) -> int:
    """How large the whole problem is as a model."""
    places = {course: len(problem.slots_of[course]) * len(problem.rooms_of[course]) for course in problem.courses}
    return sum(places[course] for cadre in problem.cadres.values() for course in cadre.may_take)


def _exactly(problem: Problem, first: Draft, watch: Watch) -> Made:
    """The first plan stays if it is proven good enough already, or if nothing better is found in time."""
    whole = not short_of(first)
    if whole and not watch.goes_on():
        return _as_it_is(first, Verdict.FEASIBLE, watch)
    draft = Draft(problem)
    places = everywhere(draft, sorted(problem.courses))
    open_to = {cadre.id: cadre.may_take for cadre in problem.cadres.values()}
    part = Part(draft, places, options(draft, open_to, places))
    attempt = Attempt(part, _as_hint(first, places) if whole else None)
    with watch.stopping(attempt.solver):
        effort = Effort(watch.left, watch.workers, watch.seed)
        attempt.solve(effort, Telling(watch, attempt.standing))
    if attempt.cost is None:
        return _as_it_is(first, attempt.verdict, watch)
    attempt.settle()
    draft.close_empty()  # stopped early, the solver may hold a class in which it seats nobody
    if whole and first.cost < draft.cost:
        return _as_it_is(first, attempt.verdict, watch)
    watch.found(draft.cost)
    return Made(attempt.verdict, draft.plan(), draft.cost, max(watch.bound, attempt.bound), watch.spent)


def _as_hint(first: Draft, places: Sequence[Place]) -> TakenOut:
    """The first plan, its classes named as the places are."""
    names = {(place.course, place.room, place.slot): place.id for place in places}
    return TakenOut([replace(each, id=names[each.course, each.room, each.slot]) for each in first.classes.values()], ())


def _by_search(draft: Draft, watch: Watch) -> Made:
    if not short_of(draft):
        for cost in Annealing(draft, watch.seed).run(watch, watch.left * _SHARE_OF_ANNEALING):
            watch.found(cost)
        for cost in Search(draft, workers=watch.workers, seed=watch.seed).run(watch.goes_on):
            watch.found(cost)
    return _as_it_is(draft, Verdict.UNKNOWN, watch)


def _as_it_is(draft: Draft, otherwise: Verdict, watch: Watch) -> Made:
    """With the draft as the plan, unless there are seats missing."""
    short = short_of(draft)
    if short:
        return Made(otherwise, None, None, watch.bound, watch.spent, short)
    verdict = Verdict.OPTIMAL if draft.cost <= watch.bound else Verdict.FEASIBLE
    return Made(verdict, draft.plan(), draft.cost, watch.bound, watch.spent)
