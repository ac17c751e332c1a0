"""What a plan costs: each soft wish, recomputed from the plan alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields

from services.training.domain.planning.plan import Plan, Session
from services.training.domain.planning.problem import Problem


@dataclass(frozen=True, slots=True)
class Cost:
    """Each part already has its weight."""

    travel: int
    spread: int
    class_size: int
    preference: int
    overload: int
    change: int

    @property
    def total(self) -> int:
        return sum(getattr(self, each.name) for each in fields(self))


def cost(problem: Problem, plan: Plan, published: Plan | None = None) -> Cost:
    """`published` is the plan that people know already; each change of it costs."""
    weights = problem.weights
    return Cost(
        travel=weights.travel * sum(_travel(problem, session) for session in plan.sessions),
        spread=weights.spread * _spread(problem, plan),
        class_size=weights.class_size * sum(_off_size(problem, session) for session in plan.sessions),
        preference=sum(_disliked(problem, session) for session in plan.sessions),
        overload=weights.overload * _overload(problem, plan),
        change=_change(problem, plan, published) if published else 0,
    )


def _travel(problem: Problem, session: Session) -> int:
    return sum(problem.minutes_between(problem.cadres[cadre].committee, session.room) for cadre in session.cadres)


def _spread(problem: Problem, plan: Plan) -> int:
    return sum(
        max(count - problem.even_share(problem.cadres[cadre]), 0)
        for cadre, sessions in plan.of_cadre.items()
        for count in Counter(session.slot.quarter for session in sessions).values()
    )


def _off_size(problem: Problem, session: Session) -> int:
    return problem.courses[session.course].size.off(len(session.cadres))


def _disliked(problem: Problem, session: Session) -> int:
    weekday, weights = session.slot.day.weekday(), problem.weights
    committees = (problem.committees[problem.cadres[cadre].committee] for cadre in session.cadres)
    cadres = sum(weekday in committee.dislikes for committee in committees)
    teacher = weekday in problem.teachers[session.teacher].dislikes
    return weights.preference * cadres + weights.teacher_preference * teacher


def _overload(problem: Problem, plan: Plan) -> int:
    loads = Counter(session.teacher for session in plan.sessions)
    return sum(max(load - problem.fair_load, 0) for load in loads.values())


def _change(problem: Problem, plan: Plan, published: Plan) -> int:
    """New sessions and seats cost nothing of themselves: what people know already is not touched by them."""
    moved = sum(
        session.id not in plan.by_id or not plan.by_id[session.id].is_held_as(session) for session in published.sessions
    )
    return problem.weights.moved * moved + problem.weights.reseated * len(published.seats - plan.seats)
