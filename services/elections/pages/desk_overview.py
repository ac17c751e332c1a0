"""What an office sees first: its elections, what comes next in each and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from services.elections.domain.kinds import ElectionKind
from services.elections.domain.steps import TERMINAL, State, Step, steps_from
from services.elections.domain.timetable import Timetable
from services.elections.store import tables
from services.elections.store.database import reading
from services.elections.store.rule_sets import rule_set
from shared.auth.actor import Actor
from shared.database.scope import within

_MOST = 500  # a district has some hundred communities


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """`due` is the last lawful day of the next step, where the law names one."""

    id: UUID
    title: str
    area_name: str
    kind: ElectionKind
    state: State
    polling_day: date
    next_step: Step | None
    due: date | None
    days_left: int | None

    @property
    def overdue(self) -> bool:
        return self.days_left is not None and self.days_left < 0


def rows(actor: Actor, *, today: date) -> list[OverviewRow]:
    """Overdue ones first, then by the day on which something is due, those that are over last."""
    query = (
        select(tables.Election, tables.Area.name)
        .join(tables.Area, tables.Area.code == tables.Election.area)
        .where(within(tables.Election.area, actor))
        .order_by(tables.Election.polling_day.desc(), tables.Election.id)
        .limit(_MOST)
    )
    with reading() as session:
        found = [_row(election, name, today) for election, name in session.execute(query)]
    return sorted(found, key=lambda row: (row.state in TERMINAL, row.due or row.polling_day))


def _row(found: tables.Election, area_name: str, today: date) -> OverviewRow:
    state = State(found.state)
    step = next((step for step in steps_from(state) if step is not Step.CANCEL), None)
    due = _due(found, step)
    return OverviewRow(
        id=found.id,
        title=found.title,
        area_name=area_name,
        kind=ElectionKind(found.kind),
        state=state,
        polling_day=found.polling_day,
        next_step=step,
        due=due,
        days_left=None if due is None else (due - today).days,
    )


def _due(found: tables.Election, step: Step | None) -> date | None:
    timetable = Timetable(found.polling_day, rule_set(found.rule_set))
    days = {
        Step.ANNOUNCE: timetable.roll_by,
        Step.PUBLISH_ROLL: timetable.roll_by,
        Step.PUBLISH_CANDIDATES: timetable.candidates_by,
    }
    return None if step is None else days.get(step, found.polling_day)
