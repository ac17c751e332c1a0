"""What no guarantee needs any more goes: events that all have taken, the inbox's memory of them, kept answers, jobs.

A chore of each tick: it looks at the oldest rows of each table and removes a bounded number of them, so that it neither
piles up work for one night nor needs to know when it last ran. See docs/decisions/0019.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from shared import clock, metrics
from shared.auth.actor import Actor
from shared.contracts import routing
from shared.database.database import Database
from shared.database.tables import event_cursors, idempotency_keys, inbox, jobs, outbox, outbox_cursors
from shared.events.outbox import last_sequence
from shared.jobs.states import FINAL

_AT_ONCE = 1_000  # rows of a table in one tick: some ten milliseconds, and 17 million rows a day

_OVER = jobs.c.state.in_(bindparam("over", sorted(FINAL), expanding=True, literal_execute=True))
"""Written out as in ix_jobs_over: a plan that is kept for other states, too, could not use that."""


def prune(
    database: Database,
    *,
    events_days: int,
    keys_days: int,
    jobs_days: int,
    jobs_in_use: Sequence[InstrumentedAttribute[UUID]] = (),
) -> Mapping[str, int]:
    """Removes some of what is older than so many days; the answer is how many rows of each table. A job stays that a
    row of the service refers to in one of these columns, and while a repetition is answered with its address."""
    now = clock.now()
    over_before = now - timedelta(days=max(jobs_days, keys_days))
    with database.unit_of_work(Actor.system(database.service)) as uow:
        removed = {
            "outbox": prune_outbox(uow.session, database.service, now - timedelta(days=events_days)),
            "inbox": prune_inbox(uow.session, now - timedelta(days=events_days)),
            "idempotency_keys": prune_keys(uow.session, now - timedelta(days=keys_days)),
            "jobs": prune_jobs(uow.session, over_before, jobs_in_use),
        }
    for table, rows in removed.items():
        metrics.PRUNED.labels(database.service, table).inc(rows)
    return removed


def prune_outbox(session: Session, source: str, before: datetime) -> int:
    """Events from the lowest number on, as far as they are old and every subscriber has said that it has them. The
    newest stays whatever its age: numbers are counted on from it."""
    limit = min(_taken_by_all(session, source), last_sequence(session) - 1)
    lowest = select(outbox.c.sequence, outbox.c.sequenced_at).where(outbox.c.sequence <= limit)
    old = _old(session.execute(lowest.order_by(outbox.c.sequence).limit(_AT_ONCE)).all(), before)
    if old:
        session.execute(delete(outbox).where(outbox.c.sequence <= old[-1]))
    return len(old)


def prune_inbox(session: Session, before: datetime) -> int:
    """What was taken of each source, below the cursor by nature. The oldest of a source go first."""
    return sum(_prune_taken(session, source, before) for source in session.scalars(select(event_cursors.c.source)))


def prune_keys(session: Session, before: datetime) -> int:
    oldest = select(idempotency_keys.c.created_at).where(idempotency_keys.c.created_at < before)
    last = session.scalars(oldest.order_by(idempotency_keys.c.created_at).limit(_AT_ONCE)).all()
    if last:
        session.execute(delete(idempotency_keys).where(idempotency_keys.c.created_at <= last[-1]))
    return len(last)


def prune_jobs(session: Session, before: datetime, in_use: Sequence[InstrumentedAttribute[UUID]]) -> int:
    """Those that are over, the first to end first."""
    free = [~exists().where(column == jobs.c.id) for column in in_use]
    oldest = select(jobs.c.id).where(_OVER, jobs.c.touched_at < before, *free).order_by(jobs.c.touched_at)
    gone = delete(jobs).where(jobs.c.id.in_(oldest.limit(_AT_ONCE)))
    return session.execute(gone).rowcount  # type: ignore[attr-defined]


def _taken_by_all(session: Session, source: str) -> int:
    """Locked, so that a subscriber's word about less than this waits, and finds then what is left."""
    rows = session.execute(select(outbox_cursors).with_for_update()).mappings()
    taken = {row["subscriber"]: row["taken_through"] for row in rows}
    return min((taken.get(subscriber, 0) for subscriber in routing.subscribers_of(source)), default=0)


def _prune_taken(session: Session, source: str, before: datetime) -> int:
    lowest = select(inbox.c.sequence, inbox.c.received_at).where(inbox.c.source == source)
    old = _old(session.execute(lowest.order_by(inbox.c.sequence).limit(_AT_ONCE)).all(), before)
    if old:
        session.execute(delete(inbox).where(inbox.c.source == source, inbox.c.sequence <= old[-1]))
    return len(old)


def _old(rows: Sequence[Any], before: datetime) -> list[int]:
    """The numbers of the rows up to the first that is not old: what is left has no hole, whatever the clock did."""
    return [sequence for sequence, _ in takewhile(lambda row: row[1] < before, rows)]
