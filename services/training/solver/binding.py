"""Which groups of rules keep a problem from having a plan: given up in turn, the smallest set first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from services.training.domain.planning.giving_up import without
from services.training.domain.planning.problem import Problem
from services.training.domain.planning.rules import GROUPS, Rule
from services.training.solver.limits import Watch
from services.training.solver.planner import make_plan
from services.training.solver.step import Verdict

_ENOUGH = 1.0  # any plan will do: the gap does not matter


@dataclass(frozen=True, slots=True)
class Binding:
    """Without these groups there is a plan. `smallest` when every smaller set was proven not to be enough, and not
    merely left without a plan by the time. `groups` is None when none was found in time."""

    groups: frozenset[Rule] | None
    smallest: bool


def binding(problem: Problem, watch: Watch) -> Binding:
    """For a problem without a plan."""
    smallest = True
    for groups in _sets():
        if not watch.goes_on():
            break
        made = make_plan(without(problem, groups), _share(watch))
        if made.plan is not None:
            return Binding(groups, smallest)
        smallest = smallest and made.verdict is Verdict.INFEASIBLE
    return Binding(None, smallest=False)


def _sets() -> Iterator[frozenset[Rule]]:
    """Every set of groups, the small ones first."""
    for size in range(1, len(GROUPS) + 1):
        yield from map(frozenset, combinations(GROUPS, size))


def _share(watch: Watch) -> Watch:
    """A third of the time that is left, so that one hard set does not use it up."""
    return Watch(watch.left / 3, watch.workers, watch.seed, good_enough=_ENOUGH, cancelled=watch.cancelled)
