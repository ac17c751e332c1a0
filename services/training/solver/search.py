"""Large neighbourhood search: step by step, some committees' seats or some classes' times are solved anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from random import Random

from services.training.domain.planning.plan import SessionId
from services.training.domain.planning.problem import CommitteeId, Problem, Slot, Zone
from services.training.solver.classes import Class
from services.training.solver.draft import Draft
from services.training.solver.part import Part
from services.training.solver.places import elsewhere, options, standing
from services.training.solver.step import Attempt, Effort, take_out

_COMMITTEES = 8  # that are seated anew in one step
_NEAR = 100  # classes that they may choose from, besides those where they sat
_SLOTS = 20  # other times that a class may choose from
_ALTERNATIVES = 6  # standing classes of its course where its cadres may sit instead
_EFFORT = Effort(seconds=5)


@dataclass
class Search:
    draft: Draft
    workers: int = 2
    seed: int = 1
    random: Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)  # noqa: S311 - the same search each time

    @property
    def problem(self) -> Problem:
        return self.draft.problem

    def run(self, goes_on: Callable[[], bool]) -> Iterator[int]:
        """Makes the draft cheaper for as long as `goes_on`; yields the cost after each step."""
        with ThreadPoolExecutor(self.workers) as pool:
            while goes_on():
                for committees in self._rounds():
                    if not goes_on():
                        return
                    self._reseat_at_once(committees, pool)
                    self.retime(self._some_class())
                    self.draft.close_empty()
                    yield self.draft.cost

    def _rounds(self) -> Iterator[list[list[CommitteeId]]]:
        """Every committee once, in groups of one neighbourhood; in each round groups that are far from each other."""
        ordered = self._in_neighbourhoods()
        groups = [ordered[start : start + _COMMITTEES] for start in range(0, len(ordered), _COMMITTEES)]
        apart = -(-len(groups) // self.workers)
        for number in range(apart):
            yield groups[number::apart]

    def _in_neighbourhoods(self) -> list[CommitteeId]:
        """All committees by the distance of their zones from one that is chosen anew each time."""
        start = self.random.choice(self._rooms_zones)
        committees = list(self.problem.committees.values())
        self.random.shuffle(committees)
        return [
            each.id for each in sorted(committees, key=lambda each: (self.problem.travel[each.zone, start], each.zone))
        ]

    @cached_property
    def _rooms_zones(self) -> list[Zone]:
        return sorted({room.zone for room in self.problem.rooms.values()})

    def _reseat_at_once(self, groups: Sequence[Sequence[CommitteeId]], pool: ThreadPoolExecutor) -> None:
        """Groups that share no class do not disturb each other."""
        attempts: list[Attempt] = []
        taken: set[SessionId] = set()
        for committees in groups:
            attempts.append(attempt := self.reseating(committees, apart_from=taken))
            taken |= {place.id for place in attempt.part.places}
        for attempt in pool.map(lambda each: each.solve(_EFFORT), attempts):
            attempt.settle()

    def reseating(
        self, committees: Sequence[CommitteeId], *, apart_from: AbstractSet[SessionId] = frozenset()
    ) -> Attempt:
        """All seats of the committees' cadres anew, among the classes that are near and those where they sat."""
        before = self.draft.cost
        cadres = [cadre for committee in committees for cadre in self.problem.members.get(committee, ())]
        seats = [(cadre.id, each) for cadre in cadres for each in self.draft.of_cadre[cadre.id].values()]
        own = {each.id: each for _, each in seats}
        near = {each.id: each for each in self._near(committees[0])}
        open_to = {name: each for name, each in (own | near).items() if name not in apart_from}
        known = take_out(self.draft, [(cadre, each.id) for cadre, each in seats if each.id in open_to])
        places = [standing(each) for each in open_to.values()]
        chosen = options(self.draft, {cadre.id: cadre.may_take for cadre in cadres}, places)
        return Attempt(Part(self.draft, places, chosen), known, before=before)

    def retime(self, found: Class) -> bool:
        """A class at another time, its cadres in it or in others of the same course."""
        before = self.draft.cost
        others = [each for each in self._near_to(found) if each is not found]
        known = take_out(self.draft, (), [found.id])
        closed = known.classes[0]
        places = elsewhere(self.draft, closed, self._slots(closed)) + [standing(each) for each in others]
        chosen = options(self.draft, {cadre: {closed.course} for cadre in sorted(closed.cadres)}, places)
        return Attempt(Part(self.draft, places, chosen), known, before=before).solve(_EFFORT).settle()

    def _near(self, committee: CommitteeId) -> list[Class]:
        shuffled = list(self.draft.classes.values())
        self.random.shuffle(shuffled)
        return sorted(shuffled, key=lambda each: self.problem.minutes_between(committee, each.room))[:_NEAR]

    def _near_to(self, found: Class) -> list[Class]:
        """Classes of the same course, near those who sit in it."""
        committee = self.problem.cadres[min(found.cadres)].committee
        others = self.draft.of_course[found.course].values()
        return sorted(others, key=lambda other: self.problem.minutes_between(committee, other.room))[:_ALTERNATIVES]

    def _some_class(self) -> Class:
        return self.random.choice([each for each in self.draft.classes.values() if each.cadres])

    def _slots(self, closed: Class) -> list[Slot]:
        open_slots = [each for each in self.draft.slots_open(closed.course) if each != closed.slot]
        return [closed.slot, *self.random.sample(open_slots, min(_SLOTS, len(open_slots)))]
