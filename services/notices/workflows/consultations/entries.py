"""What residents write in a consultation, what the committee lets be seen, and what it answers."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from services.notices.domain.consultations import (
    ConsultationState,
    EntryKind,
    EntryState,
    answer_due,
    check_taking_part,
)
from services.notices.domain.participation import Affair
from services.notices.store import consultations
from services.notices.store.database import unit_of_work
from services.notices.store.participations import record_participation
from services.notices.store.tables import Consultation, ConsultationEntry, Resident, Support
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, FieldError, Forbidden, Invalid
from shared.ids import new_id

_PUBLIC = Actor.system("notices")


def write_entry(
    consultation_id: UUID, kind: EntryKind, *, text: str, name: str | None, resident_id: UUID | None
) -> ConsultationEntry:
    """By anybody, with a name or without; it is seen when somebody has read it. Raises Conflict out of its days."""
    with unit_of_work(_PUBLIC) as uow:
        found = consultations.public_consultation(uow.session, consultation_id)
        _must_take_part(found)
        own = _resident_of(uow, found, resident_id)
        made = ConsultationEntry(
            id=new_id(),
            consultation_id=found.id,
            area=found.area,
            kind=kind,
            text=text,
            name=name,
            resident_id=own,
            state=EntryState.WAITING,
            at=clock.now(),
        )
        uow.session.add(made)
        record_participation(uow, area=found.area, resident_id=own, affair=Affair.CONSULTATION, affair_id=found.id)
        uow.record("write_entry", subject=f"consultations/{found.id}", area=found.area, after={"kind": kind})
        return made


def support_proposal(entry_id: UUID, resident_id: UUID) -> ConsultationEntry:
    """Once for each resident: a second time changes nothing. Enough of them make an answer due. Raises Forbidden for
    somebody who lives elsewhere."""
    with unit_of_work(_PUBLIC) as uow:
        found = consultations.entry(uow.session, _PUBLIC, entry_id, lock=True)
        if found.kind != EntryKind.PROPOSAL or found.state != EntryState.SHOWN:
            raise Conflict("proposal_not_shown", "这条提议现在不能附议。")
        about = consultations.public_consultation(uow.session, found.consultation_id)
        _must_take_part(about)
        if _resident_of(uow, about, resident_id) is None:
            raise Forbidden("resident_elsewhere", "只有本社区居民可以附议。")
        new = insert(Support).values(entry_id=found.id, resident_id=resident_id).on_conflict_do_nothing()
        if uow.session.scalar(new.returning(Support.entry_id)) is None:
            return found
        found.supporters += 1
        if found.answer_due_on is None:
            found.answer_due_on = answer_due(found.supporters, about.supporters_needed, today=clock.today())
        record_participation(
            uow, area=about.area, resident_id=resident_id, affair=Affair.CONSULTATION, affair_id=about.id
        )
        return found


def moderate_entry(actor: Actor, entry_id: UUID, *, shown: bool, reason: str | None) -> ConsultationEntry:
    """Lets it be seen, or not, with the reason; both can be changed later."""
    if not shown and not reason:
        fault = FieldError("reason", "reason_missing", "不公开的，须写明理由。")
        raise Invalid("moderation_invalid", "不公开的，须写明理由。", fields=[fault])
    with unit_of_work(actor) as uow:
        found = consultations.entry(uow.session, actor, entry_id, lock=True)
        found.state = EntryState.SHOWN if shown else EntryState.HIDDEN
        found.reason = None if shown else reason
        _record(uow, found, "moderate_entry", {"shown": shown, "reason": reason})
        return found


def answer_entry(actor: Actor, entry_id: UUID, *, answer: str) -> ConsultationEntry:
    """In public; a later answer takes the place of the one before, which the audit trail knows."""
    with unit_of_work(actor) as uow:
        found = consultations.entry(uow.session, actor, entry_id, lock=True)
        if found.state != EntryState.SHOWN:
            raise Conflict("entry_not_shown", "这条意见没有公开，不能公开答复。")
        found.answer, found.answered_on = answer, clock.today()
        _record(uow, found, "answer_entry", {"answer": answer})
        return found


def _must_take_part(found: Consultation) -> None:
    days = {"opens_on": found.opens_on, "closes_on": found.closes_on}
    check_taking_part(ConsultationState(found.state), **days, today=clock.today())


def _resident_of(uow: UnitOfWork, found: Consultation, resident_id: UUID | None) -> UUID | None:
    """The resident, where they live in the consultation's area."""
    resident = uow.session.get(Resident, resident_id) if resident_id else None
    if resident is None or resident.moved_away_on is not None:
        return None
    here = Actor(subject="public", area=found.area).reaches(resident.area)
    return resident.id if here else None


def _record(uow: UnitOfWork, found: ConsultationEntry, action: str, after: dict[str, object]) -> None:
    uow.record(action, subject=f"consultation-entries/{found.id}", area=found.area, after=after)
