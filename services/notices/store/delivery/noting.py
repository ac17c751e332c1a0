"""Noting what became of deliveries: they are locked, the rules decide, and one statement writes the new states."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.notices.domain.delivery.states import DeliveryState


@dataclass(frozen=True, slots=True)
class Standing:
    """A delivery as it stands, locked until the transaction ends."""

    id: int
    state: DeliveryState
    campaign_id: UUID
    channel: str
    claimed_until: datetime | None
    round: int
    maybe_twice: bool
    attempts: int
    provider: str | None
    ref: str | None
    bundle: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """The new values of a delivery's row; `due_at`, `provider` and `ref` only where they change."""

    id: int
    state: DeliveryState
    due_at: datetime | None = None
    provider: str | None = None
    ref: str | None = None
    error: str | None = None
    maybe_twice: bool = False


_LOCK = text("""
SELECT id, state, campaign_id, channel, claimed_until, round, maybe_twice, attempts, provider, ref,
    bundle
FROM deliveries WHERE id = ANY(:ids) ORDER BY id FOR UPDATE
""")
"""In the order of ids, so that two who note the same deliveries wait for each other instead of both."""


def lock(session: Session, ids: Collection[int]) -> dict[int, Standing]:
    rows = session.execute(_LOCK, {"ids": list(ids)}).all()
    return {row[0]: Standing(row[0], DeliveryState(row[1]), *row[2:]) for row in rows}


_WRITE = text("""
UPDATE deliveries d SET
    state = new.state, due_at = coalesce(new.due_at, d.due_at), claimed_until = NULL, changed_at = now(),
    provider = coalesce(new.provider, d.provider), ref = coalesce(new.ref, d.ref), error = new.error,
    maybe_twice = d.maybe_twice OR new.maybe_twice
FROM unnest(
    CAST(:ids AS bigint[]), CAST(:states AS text[]), CAST(:due AS timestamptz[]), CAST(:providers AS text[]),
    CAST(:refs AS text[]), CAST(:errors AS text[]), CAST(:twice AS boolean[])
) AS new (id, state, due_at, provider, ref, error, maybe_twice)
WHERE d.id = new.id AND d.id = ANY(:ids)
""")
"""The ids once more, or the planner might read the whole table to find five hundred rows."""


_COLUMNS = {
    "ids": "id",
    "states": "state",
    "due": "due_at",
    "providers": "provider",
    "refs": "ref",
    "errors": "error",
    "twice": "maybe_twice",
}


def write(session: Session, changes: Sequence[Change]) -> None:
    if changes:
        values = {name: [getattr(change, field) for change in changes] for name, field in _COLUMNS.items()}
        session.execute(_WRITE, values)


_FALL_BACK = text("""
INSERT INTO deliveries (campaign_id, notice_id, edition, resident_id, channel, state, due_at)
SELECT d.campaign_id, d.notice_id, d.edition, d.resident_id, following.channel,
       CASE following.channel WHEN 'inbox' THEN 'sent' ELSE 'created' END, now()
FROM deliveries d JOIN campaigns c ON c.id = d.campaign_id CROSS JOIN LATERAL (
    SELECT channel FROM unnest(c.channels) WITH ORDINALITY AS listed (channel, position)
    WHERE position > array_position(c.channels, d.channel)
      AND (channel = ANY(:without_address) OR EXISTS (
          SELECT FROM contacts k
          WHERE k.resident_id = d.resident_id AND k.channel = listed.channel AND k.state = 'confirmed'))
    ORDER BY position LIMIT 1
) AS following
WHERE d.id = ANY(:ids) AND NOT c.every_channel AND c.finished_at IS NULL AND c.state IN ('running', 'paused')
  AND c.deadline > now()
FOR SHARE OF c
ON CONFLICT DO NOTHING
""")
"""Who finishes a campaign waits for its row or is waited for: nothing is added to a finished one."""


def fall_back(session: Session, ids: Collection[int], *, without_address: Collection[str]) -> None:
    """The next channel of each of these residents gets its turn, unless the campaign uses every channel anyway."""
    if ids:
        session.execute(_FALL_BACK, {"ids": list(ids), "without_address": list(without_address)})


_BOUNCED = text("""
UPDATE contacts k SET state = 'bounced', changed_at = now()
FROM deliveries d
WHERE d.id = ANY(:ids) AND k.resident_id = d.resident_id AND k.channel = d.channel AND k.state = 'confirmed'
""")


def mark_bounced(session: Session, ids: Collection[int]) -> None:
    """Not to be written to again until the resident gives another address."""
    if ids:
        session.execute(_BOUNCED, {"ids": list(ids)})
