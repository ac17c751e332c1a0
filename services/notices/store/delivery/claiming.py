"""Claiming: a worker takes some deliveries that are due, and nobody else does while its lease lasts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.keys import Key
from services.notices.domain.delivery.lanes import Lane


@dataclass(frozen=True, slots=True)
class Turn:
    lane: Lane
    channel: Channel


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery in a worker's hands. `address` is None where the resident has left the channel since, or moved.
    `best_time` is the time that they named."""

    channel: Channel
    id: int
    campaign_id: UUID
    notice_id: UUID
    edition: int
    round: int
    claimed_until: datetime
    bundle: int | None
    resident_key: str | None
    language: str
    best_time: str
    area: str | None
    address: str | None

    @property
    def key(self) -> str:
        return str(Key(self.campaign_id, self.id, self.round))


_TURN = text("""
SELECT c.lane, listed.channel, c.area
FROM campaigns c CROSS JOIN unnest(c.channels) AS listed (channel)
WHERE c.finished_at IS NULL AND c.state = 'running' AND c.not_before <= now() AND c.deadline > now()
  AND c.lane = ANY(:lanes) AND listed.channel = ANY(:channels)
  AND EXISTS (SELECT FROM deliveries d WHERE d.campaign_id = c.id AND d.channel = listed.channel
              AND d.state = 'created' AND d.due_at <= now())
ORDER BY array_position(:lanes, c.lane::text), random()
LIMIT 1
""")


def next_turn(session: Session, lanes: Sequence[Lane], channels: Collection[Channel]) -> Turn | None:
    """What is due in the most urgent of the lanes; between channels the dice decide, so that none waits for another."""
    found = session.execute(_TURN, _values(lanes, channels)).one_or_none()
    return Turn(Lane(found.lane), Channel(found.channel)) if found else None


def area_due(session: Session, lanes: Sequence[Lane], channels: Collection[Channel]) -> str | None:
    """The area of a campaign of which something is due."""
    found = session.execute(_TURN, _values(lanes, channels)).one_or_none()
    return found.area if found else None


def _values(lanes: Sequence[Lane], channels: Collection[Channel]) -> dict[str, list[str]]:
    return {"lanes": [lane.value for lane in lanes], "channels": [channel.value for channel in channels]}


_PICK = """
WITH turns AS MATERIALIZED (
    SELECT id FROM campaigns
    WHERE finished_at IS NULL AND state = 'running' AND not_before <= now() AND deadline > now()
      AND lane = :lane AND :channel = ANY(channels)
    ORDER BY created_at
), picked AS (
    SELECT due.id, due.resident_id FROM turns CROSS JOIN LATERAL (
        SELECT id, resident_id FROM deliveries
        WHERE campaign_id = turns.id AND channel = :channel AND state = 'created' AND due_at <= now()
        ORDER BY due_at LIMIT :count FOR UPDATE SKIP LOCKED
    ) AS due LIMIT :count
)"""

_EACH = """, bundled AS (SELECT id, NULL::bigint AS bundle, false AS torn FROM picked)"""

_TOGETHER = """, alike AS MATERIALIZED (
    SELECT id, resident_id, bundle FROM deliveries
    WHERE resident_id = ANY(ARRAY(SELECT resident_id FROM picked)) AND channel = :channel AND state = 'created'
      AND due_at <= now() AND campaign_id = ANY(ARRAY(SELECT id FROM turns))
    FOR UPDATE SKIP LOCKED
), bundled AS (
    SELECT id, coalesce(bundle, min(id) FILTER (WHERE bundle IS NULL) OVER (PARTITION BY resident_id)) AS bundle,
        bundle < min(id) OVER (PARTITION BY resident_id, bundle) IS TRUE AS torn
    FROM alike
)"""
"""Of a digest, whatever else waits for the same residents goes into the same message. What went out together once stays
together: under the key of an earlier try nothing new may go out, since the provider may have that key already. If the
one that gave the key is gone (its notice was taken down), the others go under another key and may arrive twice."""

_CLAIM = """, claimed AS (
    UPDATE deliveries d SET state = 'queued', claimed_until = now() + make_interval(secs => :lease),
        attempts = attempts + 1, provider = :provider, changed_at = now(), bundle = bundled.bundle,
        maybe_twice = maybe_twice OR bundled.torn
    FROM bundled WHERE d.id = bundled.id AND d.id = ANY(ARRAY(SELECT id FROM bundled))
    RETURNING d.id, campaign_id, notice_id, edition, round, claimed_until, bundled.bundle, resident_id
)
SELECT id, campaign_id, notice_id, edition, round, claimed_until, bundle, reach.key, coalesce(reach.language, 'zh'),
    coalesce(reach.best_time, 'any'), reach.area, reach.address
FROM claimed LEFT JOIN LATERAL (
    SELECT r.key, r.language, r.best_time, r.area, k.address
    FROM residents r
    LEFT JOIN contacts k ON k.resident_id = r.id AND k.channel = :channel AND k.state = 'confirmed'
    WHERE r.id = claimed.resident_id AND r.moved_away_on IS NULL
    OFFSET 0
) AS reach ON true
ORDER BY id
"""
"""`OFFSET 0` keeps the lateral join as it is written, one look at an index for each row: the planner, which knows
nothing of rows that were inserted a second ago, might read all residents instead."""

_CLAIM_EACH, _CLAIM_TOGETHER = text(_PICK + _EACH + _CLAIM), text(_PICK + _TOGETHER + _CLAIM)


def claim(session: Session, turn: Turn, *, count: int, provider: str, lease_seconds: float) -> list[Claimed]:
    values = {
        "lane": turn.lane.value,
        "channel": turn.channel.value,
        "count": count,
        "provider": provider,
        "lease": lease_seconds,
    }
    statement = _CLAIM_TOGETHER if turn.lane is Lane.DIGEST else _CLAIM_EACH
    return [Claimed(turn.channel, *row) for row in session.execute(statement, values).all()]


_PUT_OFF = text("""
UPDATE deliveries d SET state = 'created', claimed_until = NULL, due_at = new.due_at, attempts = attempts - 1,
    bundle = CASE WHEN attempts > 1 THEN bundle END, changed_at = now()
FROM unnest(CAST(:ids AS bigint[]), CAST(:moments AS timestamptz[])) AS new (id, due_at)
WHERE d.id = new.id AND d.id = ANY(:ids)
""")
"""As if it had not been claimed: what was never sent may go out with whatever else comes for the resident meanwhile."""


def put_off(session: Session, moments: Mapping[int, datetime]) -> None:
    """In the transaction that claimed these deliveries: each waits until its moment."""
    if moments:
        session.execute(_PUT_OFF, {"ids": list(moments), "moments": list(moments.values())})


def bundles(claimed: Sequence[Claimed]) -> list[list[Claimed]]:
    """What goes out as one message each."""
    found: dict[int, list[Claimed]] = {}
    for each in claimed:
        found.setdefault(each.bundle or each.id, []).append(each)
    return list(found.values())
