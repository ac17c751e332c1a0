"""Keeping who took part in what."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.notices.domain.participation import Affair
from services.notices.store.tables import GoodDeed, Participation, SignUp, Suggestion, ThanksConsent
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


def forget_resident(db: Session, resident_id: UUID) -> None:
    """Of a resident who is erased: names and contacts that they left on forms, and their consent to be thanked. That
    somebody took part stays, so that past figures stay right."""
    contact = {"channel": None, "address": None}
    db.execute(update(Suggestion).where(Suggestion.resident_id == resident_id).values(name=None, **contact))
    nobody = {"name": None, "who": SignUp.code, **contact}
    db.execute(update(SignUp).where(SignUp.resident_id == resident_id).values(nobody))
    db.execute(update(GoodDeed).where(GoodDeed.teller_id == resident_id).values(contact))
    db.execute(delete(ThanksConsent).where(ThanksConsent.resident_id == resident_id))
