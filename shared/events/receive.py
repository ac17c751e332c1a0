"""Receiving a batch: one transaction for the cursor, the inbox and every effect.

The usual case costs one savepoint for the whole batch. Only when an event in it fails is the batch undone to that
savepoint and its events are handled one by one, each in a savepoint of its own, so that the failing one is set aside
and the others take effect.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy.exc import DBAPIError

from shared import context, metrics
from shared.auth.actor import Actor
from shared.contracts.registry import UnknownEventType, load_event_data
from shared.database.database import Database
from shared.database.unit_of_work import UnitOfWork
from shared.events import dead_letters, inbox
from shared.events.envelope import Batch, Event, Handler

log = logging.getLogger(__name__)


_TURN_SECONDS = 0.3  # how long a batch waits for the one before it, which a sibling process is just handling
_TURN_POLL_SECONDS = 0.02


class GapAhead(Exception):
    """The batch starts past what the subscriber has: an earlier one is still on its way, or lost."""

    def __init__(self, source: str, through: int, after: int) -> None:
        super().__init__(f"{source}: have {through}, batch starts after {after}")
        self.source = source
        self.through = through


class Receiver:
    """A service's receiving end: its database and the handler of each event type that it hears."""

    def __init__(self, database: Database, handlers: Mapping[str, Handler]) -> None:
        self._database = database
        self._handlers = handlers
        self._actor = Actor.system(database.service)

    def receive_in_turn(self, batch: Batch) -> int:
        """Like `receive`, but gives the batch before this one a moment: with several processes, the next one is often
        picked up first. Raises GapAhead when that does not come."""
        deadline = time.monotonic() + _TURN_SECONDS
        while True:
            try:
                return self.receive(batch)
            except GapAhead:
                if time.monotonic() > deadline:
                    raise
            time.sleep(_TURN_POLL_SECONDS)

    def receive(self, batch: Batch) -> int:
        """Takes a batch; the answer is how many of its events were new. Raises GapAhead when it comes too early."""
        with self._database.unit_of_work(self._actor) as uow:
            through = inbox.lock_cursor(uow.session, batch.source)
            if batch.through <= through:
                return 0
            if batch.after > through:
                raise GapAhead(batch.source, through, batch.after)
            fresh = inbox.claim(uow.session, batch.source, [e for e in batch.events if e.sequence > through])
            self._handle_all(uow, fresh)
            inbox.move_cursor(uow.session, batch.source, batch.through)
        metrics.EVENTS_RECEIVED.labels(self._database.service).inc(len(fresh))
        return len(fresh)

    def handle(self, uow: UnitOfWork, event: Event) -> None:
        """Runs the event's handler with the contract's Python values and the event's ids in the context."""
        handler = self._handlers.get(event.type)
        if handler is None:
            raise UnknownEventType(event.type)
        loaded = replace(event, data=load_event_data(event.type, event.data))
        with context.working(correlation_id=event.correlation_id, event_id=str(event.id)):
            handler(uow, loaded)

    def _handle_all(self, uow: UnitOfWork, events: Sequence[Event]) -> None:
        blocked = dead_letters.blocked_subjects(uow.session, events)
        if blocked:
            return self._handle_singly(uow, events, blocked)
        try:
            with uow.savepoint():
                for event in events:
                    self.handle(uow, event)
                uow.session.flush()
        except DBAPIError as error:
            if is_temporary(error):
                raise
            self._handle_singly(uow, events, set())
        except Exception:  # noqa: BLE001 - which one failed, and what becomes of it, is found out one by one
            self._handle_singly(uow, events, set())

    def _handle_singly(self, uow: UnitOfWork, events: Sequence[Event], blocked: set[tuple[str, str]]) -> None:
        for event in events:
            if (event.source, event.subject) in blocked:
                dead_letters.hold(uow.session, event)
            elif error := self.try_one(uow, event):
                dead_letters.set_aside(uow.session, event, error)
                blocked.add((event.source, event.subject))

    def try_one(self, uow: UnitOfWork, event: Event) -> Exception | None:
        """Handles one event in a savepoint. A failure is the answer; a temporary one is raised, for a later try."""
        try:
            with uow.savepoint():
                self.handle(uow, event)
                uow.session.flush()
        except DBAPIError as error:
            if is_temporary(error):
                raise
            return error
        except Exception as error:  # a handler may fail in any way; the event is kept with the reason
            log.exception("event handler failed", extra={"event_type": event.type, "event": str(event.id)})
            return error
        return None


def is_temporary(error: DBAPIError) -> bool:
    """Whether the database, not the data, is at fault: connection lost, lock timeout, deadlock, shutting down."""
    state = getattr(error.orig, "sqlstate", None) or ""
    return error.connection_invalidated or state[:2] in {"08", "40", "53", "55", "57"}
