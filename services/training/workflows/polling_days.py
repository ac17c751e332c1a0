"""Polling days, as the elections service tells of them: plans keep clear of them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from services.training.store.tables import PollingDay
from shared.database.unit_of_work import UnitOfWork
from shared.events.envelope import Event


def keep_polling_day(uow: UnitOfWork, event: Event) -> None:
    """An election was announced, or its timetable changed and maybe the day with it."""
    row = {"election_id": event.data["election_id"], "area": event.area, "on": event.data["polling_day"]}
    kept = insert(PollingDay).values(row)
    uow.session.execute(kept.on_conflict_do_update(index_elements=["election_id"], set_={"on": kept.excluded.on}))


def free_polling_day(uow: UnitOfWork, event: Event) -> None:
    uow.session.execute(delete(PollingDay).where(PollingDay.election_id == UUID(str(event.data["election_id"]))))
