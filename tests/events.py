"""Events for handler tests, delivered the way a worker gets them: as batches, through the inbox."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from shared import clock
from shared.contracts.registry import dump_event_data
from shared.contracts.routing import source_of
from shared.database.database import Database
from shared.database.tables import outbox
from shared.events.envelope import Batch, Event, Handler
from shared.events.receive import Receiver
from shared.ids import new_id
from tests.conftest import COMMUNITY


class Publisher:
    """Another service, from a subscriber's view: each `tell` is the next event of that source's sequence."""

    def __init__(self, database: Database, handlers: Mapping[str, Handler]) -> None:
        self._database, self._receiver = database, Receiver(database, handlers)
        self._sequences: dict[str, itertools.count[int]] = {}

    def tell(self, event_type: str, data: Mapping[str, Any], *, subject: str, area: str = COMMUNITY) -> Batch:
        """Delivers one event; the answer is the batch, to be delivered again."""
        source = source_of(event_type)
        sequence = next(self._sequences.setdefault(source, itertools.count(1)))
        event = Event(
            id=new_id(),
            source=source,
            type=event_type,
            subject=subject,
            time=clock.now(),
            area=area,
            sequence=sequence,
            correlation_id="test",
            data=dump_event_data(event_type, data),
        )
        batch = Batch(source=source, after=sequence - 1, through=sequence, events=(event,))
        self.deliver(batch)
        return batch

    def deliver(self, batch: Batch) -> int:
        """Over the wire's own form; the answer is how many events were new."""
        return self._receiver.receive(Batch.from_message(batch.to_message()))

    def told(self) -> list[dict[str, Any]]:
        """What the subscriber itself published meanwhile, in order."""
        with self._database.reading() as session:
            return [dict(row) for row in session.execute(select(outbox).order_by(outbox.c.id)).mappings()]
