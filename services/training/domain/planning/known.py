"""Plans that name what is no longer there: cadres who have left, rooms that were given up."""

from __future__ import annotations

from dataclasses import replace

from services.training.domain.planning.plan import Plan, Session, SessionId
from services.training.domain.planning.problem import Problem


def unknown_to(problem: Problem, plan: Plan) -> frozenset[SessionId]:
    """Sessions that cannot be held so: their course, room or teacher is gone."""
    return frozenset(each.id for each in plan.sessions if not _is_known(problem, each))


def known_to(problem: Problem, plan: Plan) -> Plan:
    """The other sessions, with those cadres who are still there."""
    known = (each for each in plan.sessions if _is_known(problem, each))
    return Plan([replace(each, cadres=each.cadres & problem.cadres.keys()) for each in known])


def _is_known(problem: Problem, session: Session) -> bool:
    return session.course in problem.courses and session.room in problem.rooms and session.teacher in problem.teachers
