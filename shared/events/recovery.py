"""What a subscriber does on each tick: ask for what it may have missed, and try dead letters that are due."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import RowMapping

from shared import clock
from shared.auth.actor import Actor
from shared.contracts import routing
from shared.database.database import Database
from shared.database.unit_of_work import UnitOfWork
from shared.events import dead_letters, inbox, outbox
from shared.events.envelope import Event
from shared.events.receive import Receiver

log = logging.getLogger(__name__)

Ask = Callable[[str, str, int], None]
"""(source, subscriber, after) → the source's task `rewind_events` is sent."""


_ASK_AGAIN_SECONDS = 2.0  # the answer takes a moment; every early batch until then would ask the same


class Asking:
    """Asks a source for what follows a gap, once for each gap and process within two seconds."""

    def __init__(self, subscriber: str, ask: Ask) -> None:
        self._subscriber = subscriber
        self._ask = ask
        self._last: dict[str, tuple[int, float]] = {}

    def once(self, source: str, through: int) -> None:
        known, moment = self._last.get(source, (-1, 0.0))
        if known == through and time.monotonic() - moment < _ASK_AGAIN_SECONDS:
            return
        self._last[source] = (through, time.monotonic())
        log.info("events are missing, asking for them", extra={"source": source, "through": through})
        self._ask(source, self._subscriber, through)


def ask_for_missing(database: Database, ask: Ask, *, silent_seconds: float) -> None:
    """Tells every source that was silent for so long how far this subscriber is. Asking for nothing new is harmless."""
    subscriber = database.service
    since = clock.now() - timedelta(seconds=silent_seconds)
    with database.reading() as session:
        behind = inbox.cursors_silent_since(session, routing.sources_of(subscriber), since)
    for source, through in behind.items():
        ask(source, subscriber, through)


def rewind_for(database: Database, subscriber: str, after: int) -> bool:
    """The source's answer: whether there was something to send again."""
    with database.unit_of_work(Actor.system(database.service)) as uow:
        return outbox.rewind(uow.session, subscriber, after=after)


def retry_due_letters(database: Database, receiver: Receiver) -> int:
    """Tries each letter that is due and, behind one that succeeds, what was held; the answer is how many succeeded."""
    with database.unit_of_work(Actor.system(database.service)) as uow:
        return sum(_retry(uow, receiver, letter) for letter in dead_letters.due(uow.session, clock.now()))


def release_held(uow: UnitOfWork, receiver: Receiver, letter: RowMapping) -> int:
    """Handles the events behind a letter that is gone, in order, until one fails."""
    handled = 0
    while (following := dead_letters.held_behind(uow.session, letter)) and _attempt(uow, receiver, following):
        handled += 1
    return handled


def _retry(uow: UnitOfWork, receiver: Receiver, letter: RowMapping) -> int:
    inbox.lock_cursor(uow.session, letter["source"])  # newer events of the subject wait until this one is settled
    if not _attempt(uow, receiver, letter):
        return 0
    return 1 + release_held(uow, receiver, letter)


def _attempt(uow: UnitOfWork, receiver: Receiver, letter: RowMapping) -> bool:
    error = receiver.try_one(uow, Event.from_cloudevent(letter["envelope"]))
    if error is None:
        dead_letters.remove(uow.session, letter["event_id"])
    else:
        dead_letters.failed_again(uow.session, letter, error)
    return error is None
