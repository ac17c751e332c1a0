"""Loading consultations, what was written in them, and their meetings."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.notices.domain.consultations import ConsultationState, EntryState
from services.notices.store.areas import upwards
from services.notices.store.tables import Consultation, ConsultationEntry, ConsultationMeeting, Support
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound

PUBLIC = Actor(subject="public", area=None)
SEEN = (ConsultationState.OPEN, ConsultationState.CLOSED, ConsultationState.CONCLUDED)
_LISTED = 50
_ENTRIES = 300


def consultation(session: Session, actor: Actor, consultation_id: UUID, *, lock: bool = False) -> Consultation:
    """Raises NotFound."""
    query = select(Consultation).where(Consultation.id == consultation_id, within(Consultation.area, actor))
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise _not_found()
    return found


def public_consultation(session: Session, consultation_id: UUID) -> Consultation:
    """Raises NotFound for one that has not begun."""
    found = consultation(session, PUBLIC, consultation_id)
    if found.state not in SEEN:
        raise _not_found()
    return found


def of_area(session: Session, area: str) -> Sequence[Consultation]:
    """Of an area and those above it, the newest first."""
    query = select(Consultation).where(Consultation.area.in_(upwards(area)), Consultation.state.in_(SEEN))
    return session.scalars(query.order_by(Consultation.closes_on.desc()).limit(_LISTED)).all()


def entry(session: Session, actor: Actor, entry_id: UUID, *, lock: bool = False) -> ConsultationEntry:
    """Raises NotFound."""
    query = select(ConsultationEntry).where(ConsultationEntry.id == entry_id, within(ConsultationEntry.area, actor))
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("entry_not_found", "没有找到这条意见。")
    return found


def shown_entries(session: Session, consultation_id: UUID) -> Sequence[ConsultationEntry]:
    """What everybody may read: those with the most supporters first."""
    shown = (ConsultationEntry.consultation_id == consultation_id) & (ConsultationEntry.state == EntryState.SHOWN)
    order = ConsultationEntry.supporters.desc(), ConsultationEntry.id.desc()
    return session.scalars(select(ConsultationEntry).where(shown).order_by(*order).limit(_ENTRIES)).all()


def supported(session: Session, consultation_id: UUID, resident_id: UUID) -> set[UUID]:
    """The proposals that a resident supports."""
    query = select(Support.entry_id).join(ConsultationEntry, ConsultationEntry.id == Support.entry_id)
    own = query.where(ConsultationEntry.consultation_id == consultation_id, Support.resident_id == resident_id)
    return set(session.scalars(own))


def meetings(session: Session, consultation_id: UUID) -> Sequence[ConsultationMeeting]:
    query = select(ConsultationMeeting).where(ConsultationMeeting.consultation_id == consultation_id)
    return session.scalars(query.order_by(ConsultationMeeting.held_on, ConsultationMeeting.id)).all()


def waiting_by_area(session: Session, actor: Actor) -> dict[str, int]:
    """How much waits to be read before it is shown, by area."""
    query = select(ConsultationEntry.area, func.count()).where(
        within(ConsultationEntry.area, actor), ConsultationEntry.state == EntryState.WAITING
    )
    return dict(session.execute(query.group_by(ConsultationEntry.area)).all())


def unconcluded_by_area(session: Session, actor: Actor) -> dict[str, int]:
    """How many outcomes are owed, by area."""
    query = select(Consultation.area, func.count()).where(
        within(Consultation.area, actor), Consultation.state == ConsultationState.CLOSED
    )
    return dict(session.execute(query.group_by(Consultation.area)).all())


def _not_found() -> NotFound:
    return NotFound("consultation_not_found", "没有找到这次协商。")
