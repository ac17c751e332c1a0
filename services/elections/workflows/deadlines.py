"""Reminders and alerts as chores of the tick: deadlines wait in the database and are told once, whatever runs twice.

Every chore holds an election's lock while it writes down or tells its deadlines; an election that somebody else holds
is left for the next tick.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from services.elections.domain.calendar.deadlines import Deadline, DeadlineKind, deadlines, still_true
from services.elections.domain.calendar.progress import StageToday
from services.elections.domain.procedure.steps import State, Step
from services.elections.store import tables, timetables
from services.elections.store.database import reading, unit_of_work
from services.elections.store.timetables import ElectionTimetable
from services.elections.workflows.announcements import tell
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork

_SYSTEM = Actor.system("elections")
_AT_A_TIME = 100  # elections a tick: the rest waits for the next one
_NONE = frozenset({State.DRAFT, State.CANCELLED, State.VOID})
"""States in which nothing is due: nobody was told of a draft, and what was given up is over. A certified election
still has its handover ahead."""


def write_down_deadlines() -> int:
    """Of elections that changed since it was done last; the answer is how many those were."""
    with unit_of_work(_SYSTEM) as uow:
        changed = _changed(uow)
        known = timetables.timetables(uow.session, changed, today=clock.today())
        for each in known.values():
            _write_down(uow, each)
        return len(changed)


def tell_deadlines() -> int:
    """Of the deadlines whose day has come, those that still hold; the answer is how many were told."""
    return sum(_tell_of(election_id) for election_id in _due())


def _changed(uow: UnitOfWork) -> Sequence[tables.Election]:
    row, plan = tables.Election, tables.DeadlinePlan
    query = (
        select(row)
        .outerjoin(plan, plan.election_id == row.id)
        .where(row.state != State.DRAFT, plan.version.is_distinct_from(row.version))
        .order_by(row.id)
        .limit(_AT_A_TIME)
        .with_for_update(of=row, skip_locked=True, key_share=True)
    )
    return uow.session.scalars(query).all()


def _write_down(uow: UnitOfWork, known: ElectionTimetable) -> None:
    """What was told stays; what waits is replaced by what is due now."""
    found, row = known.election, tables.Deadline
    uow.session.execute(delete(row).where(row.election_id == found.id, row.told_at.is_(None)))
    if waiting := [_row(found, each) for each in _ahead(known)]:
        uow.session.execute(insert(row).on_conflict_do_nothing(), waiting)
    plan = insert(tables.DeadlinePlan).values(election_id=found.id, area=found.area, version=found.version)
    uow.session.execute(plan.on_conflict_do_update(index_elements=["election_id"], set_={"version": found.version}))


def _ahead(known: ElectionTimetable) -> list[Deadline]:
    announced = known.steps.get(Step.ANNOUNCE)
    if announced is None or known.election.state in _NONE:
        return []
    recorded_on = clock.civil_date(announced.at)
    return list(deadlines(known.stages, known.template.reminders, recorded_on=recorded_on, today=known.course.today))


def _row(found: tables.Election, each: Deadline) -> dict[str, object]:
    return {
        "election_id": found.id,
        "stage": each.stage,
        "kind": each.kind,
        "days_before": each.days_before,
        "due_on": each.due_on,
        "area": found.area,
        "tell_on": each.tell_on,
    }


def _due() -> Sequence[UUID]:
    row = tables.Deadline
    query = select(row.election_id).where(row.told_at.is_(None), row.tell_on <= clock.today()).distinct()
    with reading() as session:
        return session.scalars(query.limit(_AT_A_TIME)).all()


def _tell_of(election_id: UUID) -> int:
    today, row = clock.today(), tables.Deadline
    with unit_of_work(_SYSTEM) as uow:
        lock = select(tables.Election).where(tables.Election.id == election_id)
        found = uow.session.scalar(lock.with_for_update(skip_locked=True, key_share=True))
        if found is None:
            return 0
        known = timetables.timetable(uow.session, found, today=today)
        due = select(row).where(row.election_id == election_id, row.told_at.is_(None), row.tell_on <= today)
        return sum(_settle(uow, known, each) for each in uow.session.scalars(due).all())


def _settle(uow: UnitOfWork, known: ElectionTimetable, row: tables.Deadline) -> bool:
    """Told, or dropped where it holds no longer."""
    waiting = Deadline(row.stage, DeadlineKind(row.kind), row.days_before, row.due_on, row.tell_on)
    stage = known.stage(row.stage)
    reminders, today = known.template.reminders, known.course.today
    if stage is None or known.election.state in _NONE or not still_true(waiting, stage, reminders, today):
        uow.session.delete(row)
        return False
    row.told_at = clock.now()
    _tell(uow, known, waiting, stage)
    return True


def _tell(uow: UnitOfWork, known: ElectionTimetable, waiting: Deadline, stage: StageToday) -> None:
    facts = {
        "stage": stage.code,
        "name": stage.dated.stage.zh,
        "due_on": waiting.due_on,
        "responsible": stage.dated.stage.responsible.zh,
        "clause": stage.dated.stage.article(known.rules),
    }
    days = (waiting.due_on - known.course.today).days
    if waiting.kind is DeadlineKind.MISSED:
        tell(uow, known.election, "elections.deadline_missed.v1", {**facts, "days_late": -days})
    else:
        tell(uow, known.election, "elections.deadline_approached.v1", {**facts, "days_left": days})
