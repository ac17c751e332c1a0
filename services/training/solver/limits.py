"""How long a search may go on, and what it tells while it does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

_LOOK_SECONDS = 0.5  # how soon a cancelled solver stops


@dataclass(frozen=True, slots=True)
class Progress:
    """A plan so far: what it costs, what none costs less than, and how far apart they are."""

    seconds: float
    cost: int | None
    bound: int

    @property
    def gap(self) -> float | None:
        return gap(self.cost, self.bound)


def gap(cost: int | None, bound: int) -> float | None:
    """The share of the cost that is not proven to be needed."""
    if cost is None:
        return None
    return max(cost - bound, 0) / cost if cost > 0 else 0.0


def _nothing(_: Progress) -> None: ...


def _never() -> bool:
    return False


@dataclass
class Watch:
    """Over one search. `good_enough` is the gap at which it stops before its time; `tell` hears of each better plan,
    `cancelled` is asked whether to go on."""

    seconds: float
    workers: int = 2
    seed: int = 1
    good_enough: float = 0.0
    tell: Callable[[Progress], None] = _nothing
    cancelled: Callable[[], bool] = _never
    bound: int = 0
    _started: float = field(default_factory=time.monotonic)
    _best: int | None = None

    @property
    def spent(self) -> float:
        return time.monotonic() - self._started

    @property
    def left(self) -> float:
        return self.seconds - self.spent

    def found(self, cost: int) -> None:
        if self._best is None or cost < self._best:
            self._best = cost
            self.tell(Progress(self.spent, cost, self.bound))

    def goes_on(self) -> bool:
        reached = gap(self._best, self.bound)
        enough = reached is not None and reached <= self.good_enough
        return self.left > 0 and not enough and not self.cancelled()

    @contextmanager
    def stopping(self, solver: cp_model.CpSolver) -> Iterator[None]:
        """Stops a solver that runs meanwhile when the search is cancelled."""
        done = threading.Event()

        def look() -> None:
            while not done.wait(_LOOK_SECONDS):
                if self.cancelled():
                    solver.stop_search()

        thread = threading.Thread(target=look, daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()


class Telling(cp_model.CpSolverSolutionCallback):
    """Tells of CP-SAT's solutions as it finds them; `standing` is what the rest of the plan costs."""

    def __init__(self, watch: Watch, standing: int) -> None:
        super().__init__()
        self._watch, self._standing = watch, standing

    def on_solution_callback(self) -> None:
        self._watch.bound = max(self._watch.bound, self._standing + round(self.best_objective_bound))
        self._watch.found(self._standing + round(self.objective_value))
        if not self._watch.goes_on():
            self.stop_search()
