"""The inbox: which events a subscriber has taken, and how far it is with each source."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from shared.database.tables import event_cursors, inbox
from shared.events.envelope import Event


def lock_cursor(session: Session, source: str) -> int:
    """How far the subscriber is with `source`; batches of one source wait here for each other until the commit."""
    session.execute(insert(event_cursors).values(source=source, through=0).on_conflict_do_nothing())
    through = session.scalar(select(event_cursors.c.through).where(event_cursors.c.source == source).with_for_update())
    return through or 0


def claim(session: Session, source: str, events: Sequence[Event]) -> list[Event]:
    """Those of the events that were never taken before, in order; they are now."""
    if not events:
        return []
    rows = [{"source": source, "event_id": event.id, "sequence": event.sequence} for event in events]
    taken = set(session.scalars(insert(inbox).on_conflict_do_nothing().returning(inbox.c.event_id), rows))
    return [event for event in events if event.id in taken]


def move_cursor(session: Session, source: str, through: int) -> None:
    session.execute(
        update(event_cursors).where(event_cursors.c.source == source).values(through=through, heard_at=func.now())
    )


def cursors_silent_since(session: Session, sources: Sequence[str], moment: datetime) -> dict[str, int]:
    """How far the subscriber is with each source that it has not heard from since `moment`, 0 where it never has."""
    rows = session.execute(select(event_cursors).where(event_cursors.c.source.in_(sources))).mappings()
    known = {row["source"]: row for row in rows}
    return {
        source: known[source]["through"] if source in known else 0
        for source in sources
        if source not in known or known[source]["heard_at"] < moment
    }
