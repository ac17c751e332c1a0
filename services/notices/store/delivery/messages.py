"""Messages to single persons: claimed like deliveries, but few, so that rows may be objects."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from services.notices.domain.delivery.states import DeliveryState
from services.notices.store.tables import PersonalMessage
from shared import clock

_PREFIX = "p-"


def key(row: PersonalMessage) -> str:
    return f"{_PREFIX}{row.id.hex}"


def id_of(key: str) -> UUID | None:
    """None for the key of something else."""
    try:
        return UUID(key.removeprefix(_PREFIX)) if key.startswith(_PREFIX) else None
    except ValueError:
        return None


def channels_due(session: Session) -> Sequence[str]:
    query = select(PersonalMessage.channel).where(_due()).distinct()
    return session.scalars(query).all()


def claim(session: Session, channel: str, *, count: int, provider: str, lease_seconds: float) -> list[PersonalMessage]:
    query = (
        select(PersonalMessage)
        .where(_due(), PersonalMessage.channel == channel)
        .order_by(PersonalMessage.due_at)
        .limit(count)
        .with_for_update(skip_locked=True)
    )
    rows = list(session.scalars(query))
    for row in rows:
        row.state, row.attempts, row.provider = DeliveryState.QUEUED, row.attempts + 1, provider
        row.claimed_until = clock.now() + timedelta(seconds=lease_seconds)
    return rows


def lock(session: Session, ids: Collection[UUID]) -> Sequence[PersonalMessage]:
    query = select(PersonalMessage).where(PersonalMessage.id.in_(ids)).order_by(PersonalMessage.id)
    return session.scalars(query.with_for_update()).all()


def stuck(session: Session) -> Sequence[PersonalMessage]:
    late = (PersonalMessage.state == DeliveryState.QUEUED) & (PersonalMessage.claimed_until < func.now())
    return session.scalars(select(PersonalMessage).where(late).limit(1000).with_for_update(skip_locked=True)).all()


def by_ref(session: Session, provider: str, refs: Collection[str]) -> dict[str, UUID]:
    query = select(PersonalMessage.ref, PersonalMessage.id)
    found = session.execute(query.where(PersonalMessage.provider == provider, PersonalMessage.ref.in_(refs)))
    return {ref: message for ref, message in found if ref is not None}


def area_due(session: Session) -> str | None:
    return session.scalar(select(PersonalMessage.area).where(_due()).limit(1))


def _due() -> ColumnElement[bool]:
    return (PersonalMessage.state == DeliveryState.CREATED) & (PersonalMessage.due_at <= func.now())
