"""Goals: set with their weights, evidence gathered, scored at mid-term and at the end by another person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from services.training.domain.conduct.goals import (
    GoalLevel,
    NewGoal,
    PlanFrame,
    Scoring,
    check_plan,
    check_scores,
    check_scoring,
    weighted,
)
from services.training.store import cadres, goals
from services.training.store.database import unit_of_work
from services.training.store.places import must_be_registered
from services.training.store.tables import Goal, GoalEvidence, GoalPlan
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import FieldError, Invalid, NotFound
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class NewPlan:
    area: str
    title: str
    frame: PlanFrame
    goals: Sequence[NewGoal]


def set_goals(actor: Actor, command: NewPlan) -> GoalPlan:
    actor.must_reach(command.area)
    check_plan(command.frame, command.goals)
    with unit_of_work(actor) as uow:
        must_be_registered(uow.session, command.area)
        _must_be_cadres(uow, command)
        made = GoalPlan(
            id=new_id(), area=command.area, title=command.title, made_by=actor.subject, **asdict(command.frame)
        )
        uow.session.add(made)
        uow.session.flush()
        uow.session.add_all(_goal(made, each) for each in command.goals)
        uow.record("set_goals", subject=f"goal-plans/{made.id}", area=made.area, after=asdict(command))
        return made


def add_evidence(actor: Actor, goal_id: UUID, *, on: date, text: str) -> GoalEvidence:
    if on > clock.today():
        fault = FieldError("on", "date_in_future", "日期不能晚于今天。")
        raise Invalid("evidence_invalid", "佐证有误，请按提示修改。", fields=[fault])
    with unit_of_work(actor) as uow:
        found = goals.goal(uow.session, actor, goal_id)
        place = {"id": new_id(), "goal_id": found.id, "area": found.area}
        made = GoalEvidence(**place, on=on, text=text, by=actor.subject, at=clock.now())
        uow.session.add(made)
        uow.record("add_evidence", subject=f"goals/{found.id}", area=found.area, after={"on": on, "text": text})
        return made


def score_goals(actor: Actor, plan_id: UUID, which: Scoring, scores: Mapping[UUID, int]) -> GoalPlan:
    """Every goal at once. Raises Conflict out of time, twice, or for who set the goals."""
    with unit_of_work(actor) as uow:
        found = goals.plan(uow.session, actor, plan_id, lock=True)
        frame = PlanFrame(GoalLevel(found.level), found.starts_on, found.ends_on)
        scored = [each for each in Scoring if getattr(found, f"{each}_on") is not None]
        check_scoring(which, frame, scored=scored, scorer=actor.subject, made_by=found.made_by, today=clock.today())
        own = goals.goals(uow.session, found.id)
        check_scores(scores, [each.id for each in own])
        for each in own:
            setattr(each, f"{which}_score", scores[each.id])
        setattr(found, f"{which}_on", clock.today())
        setattr(found, f"{which}_by", actor.subject)
        setattr(found, f"{which}_score", weighted([(each.weight, scores[each.id]) for each in own]))
        facts = {"which": which, "scores": {str(goal): score for goal, score in scores.items()}}
        uow.record("score_goals", subject=f"goal-plans/{found.id}", area=found.area, after=facts)
        return found


def _goal(made: GoalPlan, goal: NewGoal) -> Goal:
    return Goal(
        id=new_id(),
        plan_id=made.id,
        area=made.area,
        title=goal.title,
        indicator=goal.indicator,
        weight=goal.weight,
        responsible_id=goal.responsible_id,
        co_owners=[str(each) for each in goal.co_owners],
    )


def _must_be_cadres(uow: UnitOfWork, command: NewPlan) -> None:
    """Everybody named is a cadre whom the actor reaches."""
    named = {"cadre_id": [command.frame.cadre_id] if command.frame.cadre_id else []}
    named |= {f"goals.{place}": [each.responsible_id, *each.co_owners] for place, each in enumerate(command.goals)}
    faults = []
    for field, people in named.items():
        for person in people:
            try:
                cadres.cadre(uow.session, uow.actor, person)
            except NotFound as error:
                faults.append(FieldError(field, error.code, error.message))
    if faults:
        raise Invalid("goals_invalid", "目标有误，请按提示修改。", fields=faults)
