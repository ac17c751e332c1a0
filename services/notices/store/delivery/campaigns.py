"""Loading campaigns."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from services.notices.domain.delivery.campaign import CampaignState
from services.notices.domain.delivery.states import IN_VAIN, DeliveryState
from services.notices.store.tables import Campaign, Delivery, Notice
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound


def campaign(session: Session, actor: Actor, campaign_id: UUID, *, lock: bool = False) -> Campaign:
    """Raises NotFound."""
    query = select(Campaign).where(Campaign.id == campaign_id, within(Campaign.area, actor))
    found = session.scalar(query.with_for_update(key_share=True) if lock else query)
    if found is None:
        raise NotFound("campaign_not_found", "没有找到这次发送。")
    return found


def next_number(session: Session, notice_id: UUID, edition: int) -> int:
    query = select(func.coalesce(func.max(Campaign.number), 0) + 1)
    return session.scalar(query.where(Campaign.notice_id == notice_id, Campaign.edition == edition)) or 1


def titles(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """What the notice of each campaign is called."""
    query = select(Campaign.id, Notice.title).join(Notice, Notice.id == Campaign.notice_id).where(Campaign.id.in_(ids))
    return {row[0]: row[1] for row in session.execute(query)}


def under_way(session: Session, notice_id: UUID) -> Sequence[Campaign]:
    """Of a notice, locked."""
    query = select(Campaign).where(
        Campaign.notice_id == notice_id,
        Campaign.finished_at.is_(None),
        Campaign.state != CampaignState.CANCELLED,
    )
    return session.scalars(query.order_by(Campaign.id).with_for_update(key_share=True)).all()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why so many deliveries ended in vain."""

    channel: str
    state: str
    error: str | None
    count: int


def reasons(session: Session, campaign_id: UUID) -> Sequence[Reason]:
    """The most frequent first."""
    count = func.count()
    query = (
        select(Delivery.channel, Delivery.state, Delivery.error, count)
        .where(Delivery.campaign_id == campaign_id, Delivery.state.in_([state.value for state in IN_VAIN]))
        .group_by(Delivery.channel, Delivery.state, Delivery.error)
        .order_by(count.desc())
        .limit(100)
    )
    return [Reason(*row) for row in session.execute(query)]


def try_again(session: Session, campaign_id: UUID, states: Sequence[DeliveryState], channel: str | None) -> int:
    """A new round for those in these states; the answer is how many."""
    conditions = [Delivery.campaign_id == campaign_id, Delivery.state.in_([state.value for state in states])]
    if channel:
        conditions.append(Delivery.channel == channel)
    fresh = {"round": Delivery.round + 1, "attempts": 0, "ref": None, "error": None, "bundle": None}
    values = {"state": DeliveryState.CREATED, "due_at": func.now(), "changed_at": func.now(), **fresh}
    again = session.execute(update(Delivery).where(*conditions).values(**values))
    return again.rowcount  # type: ignore[attr-defined, no-any-return]
