"""A year's plan of a county by solver, and what it takes when a teacher falls ill. No platform: the solver alone."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

from benchmarks.figures import Figure, table
from samples.planning import Size, generate_problem
from services.training.domain.planning.checker import broken
from services.training.domain.planning.plan import Plan
from services.training.domain.planning.problem import Problem
from services.training.solver.limits import Progress, Watch
from services.training.solver.planner import make_plan
from services.training.solver.replanning import replan

_SECONDS = 600.0
_ILL_DAYS = 14


def measure(size: Size = Size(), *, seconds: float = _SECONDS) -> list[Figure]:  # noqa: B008 - frozen
    problem, found = generate_problem(size), list[Progress]()
    made = make_plan(problem, Watch(seconds, tell=found.append))
    if made.plan is None or made.gap is None or broken(problem, made.plan):
        raise RuntimeError("the solver made no sound plan")
    first, what = found[0].seconds, f"{size.cadres:,} cadres of {size.committees} committees"
    sessions, seats = len(made.plan.sessions), len(made.plan.seats)
    return [
        Figure(f"first plan for {what}", f"{first:.0f} s", "< 60 s", first < 60),
        Figure(
            f"gap to the proven bound after {seconds:.0f} s ({sessions:,} sessions, {seats:,} places)",
            f"{made.gap:.1%}", "≤ 5 %", made.gap <= 0.05,
        ),
        *_illness(problem, made.plan),
    ]  # fmt: skip


def _illness(problem: Problem, published: Plan) -> list[Figure]:
    """The busiest teacher is away for two weeks from their median session on."""
    sessions = {each: [s for s in published.sessions if s.teacher == each] for each in problem.teachers}
    busiest = max(sessions, key=lambda each: (len(sessions[each]), each))
    begins = sorted(s.slot.day for s in sessions[busiest])[len(sessions[busiest]) // 2]
    days = frozenset(begins + timedelta(days=n) for n in range(_ILL_DAYS))
    ill = replace(problem.teachers[busiest], leave=problem.teachers[busiest].leave | days)
    changed = replace(problem, teachers={**problem.teachers, busiest: ill})
    started = time.monotonic()
    again = replan(changed, published, Watch(60))
    seconds = time.monotonic() - started
    if again.plan is None or broken(changed, again.plan):
        raise RuntimeError("the plan was not mended")
    share = len(_as_attended(published) - _as_attended(again.plan)) / len(published.seats)
    return [
        Figure("re-planning when a teacher falls ill", f"{seconds:.0f} s", "< 15 s", seconds < 15),
        Figure("places that it changed in room or time", f"{share:.2%}", "≤ 2 %", share <= 0.02),
    ]


def _as_attended(plan: Plan) -> set[tuple[object, ...]]:
    return {(cadre, each.course, each.room, each.slot) for each in plan.sessions for cadre in each.cadres}


if __name__ == "__main__":
    print(table(measure()))
