"""What the sweeper looks for: deliveries that nobody holds any more, whose time is over or whose campaign is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, func, select, text, update
from sqlalchemy.orm import Session

from services.notices.domain.delivery.campaign import CampaignState
from services.notices.domain.delivery.states import DeliveryState
from services.notices.store.tables import Campaign, Delivery, PersonalMessage, WaitingReceipt

MOST = 2_000
"""Rows in one transaction: short enough to hinder nobody."""


def stuck(session: Session) -> Sequence[Delivery]:
    """Claimed by a worker whose lease is over: it died, or lost the database before it could note what it did."""
    query = (
        select(Delivery)
        .where(Delivery.state == DeliveryState.QUEUED, Delivery.claimed_until < func.now())
        .order_by(Delivery.id)
        .limit(MOST)
        .with_for_update(skip_locked=True)
    )
    return session.scalars(query).all()


def count_stuck(session: Session, campaign: UUID, count: int) -> None:
    session.execute(update(Campaign).where(Campaign.id == campaign).values(stuck=Campaign.stuck + count))


def unfinished(session: Session) -> Sequence[Campaign]:
    return session.scalars(select(Campaign).where(Campaign.finished_at.is_(None)).order_by(Campaign.created_at)).all()


_END = text("""
UPDATE deliveries SET state = CASE WHEN maybe_twice THEN 'uncertain' ELSE :state END,
    error = CASE WHEN maybe_twice THEN error ELSE coalesce(:reason, error) END, changed_at = now()
WHERE id = ANY(ARRAY(
    SELECT id FROM deliveries
    WHERE campaign_id = :campaign AND channel = :channel AND state = 'created'
    LIMIT :most FOR UPDATE SKIP LOCKED
)) RETURNING id
""")


def end_waiting(
    session: Session, campaign: UUID, channel: str, state: DeliveryState, *, reason: str | None
) -> list[int]:
    """Some deliveries that wait on a channel end in this state, or as uncertain where a provider may have taken them;
    the answer is which."""
    values = {"campaign": campaign, "channel": channel, "state": state.value, "reason": reason, "most": MOST}
    return list(session.scalars(_END, values))


def awaits_receipts(session: Session, campaign: UUID) -> bool:
    """Whether the provider may still tell what became of something."""
    awaited = exists().where(
        Delivery.campaign_id == campaign, Delivery.state == DeliveryState.SENT, Delivery.due_at > func.now()
    )
    return session.scalar(select(awaited)) or False


def campaign_for_update(session: Session, campaign: UUID) -> Campaign | None:
    """None when somebody else is at it, or it has been finished meanwhile."""
    query = select(Campaign).where(Campaign.id == campaign, Campaign.finished_at.is_(None))
    return session.scalar(query.with_for_update(skip_locked=True, key_share=True))


def unchosen(session: Session, lanes: Sequence[str]) -> Campaign | None:
    """The most urgent campaign whose recipients have not all been chosen, and which nobody else is choosing for."""
    query = (
        select(Campaign)
        .where(
            Campaign.finished_at.is_(None),
            Campaign.state == CampaignState.RUNNING,
            Campaign.chosen_at.is_(None),
            Campaign.lane.in_(lanes),
        )
        .order_by(func.array_position(list(lanes), Campaign.lane), Campaign.created_at)
        .limit(1)
        .with_for_update(skip_locked=True, key_share=True)
    )
    return session.scalar(query)


def area_unchosen(session: Session, lanes: Sequence[str]) -> str | None:
    """The area of a campaign that waits for its recipients to be chosen."""
    waits = (Campaign.state == CampaignState.RUNNING) & Campaign.chosen_at.is_(None) & Campaign.finished_at.is_(None)
    return session.scalar(select(Campaign.area).where(waits, Campaign.lane.in_(lanes)).limit(1))


def purge(session: Session, before: datetime) -> None:
    """Personal messages are nobody's business for longer; receipts for what we never knew have no one to be for."""
    session.execute(delete(PersonalMessage).where(PersonalMessage.created_at < before))
    session.execute(delete(WaitingReceipt).where(WaitingReceipt.received_at < before))
