"""Dead letters: events whose handler failed, with the reason; and, behind each, later events of the same subject.

Order within a subject is a promise, so what follows a failed event is held until that one is handled or discarded.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from random import SystemRandom
from uuid import UUID

from marshmallow import ValidationError
from sqlalchemy import RowMapping, delete, func, insert, select, tuple_, update
from sqlalchemy.orm import Session

from shared import clock
from shared.contracts.registry import UnknownEventType
from shared.database.tables import dead_letters
from shared.errors import Refusal
from shared.events.envelope import Event
from shared.logs import without_values

PERMANENT = (ValidationError, UnknownEventType, Refusal)
"""Errors that no second try mends: the event waits for an operator at once."""

MAX_ATTEMPTS = 5
_FIRST_PAUSE = 2.0  # seconds, doubled each time: five attempts within a minute, while the cause may still pass
_random = SystemRandom()


class LetterState(StrEnum):
    RETRYING = "retrying"  # tried again by itself at next_attempt_at
    HELD = "held"  # waits behind an earlier event of its subject
    PARKED = "parked"  # waits for an operator


def blocked_subjects(session: Session, events: Sequence[Event]) -> set[tuple[str, str]]:
    """The (source, subject) pairs among the events behind which something is waiting already."""
    if not events:
        return set()
    pairs = {(event.source, event.subject) for event in events}
    where = tuple_(dead_letters.c.source, dead_letters.c.subject).in_(pairs)
    if (
        session.scalar(select(dead_letters.c.event_id).where(dead_letters.c.source == events[0].source).limit(1))
        is None
    ):
        return set()
    rows = session.execute(select(dead_letters.c.source, dead_letters.c.subject).where(where).distinct())
    return {(source, subject) for source, subject in rows}


def hold(session: Session, event: Event) -> None:
    _insert(session, event, state=LetterState.HELD, error="an earlier event of this subject has not been handled")


def set_aside(session: Session, event: Event, error: Exception) -> None:
    """Keeps a failed event: parked at once for an error that lasts, otherwise to be tried again soon."""
    if isinstance(error, PERMANENT):
        _insert(session, event, state=LetterState.PARKED, error=describe(error), attempts=1)
    else:
        _insert(session, event, state=LetterState.RETRYING, error=describe(error), attempts=1, next_attempt_at=_next(1))


def failed_again(session: Session, letter: RowMapping, error: Exception) -> None:
    attempts = letter["attempts"] + 1
    parked = isinstance(error, PERMANENT) or attempts >= MAX_ATTEMPTS
    _update(
        session,
        letter["event_id"],
        state=LetterState.PARKED if parked else LetterState.RETRYING,
        error=describe(error),
        attempts=attempts,
        next_attempt_at=None if parked else _next(attempts),
    )


def due(session: Session, moment: datetime) -> Sequence[RowMapping]:
    """Letters to try now, earliest of each source first; locked, and skipped where another worker has them."""
    return (
        session.execute(
            select(dead_letters)
            .where(dead_letters.c.state == LetterState.RETRYING, dead_letters.c.next_attempt_at <= moment)
            .order_by(dead_letters.c.source, dead_letters.c.sequence)
            .limit(50)
            .with_for_update(skip_locked=True)
        )
        .mappings()
        .all()
    )


def held_behind(session: Session, letter: RowMapping) -> RowMapping | None:
    """The next held event of the letter's subject, if any."""
    return (
        session.execute(
            select(dead_letters)
            .where(dead_letters.c.source == letter["source"], dead_letters.c.subject == letter["subject"])
            .order_by(dead_letters.c.sequence)
            .limit(1)
            .with_for_update()
        )
        .mappings()
        .one_or_none()
    )


def remove(session: Session, event_id: UUID) -> None:
    session.execute(delete(dead_letters).where(dead_letters.c.event_id == event_id))


def ask_retry(session: Session, event_id: UUID) -> None:
    """An operator's wish: try at the next tick, with all attempts again."""
    _update(session, event_id, state=LetterState.RETRYING, attempts=0, next_attempt_at=func.now())


def describe(error: Exception) -> str:
    """The error's kind and text, cut: an SQL error can carry whole statements. Persons' data are left out of those."""
    return f"{type(error).__name__}: {without_values(str(error))}"[:2000]


def _insert(session: Session, event: Event, **values: object) -> None:
    session.execute(
        insert(dead_letters).values(
            event_id=event.id,
            source=event.source,
            sequence=event.sequence,
            type=event.type,
            subject=event.subject,
            area=event.area,
            envelope=event.to_cloudevent(),
            **{"attempts": 0, **values},
        )
    )


def _update(session: Session, event_id: UUID, **values: object) -> None:
    session.execute(update(dead_letters).where(dead_letters.c.event_id == event_id).values(**values))


def _next(attempts: int) -> datetime:
    pause = _FIRST_PAUSE * 2 ** (attempts - 1)
    return clock.now() + timedelta(seconds=pause * _random.uniform(0.5, 1.5))
