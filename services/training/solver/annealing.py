"""Simulated annealing: cadre after cadre gets other seats, at first even somewhat dearer ones, and classes other times.

It is quick, and gets out of the dead ends of the first plan; what is left is for the solver's steps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import log
from random import Random

from services.training.solver import polish
from services.training.solver.draft import Draft
from services.training.solver.limits import Watch
from services.training.solver.seating import Seating, nearest

_NOISE = 10.0  # minutes by which a seat may look better or worse than it is, at the beginning
_HEAT = 8.0  # minutes by which new seats are dearer on average and yet taken, at the beginning


@dataclass
class Annealing:
    draft: Draft
    seed: int = 1
    random: Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)  # noqa: S311 - the same search each time

    def run(self, watch: Watch, seconds: float) -> Iterator[int]:
        """Cools down over so many seconds; yields the cost after each round."""
        begun, ends = watch.spent, watch.spent + seconds
        while watch.goes_on() and watch.spent < ends:
            warmth = 1 - (watch.spent - begun) / seconds
            seating = Seating(self.draft, noise=_NOISE * warmth, random=self.random)
            for _ in self._reseated(seating, _HEAT * warmth):
                if watch.spent > ends or not watch.goes_on():
                    break
            self._retime(seating)
            yield self.draft.cost
        seating = Seating(self.draft)
        for _ in self._reseated(seating, 0):
            pass
        self._retime(seating)
        self.draft.close_empty()
        yield self.draft.cost

    def _reseated(self, seating: Seating, heat: float) -> Iterator[None]:
        near, problem = nearest(self.draft), self.draft.problem
        cadres = list(problem.cadres.values())
        self.random.shuffle(cadres)
        for cadre in cadres:
            zone = problem.committees[cadre.committee].zone
            polish.reseat(seating, cadre, near[zone], dearer=-heat * log(1 - self.random.random()))
            yield

    def _retime(self, seating: Seating) -> None:
        for found in list(self.draft.classes.values()):
            if found.cadres:
                polish.retime(seating, found)
