"""The outbox as the relay sees it: numbering rows, reading the next batch, moving a subscriber's cursor."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from shared.contracts import routing
from shared.database.tables import outbox, outbox_cursors
from shared.events.envelope import Batch, Event

_NUMBER_ROWS = text(
    """
    UPDATE outbox SET sequence = numbered.sequence, sequenced_at = now()
    FROM (
        SELECT id, (SELECT coalesce(max(sequence), 0) FROM outbox) + row_number() OVER (ORDER BY id) AS sequence
        FROM (SELECT id FROM outbox WHERE sequence IS NULL ORDER BY id LIMIT :limit) AS waiting
    ) AS numbered
    WHERE outbox.id = numbered.id AND outbox.sequence IS NULL
    """
)

_PULSE = text(
    """
    SELECT EXISTS (SELECT FROM outbox WHERE sequence IS NULL) OR EXISTS (SELECT FROM jobs WHERE state = 'waiting'),
           (SELECT max(sequence) FROM outbox),
           (SELECT array_agg(sent_through ORDER BY subscriber) FROM outbox_cursors)
    """
)


@dataclass(frozen=True, slots=True)
class Pulse:
    """Whether rows or jobs wait for the relay, and what tells whether anything else has changed for it."""

    waiting: bool
    newest: int | None
    sent: list[int] | None


def pulse(connection: Connection) -> Pulse:
    return Pulse(*connection.execute(_PULSE).one())


def number_rows(session: Session, *, limit: int) -> int:
    """Gives committed rows the next numbers of the sequence; the answer is how many. One relay at a time may do so.

    Numbers come from here and not from a database sequence because rows commit in another order than they are
    written in, and some never do: only what is seen committed gets a number, so there is never a hole.
    """
    return session.execute(_NUMBER_ROWS, {"limit": limit}).rowcount  # type: ignore[attr-defined]


def sent_through(session: Session, subscriber: str) -> int:
    """The sequence number up to which `subscriber` has been sent everything. A new subscriber starts at 0."""
    found = session.scalar(select(outbox_cursors.c.sent_through).where(outbox_cursors.c.subscriber == subscriber))
    if found is None:
        session.execute(insert(outbox_cursors).values(subscriber=subscriber, sent_through=0).on_conflict_do_nothing())
    return found or 0


def next_batch(
    session: Session, source: str, subscriber: str, *, after: int, scan_from: int | None = None, limit: int
) -> Batch | None:
    """The next events that the subscriber hears; None if there are none. `scan_from` skips rows known as unheard."""
    rows = (
        session.execute(
            select(outbox)
            .where(outbox.c.sequence > max(after, scan_from or 0))
            .where(outbox.c.type.in_(routing.types_heard(subscriber, source)))
            .order_by(outbox.c.sequence)
            .limit(limit)
        )
        .mappings()
        .all()
    )
    if not rows:
        return None
    events = tuple(Event.from_outbox(source, row) for row in rows)
    return Batch(source=source, after=after, through=events[-1].sequence, events=events)


def advance(session: Session, subscriber: str, batch: Batch) -> None:
    """Notes that the batch was sent, unless the cursor was rewound meanwhile: then it is sent again from there."""
    session.execute(
        update(outbox_cursors)
        .where(outbox_cursors.c.subscriber == subscriber, outbox_cursors.c.sent_through == batch.after)
        .values(sent_through=batch.through)
    )


def rewind(session: Session, subscriber: str, *, after: int) -> bool:
    """Notes the subscriber's word that it has all up to `after` and makes the relay send again what follows; the answer
    is whether anything was sent past it."""
    its_own = outbox_cursors.c.subscriber == subscriber
    changed = session.execute(
        update(outbox_cursors).where(its_own, outbox_cursors.c.sent_through > after).values(sent_through=after)
    )
    session.execute(
        update(outbox_cursors).where(its_own, outbox_cursors.c.taken_through != after).values(taken_through=after)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def pruned_through(session: Session) -> int:
    """The number up to which events were removed: those left have no hole."""
    return (session.scalar(select(func.min(outbox.c.sequence))) or 1) - 1


def last_sequence(session: Session) -> int:
    return session.scalar(select(func.max(outbox.c.sequence))) or 0
