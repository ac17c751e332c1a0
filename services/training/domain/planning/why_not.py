"""Why a cadre does not sit in a session: the rules that forbid it, or what it would cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.training.domain.planning.checker import broken
from services.training.domain.planning.objective import Cost, cost
from services.training.domain.planning.plan import Plan, SessionId
from services.training.domain.planning.problem import CadreId, Problem
from services.training.domain.planning.rules import Broken


@dataclass(frozen=True, slots=True)
class WhyNot:
    """`binding` is empty when nothing forbids it; then `dearer` says by how much the plan would cost more, and
    `before` and `after` in which wish."""

    sits_there: bool
    binding: Sequence[Broken]
    before: Cost
    after: Cost

    @property
    def dearer(self) -> int:
        return self.after.total - self.before.total


def why_not(problem: Problem, plan: Plan, cadre: CadreId, session: SessionId) -> WhyNot:
    """Puts the cadre there besides all other seats, and tells what that breaks which was not broken before."""
    found = plan.by_id[session]
    seated = replace(found, cadres=found.cadres | {cadre})
    tried = Plan([seated if each.id == session else each for each in plan.sessions])
    known = {_key(each) for each in broken(problem, plan)}
    binding = [each for each in broken(problem, tried) if _key(each) not in known]
    return WhyNot(cadre in found.cadres, binding, cost(problem, plan), cost(problem, tried))


def _key(each: Broken) -> tuple[object, ...]:
    return each.rule, tuple(each.facts.items()), each.sessions, each.cadres
