"""What a resident sees on their own page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.states import REACHED
from services.notices.domain.notice import State
from services.notices.store.tables import ContactConfirmation, Delivery, Notice, Resident
from shared.errors import NotFound

_IN_INBOX = 50
_READABLE = (State.PUBLISHED, State.TAKEN_DOWN)


def inbox(session: Session, resident_id: UUID) -> Sequence[tuple[Delivery, Notice]]:
    """What was delivered to the own page, newest first."""
    query = (
        select(Delivery, Notice)
        .join(Notice, Notice.id == Delivery.notice_id)
        .where(*_delivered_to(resident_id))
        .order_by(Delivery.id.desc())
        .limit(_IN_INBOX)
    )
    return [(delivery, notice) for delivery, notice in session.execute(query)]


def delivered(session: Session, resident_id: UUID, delivery_id: int) -> tuple[Delivery, Notice]:
    """One of them, locked. Raises NotFound."""
    query = select(Delivery, Notice).join(Notice, Notice.id == Delivery.notice_id)
    own = query.where(*_delivered_to(resident_id), Delivery.id == delivery_id)
    found = session.execute(own.with_for_update(of=Delivery)).one_or_none()
    if found is None:
        raise NotFound("notice_not_found", "没有找到这条公告。")
    return found[0], found[1]


def confirmations(session: Session, resident_id: UUID, now: datetime) -> dict[Channel, ContactConfirmation]:
    """Those that are open, by channel."""
    row = ContactConfirmation
    found = session.scalars(select(row).where(row.resident_id == resident_id, row.expires_at > now))
    return {Channel(each.channel): each for each in found}


def confirmation(session: Session, resident_id: UUID, channel: Channel) -> ContactConfirmation | None:
    """Locked."""
    return session.get(ContactConfirmation, (resident_id, channel.value), with_for_update=True)


def confirmation_by_token(session: Session, token_hash: str, now: datetime) -> tuple[ContactConfirmation, Resident]:
    """Locked. Raises NotFound."""
    query = (
        select(ContactConfirmation, Resident)
        .join(Resident, Resident.id == ContactConfirmation.resident_id)
        .where(ContactConfirmation.token_hash == token_hash, ContactConfirmation.expires_at > now)
        .where(Resident.moved_away_on.is_(None))
    )
    found = session.execute(query.with_for_update(of=ContactConfirmation)).one_or_none()
    if found is None:
        raise NotFound("confirmation_not_found", "这个确认链接已失效，请重新填写地址，再发一次。")
    return found[0], found[1]


def delete_expired(session: Session, now: datetime) -> None:
    session.execute(delete(ContactConfirmation).where(ContactConfirmation.expires_at <= now))


def _delivered_to(resident_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return (
        Delivery.resident_id == resident_id,
        Delivery.channel == Channel.INBOX.value,
        Delivery.state.in_([state.value for state in REACHED]),
        Notice.state.in_([state.value for state in _READABLE]),
    )
