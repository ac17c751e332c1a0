"""One step of the search: take a part of a draft out, solve it anew with the rest as it stands, keep what is better."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from math import ceil

from ortools.sat.python import cp_model

from services.training.domain.planning.plan import SessionId
from services.training.domain.planning.problem import CadreId
from services.training.solver.classes import Class
from services.training.solver.draft import Draft
from services.training.solver.part import Part, Place


@dataclass(frozen=True, slots=True)
class Effort:
    """How long a step may take and on how many cores; `seed` makes it repeatable unless time cuts it short."""

    seconds: float
    workers: int = 1
    seed: int = 1


class Verdict(Enum):
    """What is known of a part or a whole problem after an effort."""

    OPTIMAL = auto()
    FEASIBLE = auto()
    INFEASIBLE = auto()  # proven
    UNKNOWN = auto()  # no plan found, and none excluded


_VERDICTS = {
    cp_model.OPTIMAL: Verdict.OPTIMAL,
    cp_model.FEASIBLE: Verdict.FEASIBLE,
    cp_model.INFEASIBLE: Verdict.INFEASIBLE,
}


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What was taken out of a draft: classes with all who sat there, and single seats."""

    classes: Sequence[Class]
    seats: Sequence[tuple[CadreId, SessionId]]

    def put_back(self, draft: Draft) -> None:
        for each in self.classes:
            draft.open(Class(each.id, each.course, each.room, each.teacher, each.slot))
        for each in self.classes:
            for cadre in sorted(each.cadres):
                draft.sit(cadre, each.id)
        for cadre, session in self.seats:
            draft.sit(cadre, session)


def take_out(draft: Draft, seats: Iterable[tuple[CadreId, SessionId]], classes: Iterable[SessionId] = ()) -> TakenOut:
    """Classes with every seat in them, and single seats in others."""
    closed = [draft.close(session) for session in classes]
    taken = list(seats)
    for cadre, session in taken:
        draft.stand(cadre, session)
    return TakenOut(closed, taken)


class Attempt:
    """A part taken out and on the way to a better one. `cost` is that of the whole plan with what was found, None
    without; no plan in which the rest stands costs less than `bound`."""

    def __init__(self, part: Part, taken: TakenOut | None = None, *, before: int | None = None) -> None:
        self.part, self.taken, self.before = part, taken, before
        self.standing = part.standing_cost
        self.model = part.build()
        self.solver = cp_model.CpSolver()
        self.verdict, self.cost, self.bound = Verdict.UNKNOWN, None, 0
        if taken is not None:
            _hint(part, taken)

    cost: int | None

    def solve(self, effort: Effort, callback: cp_model.CpSolverSolutionCallback | None = None) -> Attempt:
        """Touches nothing but itself, so that two can run at once."""
        parameters = self.solver.parameters
        parameters.max_time_in_seconds = max(effort.seconds, 0.1)
        parameters.num_workers, parameters.random_seed = effort.workers, effort.seed
        parameters.linearization_level = 2  # seats are a transport problem: its relaxation is nearly whole
        parameters.cp_model_probing_level = 0  # it would take longer than the search that it saves
        status = self.solver.solve(self.model, callback)
        self.verdict = _VERDICTS.get(status, Verdict.UNKNOWN)
        if self.verdict in {Verdict.OPTIMAL, Verdict.FEASIBLE}:
            self.cost = self.standing + round(self.solver.objective_value)
        self.bound = self.standing + ceil(self.solver.best_objective_bound - 1e-6)
        return self

    def settle(self) -> bool:
        """Puts what was found into the draft if it is better than what was taken out, else that; whether it was."""
        better = self.cost is not None and (self.before is None or self.cost < self.before)
        if better:
            _put_in(self.part, self.solver)
        elif self.taken is not None:
            self.taken.put_back(self.part.draft)
        return better


def _put_in(part: Part, solver: cp_model.CpSolver) -> None:
    for number, place in enumerate(part.places):
        if not place.kept and solver.value(part.held[number]):
            teacher = next(each for each in place.teachers if solver.value(part.teaches[number, each]))
            part.draft.open(Class(place.id, place.course, place.room, teacher, place.slot))
    for cadre, seats in part.seats.items():
        for number, seat in seats.items():
            if solver.value(seat):
                part.draft.sit(cadre, part.places[number].id)


def _hint(part: Part, known: TakenOut) -> None:
    """The part as it was."""
    classes = {each.id: each for each in known.classes}
    seated = set(known.seats) | {(cadre, each.id) for each in known.classes for cadre in each.cadres}
    for number, place in enumerate(part.places):
        if not place.kept:
            same = _as_it_was(place, classes)
            part.model.add_hint(part.held[number], same)
            for teacher in place.teachers if len(place.teachers) > 1 else ():
                part.model.add_hint(part.teaches[number, teacher], same and classes[place.id].teacher == teacher)
    for cadre, seats in part.seats.items():
        for number, seat in seats.items():
            place = part.places[number]
            part.model.add_hint(seat, (cadre, place.id) in seated and (place.kept or _as_it_was(place, classes)))


def _as_it_was(place: Place, classes: Mapping[SessionId, Class]) -> bool:
    was = classes.get(place.id)
    return was is not None and (was.room, was.slot) == (place.room, place.slot)
