"""How far campaigns are: exact counts that cost a few rows, not a look at a million."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from services.notices.domain.delivery.states import DeliveryState
from services.notices.store.tables import Delivery, DeliveryCount, Resident


@dataclass(frozen=True, slots=True)
class Count:
    channel: str
    state: str
    count: int


def counts(session: Session, campaigns: Collection[UUID]) -> dict[UUID, list[Count]]:
    """By campaign; what is zero is left out."""
    total = func.sum(DeliveryCount.change)
    query = (
        select(DeliveryCount.campaign_id, DeliveryCount.channel, DeliveryCount.state, total)
        .where(DeliveryCount.campaign_id.in_(campaigns))
        .group_by(DeliveryCount.campaign_id, DeliveryCount.channel, DeliveryCount.state)
        .having(total != 0)
        .order_by(DeliveryCount.channel, DeliveryCount.state)
    )
    found: dict[UUID, list[Count]] = {campaign: [] for campaign in campaigns}
    for campaign, channel, state, count in session.execute(query):
        found[campaign].append(Count(channel, state, count))
    return found


def among(counted: Collection[Count], states: Collection[DeliveryState]) -> int:
    return sum(each.count for each in counted if each.state in states)


def where(counted: Collection[Count], holds: Callable[[str, str], bool]) -> int:
    """Those of whose channel and state it holds."""
    return sum(each.count for each in counted if holds(each.channel, each.state))


def maybe_twice(session: Session, campaigns: Collection[UUID]) -> dict[UUID, int]:
    """How many deliveries of each campaign may have arrived twice."""
    query = (
        select(Delivery.campaign_id, func.count())
        .where(Delivery.campaign_id.in_(campaigns), Delivery.maybe_twice)
        .group_by(Delivery.campaign_id)
    )
    return dict.fromkeys(campaigns, 0) | {row[0]: row[1] for row in session.execute(query)}


@dataclass(frozen=True, slots=True)
class Waiting:
    """Residents who named this time and whose first message is not to go out before `told_from`."""

    best_time: str
    told_from: datetime
    count: int


def waiting(session: Session, campaign: UUID) -> Sequence[Waiting]:
    """Who waits for their time or for the campaign's own start, the soonest first."""
    count = func.count(Delivery.resident_id.distinct())
    query = (
        select(Resident.best_time, Delivery.due_at, count)
        .join(Resident, Resident.id == Delivery.resident_id)
        .where(Delivery.campaign_id == campaign, Delivery.state == DeliveryState.CREATED)
        .where(Delivery.due_at > func.now(), Delivery.attempts == 0)
        .group_by(Resident.best_time, Delivery.due_at)
    )
    return [Waiting(*row) for row in session.execute(query.order_by(Delivery.due_at, Resident.best_time))]


_ADD_UP = text("""
WITH gathered AS (
    DELETE FROM delivery_counts WHERE id IN (
        SELECT id FROM delivery_counts WHERE campaign_id IN (
            SELECT campaign_id FROM delivery_counts GROUP BY 1 HAVING count(*) > 50 LIMIT 20
        ) FOR UPDATE SKIP LOCKED
    ) RETURNING campaign_id, channel, state, change
)
INSERT INTO delivery_counts (campaign_id, channel, state, change)
SELECT campaign_id, channel, state, sum(change) FROM gathered GROUP BY 1, 2, 3 HAVING sum(change) <> 0
""")


def add_up(session: Session) -> None:
    """Makes one row of the many that have gathered for a campaign; sums stay what they are at every moment."""
    session.execute(_ADD_UP)
