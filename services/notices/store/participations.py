"""Keeping who took part in what."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from services.notices.domain.participation import Affair
from services.notices.store.tables import Participation
from shared import clock
from shared.database.unit_of_work import UnitOfWork


def record_participation(
    uow: UnitOfWork, *, area: str, resident_id: UUID | None, affair: Affair, affair_id: UUID
) -> bool:
    """Once for each resident and affair: False when it was there already. Who did not say who they are counts each
    time. Writes no audit line: the workflow that calls it does."""
    values = {"area": area, "resident_id": resident_id, "affair": affair, "affair_id": affair_id, "at": clock.now()}
    kept = uow.session.scalar(insert(Participation).values(values).on_conflict_do_nothing().returning(Participation.id))
    return kept is not None


def take_participation_back(uow: UnitOfWork, affair: Affair, affair_id: UUID) -> None:
    """Of what turned out to be none, such as advertising sent as a suggestion."""
    row = Participation
    uow.session.execute(delete(row).where(row.affair == affair, row.affair_id == affair_id))
