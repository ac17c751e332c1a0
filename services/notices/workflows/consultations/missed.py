"""Outcomes and answers whose day has passed: told once each."""

from __future__ import annotations

from sqlalchemy import select

from services.notices.domain.consultations import ConsultationState, EntryState
from services.notices.store.database import unit_of_work
from services.notices.store.tables import Consultation, ConsultationEntry
from shared import clock
from shared.auth.actor import Actor

_SYSTEM = Actor.system("notices")
_AT_A_TIME = 200  # rows a tick: the rest waits for the next one


def tell_missed_outcomes() -> int:
    today = clock.today()
    with unit_of_work(_SYSTEM) as uow:
        late = select(Consultation).where(
            Consultation.state == ConsultationState.CLOSED,
            Consultation.outcome_due_on < today,
            Consultation.told_at.is_(None),
        )
        found = uow.session.scalars(late.limit(_AT_A_TIME).with_for_update(skip_locked=True)).all()
        for each in found:
            each.told_at = clock.now()
            facts = {"consultation_id": each.id, "title": each.title, "due_on": each.outcome_due_on}
            subject = f"consultations/{each.id}"
            uow.emit("notices.consultation_outcome_missed.v1", subject=subject, area=each.area, data=facts)
        return len(found)


def tell_missed_answers() -> int:
    """To proposals that have their supporters."""
    today = clock.today()
    with unit_of_work(_SYSTEM) as uow:
        late = select(ConsultationEntry).where(
            ConsultationEntry.answered_on.is_(None),
            ConsultationEntry.state == EntryState.SHOWN,
            ConsultationEntry.answer_due_on < today,
            ConsultationEntry.told_at.is_(None),
        )
        found = uow.session.scalars(late.limit(_AT_A_TIME).with_for_update(skip_locked=True)).all()
        for each in found:
            each.told_at = clock.now()
            facts = {
                "entry_id": each.id,
                "consultation_id": each.consultation_id,
                "supporters": each.supporters,
                "due_on": each.answer_due_on,
            }
            subject = f"consultations/{each.consultation_id}"
            uow.emit("notices.proposal_answer_missed.v1", subject=subject, area=each.area, data=facts)
        return len(found)
