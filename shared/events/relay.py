"""The relay: hands committed outbox rows and waiting jobs to Celery. The only place that sends work on its own account.

One relay for each service works at a time (a PostgreSQL advisory lock); a second one waits and takes over when the
first dies. What it sends twice, after a crash, the receivers recognise.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared import metrics
from shared.auth.actor import Actor
from shared.contracts import routing
from shared.database.database import Database
from shared.events import outbox
from shared.jobs import dispatch
from shared.settings import Settings
from shared.worker.queues import events_queue

log = logging.getLogger(__name__)

_LOCK_KEY = 0x5E9A
_NUMBER_LIMIT = 5_000  # rows numbered in one transaction, so that a flood does not hold its locks for long
_LOOK_ANYWAY_SECONDS = 1.0  # jobs become due by time alone
_GATHER_SECONDS = 0.02
_PAUSE_AFTER_ERROR = 1.0  # seconds; the broker or database is down and needs no hammering
_INTERRUPTIONS = (DBAPIError, PoolTimeout, BrokerError, RedisError, OSError)

Send = Callable[[str, str, dict[str, Any]], None]
"""(task name, queue, keyword arguments) → handed to the broker, or an exception."""


class Relay:
    def __init__(self, database: Database, settings: Settings, send: Send) -> None:
        self._database = database
        self._settings = settings
        self._send = send
        self._actor = Actor.system(settings.service)
        self._scanned: dict[str, tuple[int, int]] = {}
        self._told: dict[str, tuple[int, int]] = {}
        self._stopping = threading.Event()

    def run(self) -> None:
        """Works until `stop` is called."""
        while not self._stopping.is_set():
            try:
                with self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    if self._lead(connection):
                        self._work_as_leader(connection)
            except _INTERRUPTIONS as error:
                log.warning("relay interrupted, trying again", extra={"error": type(error).__name__})
                self._stopping.wait(_PAUSE_AFTER_ERROR)

    def stop(self) -> None:
        self._stopping.set()

    def run_once(self) -> int:
        """One round: number, send, dispatch; the answer is how many events and jobs were moved."""
        with self._database.unit_of_work(self._actor) as uow:
            moved = outbox.number_rows(uow.session, limit=_NUMBER_LIMIT)
        for subscriber in routing.subscribers_of(self._settings.service):
            moved += self._send_to(subscriber)
        moved += dispatch.send_due(
            self._database, self._actor, self._send, retry_seconds=self._settings.job_retry_seconds
        )
        metrics.EVENTS_RELAYED.labels(self._settings.service).inc(moved)
        return moved

    def _lead(self, connection: Connection) -> bool:
        """Waits for the advisory lock, in small steps so that `stop` is heard; False if that came first.

        The lock lasts as long as the connection, which is this purpose's own: closing it is giving the lock back.
        """
        connection.detach()
        while not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _LOCK_KEY}):
            _touch(self._settings.heartbeat_file)
            if self._stopping.wait(_PAUSE_AFTER_ERROR):
                return False
        return True

    def _work_as_leader(self, connection: Connection) -> None:
        """A round asks some fifteen questions. While nothing changes, one question is asked in their place."""
        quiet, looked_at = None, float("-inf")
        while not self._stopping.is_set():
            pulse = outbox.pulse(connection)  # fails if the connection died, and the lock with it
            moved = 0
            if pulse.waiting or pulse != quiet or time.monotonic() - looked_at >= _LOOK_ANYWAY_SECONDS:
                quiet, looked_at = pulse, time.monotonic()
                moved = self.run_once()
            _touch(self._settings.heartbeat_file)
            self._stopping.wait(self._pause_after(moved))

    def _pause_after(self, moved: int) -> float:
        """Seconds. None in a flood; in a trickle long enough for the next few events to go as one batch: a batch of one
        costs its subscribers as much as one of a hundred."""
        if moved >= self._settings.relay_batch:
            return 0.0
        return min(_GATHER_SECONDS, self._settings.relay_poll_seconds) if moved else self._settings.relay_poll_seconds

    def _send_to(self, subscriber: str) -> int:
        """Sends one batch. The transaction stays open while sending: two statements long, and the row is ours alone."""
        source = self._settings.service
        with self._database.unit_of_work(self._actor) as uow:
            after = outbox.sent_through(uow.session, subscriber)
            if after < (pruned := outbox.pruned_through(uow.session)):
                self._tell_out_of_reach(subscriber, after, pruned)
                return 0
            newest = outbox.last_sequence(uow.session)
            batch = outbox.next_batch(
                uow.session,
                source,
                subscriber,
                after=after,
                scan_from=self._scan_from(subscriber, after),
                limit=self._settings.relay_batch,
            )
            if batch is None:
                self._scanned[subscriber] = (after, newest)
                return 0
            self._send(f"{subscriber}.receive_events", events_queue(subscriber), {"batch": batch.to_message()})
            outbox.advance(uow.session, subscriber, batch)
            return len(batch.events)

    def _tell_out_of_reach(self, subscriber: str, after: int, pruned: int) -> None:
        """Nothing is sent past what is gone: the subscriber would take it as if nothing were missing."""
        if (after, pruned) != self._told.get(subscriber):
            self._told[subscriber] = (after, pruned)
            fields = {"subscriber": subscriber, "through": after, "pruned_through": pruned}
            log.error("subscriber needs events that are gone", extra=fields)

    def _scan_from(self, subscriber: str, after: int) -> int:
        """Where the last fruitless search ended, so that rows which nobody hears are not read again in each round."""
        cursor, scanned = self._scanned.get(subscriber, (after, after))
        return scanned if cursor == after else after


def stop_on_signals(relay: Relay) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: relay.stop())


def _touch(heartbeat: Path | None) -> None:
    if heartbeat is not None:
        heartbeat.touch()
