"""The unit of work: one transaction that holds a change, its events, its jobs and its line in the audit trail.

The only place in Shequ that commits. Whatever leaves the database (Celery tasks above all) does so later, through the
relay, from rows written here: a process that dies right after the commit loses nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from shared import clock, context
from shared.auth.actor import Actor
from shared.contracts.registry import dump_event_data
from shared.database import tables
from shared.ids import new_id
from shared.jobs.states import JobState

_TELL, _ASK, _NOTE = insert(tables.outbox), insert(tables.jobs), insert(tables.audit_trail)


class UnitOfWork:
    """What a workflow holds between `with database.unit_of_work(actor) as uow:` and the end of that block."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self.session = session
        self.actor = actor
        self._own_correlation_id = context.correlation_id()
        self._events: list[dict[str, Any]] = []
        self._jobs: list[dict[str, Any]] = []
        self._audit: list[dict[str, Any]] = []

    def emit(self, event_type: str, *, subject: str, area: str, data: Mapping[str, Any]) -> UUID:
        """Puts an event in the outbox. Raises marshmallow's ValidationError when `data` breaks the event's contract."""
        event_id = new_id()
        self._events.append(
            {
                "event_id": event_id,
                "type": event_type,
                "subject": subject,
                "area": area,
                "time": clock.now(),
                "correlation_id": self._correlation_id,
                "data": dump_event_data(event_type, data),
            }
        )
        return event_id

    def enqueue(self, task: str, *, queue: str, area: str, **arguments: Any) -> UUID:
        """Asks for heavy work after the commit. Arguments are JSON values; the answer is the job's id."""
        job_id = new_id()
        self._jobs.append(
            {
                "id": job_id,
                "task": task,
                "queue": queue,
                "area": area,
                "arguments": arguments,
                "state": JobState.WAITING,
                "requested_by": self.actor.subject,
                "correlation_id": self._correlation_id,
            }
        )
        return job_id

    def record(
        self,
        action: str,
        *,
        subject: str,
        area: str,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Adds a line to the append-only audit trail. The states themselves are not kept there, only their hashes."""
        self._audit.append(
            {
                "time": clock.now(),
                "actor": self.actor.subject,
                "action": action,
                "subject": subject,
                "area": area,
                "before_hash": _hash(before),
                "after_hash": _hash(after),
                "correlation_id": self._correlation_id,
                "request_id": context.current().request_id,
            }
        )

    @property
    def _correlation_id(self) -> str:
        """The event's that is being handled (a batch holds many in one unit of work), else this unit's own."""
        return context.current().correlation_id or self._own_correlation_id

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part that can fail alone: if the block raises, its changes, events, jobs and audit lines are undone."""
        collected = (self._events, self._jobs, self._audit)
        lengths = [len(rows) for rows in collected]
        try:
            with self.session.begin_nested():
                yield
        except BaseException:
            for rows, length in zip(collected, lengths, strict=True):
                del rows[length:]
            raise

    def write_collected(self) -> None:
        """Writes events, jobs and audit lines, each kind in one statement. Called once, right before the commit."""
        self.session.flush()
        connection = self.session.connection()  # not the session: for rows of no mapped class that takes twice the time
        for statement, rows in ((_TELL, self._events), (_ASK, self._jobs), (_NOTE, self._audit)):
            if rows:
                connection.execute(statement, rows)


def _hash(state: Mapping[str, Any] | None) -> str | None:
    if state is None:
        return None
    canonical = json.dumps(state, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()
