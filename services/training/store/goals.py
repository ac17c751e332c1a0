"""Loading plans of goals."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.training.store.tables import Goal, GoalEvidence, GoalPlan
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound


def plan(db: Session, actor: Actor, plan_id: UUID, *, lock: bool = False) -> GoalPlan:
    """Raises NotFound."""
    query = select(GoalPlan).where(GoalPlan.id == plan_id, within(GoalPlan.area, actor))
    found = db.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("goal_plan_not_found", "没有找到这份目标。")
    return found


def goal(db: Session, actor: Actor, goal_id: UUID) -> Goal:
    """Raises NotFound."""
    found = db.scalar(select(Goal).where(Goal.id == goal_id, within(Goal.area, actor)))
    if found is None:
        raise NotFound("goal_not_found", "没有找到这项目标。")
    return found


def goals(db: Session, plan_id: UUID) -> Sequence[Goal]:
    return db.scalars(select(Goal).where(Goal.plan_id == plan_id).order_by(Goal.id)).all()


def evidence(db: Session, plan_id: UUID) -> Sequence[GoalEvidence]:
    """For all of a plan's goals, the latest first."""
    query = select(GoalEvidence).join(Goal, Goal.id == GoalEvidence.goal_id).where(Goal.plan_id == plan_id)
    return db.scalars(query.order_by(GoalEvidence.on.desc(), GoalEvidence.id.desc())).all()
