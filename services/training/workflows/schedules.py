"""Plans by solver: asked for, searched by a job, cancelled, questioned."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from services.training.domain.planning.known import known_to, unknown_to
from services.training.domain.planning.objective import cost
from services.training.domain.planning.plan import Plan, SessionId
from services.training.domain.planning.problem import CadreId, Problem
from services.training.domain.planning.schedules import (
    Asked,
    ScheduleState,
    check_asked,
    must_be_published,
    must_have_plan,
    plan_facts,
    plan_of,
)
from services.training.domain.planning.why_not import WhyNot, why_not
from services.training.solver.binding import binding
from services.training.solver.limits import Progress, Watch
from services.training.solver.planner import Made, make_plan
from services.training.solver.replanning import replan
from services.training.solver.step import Verdict
from services.training.store import schedules
from services.training.store.database import reading, unit_of_work
from services.training.store.places import must_be_registered
from services.training.store.planning import Knowledge, names
from services.training.store.tables import Schedule, ScheduleSolution
from shared import clock
from shared.auth.actor import Actor
from shared.errors import Conflict, NotFound, Refusal
from shared.ids import new_id
from shared.jobs.run import Job, describe_refusal
from shared.worker.queues import Queues

_TASK = "training.solve_schedule"
_ALIVE_SECONDS = 5.0  # between a job's signs of life, and looks whether it was cancelled
_BINDING_SECONDS = 120.0  # for the search of what stands in a plan's way
_REPLANNING_SECONDS = 60


def ask_for_plan(actor: Actor, area: str, asked: Asked, *, replans: UUID | None = None) -> UUID:
    """The new plan's id, which is its job's, too. Raises Invalid, or Conflict while another one is being made."""
    actor.must_reach(area)
    check_asked(asked, clock.today())
    try:
        with unit_of_work(actor) as uow:
            must_be_registered(uow.session, area)
            if running := schedules.solving(uow.session, area):
                raise _running(running)
            made = uow.enqueue(_TASK, queue=Queues.TRAINING_SCHEDULE, area=area)
            row = {"id": made, "area": area, "state": ScheduleState.SOLVING, "requested_by": actor.subject}
            days = {"starts_on": asked.starts_on, "ends_on": asked.ends_on}
            uow.session.execute(insert(Schedule).values(**row, **days, asked=asked.as_facts(), replans=replans))
            uow.record("ask_for_plan", subject=f"schedules/{made}", area=area, after=asked.as_facts())
            return made
    except IntegrityError as error:  # somebody else asked at the same moment
        with reading() as db:
            running = schedules.solving(db, area)
        if running is None:
            raise
        raise _running(running) from error


def _running(schedule_id: UUID) -> Conflict:
    link = f"/api/v1/schedules/{schedule_id}"
    return Conflict("schedule_running", "这个地区正在排课，请等它完成，或者先取消它。", link=link)


def ask_to_replan(actor: Actor, schedule_id: UUID) -> UUID:
    """What is left of a published plan from tomorrow on, with the least disturbance."""
    with reading() as db:
        found = schedules.schedule(db, actor, schedule_id)
        must_be_published(ScheduleState(found.state))
        asked = Asked.from_facts(found.asked)
    tomorrow = clock.today() + timedelta(days=1)
    asked = replace(asked, starts_on=max(asked.starts_on, tomorrow), seconds=_REPLANNING_SECONDS)
    return ask_for_plan(actor, found.area, asked, replans=found.id)


def cancel_schedule(actor: Actor, schedule_id: UUID) -> None:
    """The solver stops at its next look; the best plan so far is not kept."""
    with unit_of_work(actor) as uow:
        found = schedules.schedule(uow.session, actor, schedule_id, lock=True)
        if found.state != ScheduleState.SOLVING:
            raise Conflict("schedule_not_solving", "这份计划不在排课中，不能取消。")
        found.stop, found.state, found.finished_at = True, ScheduleState.CANCELLED, clock.now()
        uow.record("cancel_schedule", subject=f"schedules/{found.id}", area=found.area)


@dataclass(frozen=True, slots=True)
class _Task:
    problem: Problem
    published: Plan | None
    seconds: int


def solve_schedule(job: Job) -> None:
    """Started anew when its worker died: what an earlier run told is forgotten, and the same search made again."""
    with unit_of_work(job.actor) as uow:
        uow.session.execute(delete(ScheduleSolution).where(ScheduleSolution.schedule_id == job.id))
    try:
        task = _load(job)
        with _showing_life(job) as stopped:
            watch = Watch(task.seconds, tell=_teller(job), cancelled=stopped)
            made = replan(task.problem, task.published, watch) if task.published else make_plan(task.problem, watch)
            found = _judge(task, made, stopped)
    except Refusal as refusal:
        found = {"state": ScheduleState.REFUSED, "refusal": describe_refusal(refusal)}
    with unit_of_work(job.actor) as uow:
        here = (Schedule.id == job.id) & (Schedule.state == ScheduleState.SOLVING)
        uow.session.execute(update(Schedule).where(here).values(**found, finished_at=clock.now()))
        job.finish(uow, {"state": found["state"], "cost": found.get("cost"), "bound": found.get("bound")})


def _load(job: Job) -> _Task:
    with reading() as db:
        found = schedules.schedule(db, job.actor, job.id)
        asked = Asked.from_facts(found.asked)
        base = db.get(Schedule, found.replans) if found.replans else None
        own = schedules.planned_sessions(base) if base else frozenset()
        published = _to_come(schedules.as_published(db, own), asked) if base else None
        moving = frozenset(UUID(each.id) for each in published.sessions) if published else frozenset()
        problem = Knowledge(db, found.area, asked, clock.now(), moving).problem()
        return _Task(problem, published, asked.seconds)


def _to_come(published: Plan, asked: Asked) -> Plan:
    return Plan([each for each in published.sessions if each.slot.day >= asked.starts_on])


def _judge(task: _Task, made: Made, stopped: Callable[[], bool]) -> dict[str, Any]:
    if made.plan is not None:
        plan = _named(made.plan)
        parts = cost(task.problem, plan, task.published)
        return {
            "state": ScheduleState.SOLVED, "sessions": plan_facts(plan), "cost": parts.total, "bound": made.bound,
            "costs": asdict(parts),
        }  # fmt: skip
    in_the_way = binding(task.problem, Watch(_BINDING_SECONDS, cancelled=stopped))
    state = ScheduleState.INFEASIBLE if made.verdict is Verdict.INFEASIBLE else ScheduleState.UNSOLVED
    groups = None if in_the_way.groups is None else sorted(in_the_way.groups)
    return {"state": state, "short": sorted(made.short), "binding": {"groups": groups, "smallest": in_the_way.smallest}}


def _named(plan: Plan) -> Plan:
    """New sessions get ids that they can be published with."""
    return Plan([replace(each, id=_id(each.id)) for each in plan.sessions])


def _id(known: SessionId) -> SessionId:
    return SessionId(str(new_id())) if known.startswith("new-") else known


def _teller(job: Job) -> Callable[[Progress], None]:
    numbers = count(1)

    def tell(progress: Progress) -> None:
        row = {"schedule_id": job.id, "number": next(numbers), "seconds": progress.seconds}
        with unit_of_work(job.actor) as uow:
            values = {**row, "cost": progress.cost, "bound": progress.bound}
            uow.session.execute(insert(ScheduleSolution).values(**values).on_conflict_do_nothing())

    return tell


@contextmanager
def _showing_life(job: Job) -> Iterator[Callable[[], bool]]:
    """Lets others see that the job is alive while the solver works, and looks whether it was cancelled."""
    over, stop = threading.Event(), threading.Event()

    def look() -> None:
        begun = time.monotonic()
        while not over.wait(_ALIVE_SECONDS):
            job.progress(int(time.monotonic() - begun))
            with reading() as db:
                if db.scalar(select(Schedule.stop).where(Schedule.id == job.id)):
                    stop.set()

    thread = threading.Thread(target=look, name="schedule-life", daemon=True)
    thread.start()
    try:
        yield stop.is_set
    finally:
        over.set()
        thread.join()


def ask_why_not(actor: Actor, schedule_id: UUID, cadre_id: UUID, session_id: UUID) -> tuple[WhyNot, dict[str, str]]:
    """By the circumstances of today; with what people call those whom the answer names. Raises NotFound."""
    with reading() as db:
        found = schedules.schedule(db, actor, schedule_id)
        must_have_plan(ScheduleState(found.state))
        plan, asked = plan_of(found.sessions or ()), Asked.from_facts(found.asked)
        problem = Knowledge(db, found.area, asked, clock.now(), schedules.planned_sessions(found)).problem()
        cadre, session = CadreId(str(cadre_id)), SessionId(str(session_id))
        if cadre not in problem.cadres:
            raise NotFound("cadre_not_planned", "这名干部不在计划之内。")
        if session not in plan.by_id or session in unknown_to(problem, plan):
            raise NotFound("session_not_planned", "计划中没有这次培训。")
        answer = why_not(problem, known_to(problem, plan), cadre, session)
        told = {str(value) for each in answer.binding for value in each.facts.values()}
        return answer, names(db, told)
