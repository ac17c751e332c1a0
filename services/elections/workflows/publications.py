"""Noting that a notice about an election hangs: shown on the election's page."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from services.elections.store import tables
from shared.database.unit_of_work import UnitOfWork
from shared.events.envelope import Event


def note_publication(uow: UnitOfWork, event: Event) -> None:
    """Notices that are not about one of our elections are none of our business."""
    origin = event.data["origin"]
    election_id = _election_id(origin["subject"]) if origin else None
    if election_id is None or uow.session.get(tables.Election, election_id) is None:
        return
    row = insert(tables.Publication).values(
        notice_id=event.data["notice_id"],
        election_id=election_id,
        area=event.area,
        title=event.data["title"],
        event_type=origin["event_type"],
        published_at=event.data["published_at"],
    )
    uow.session.execute(row.on_conflict_do_nothing())


def _election_id(subject: str) -> UUID | None:
    kind, _, number = subject.partition("/")
    try:
        return UUID(number) if kind == "elections" else None
    except ValueError:
        return None
