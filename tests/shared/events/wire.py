"""A publisher, a subscriber whose effects can be counted, and a broker that the test holds in its hands."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Column, Integer, MetaData, Table, Text, Uuid, insert, select

from shared.auth.actor import Actor
from shared.database.database import Database
from shared.database.tables import dead_letters, event_cursors, inbox, outbox
from shared.database.unit_of_work import UnitOfWork
from shared.events.envelope import Batch, Event
from shared.events.receive import Receiver

REGISTERED = "elections.area_registered.v1"
AREA = "450403002003"
SYSTEM = Actor.system("test")

metadata = MetaData()
effects = Table(
    "effects",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("event_id", Uuid),  # not unique: an effect that happened twice is to be seen
    Column("subject", Text),
    Column("name", Text),
)


class Wire:
    """Stands for the broker: keeps what the relay sends, as it would travel, until the test hands it on."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, dict[str, Any]]] = []
        self.broken: Exception | None = None

    def send(self, task: str, queue: str, arguments: dict[str, Any]) -> None:
        if self.broken:
            raise self.broken
        self.sent.append((task, queue, json.loads(json.dumps(arguments))))

    def batches(self, subscriber: str = "notices") -> list[Batch]:
        """What was sent to the subscriber so far."""
        task = f"{subscriber}.receive_events"
        return [Batch.from_message(arguments["batch"]) for name, _, arguments in self.sent if name == task]


class Subscriber:
    """The notices service's receiving end with a handler that can be made to fail for events of some names."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.failing: dict[str, Exception] = {}
        self.also: Callable[[UnitOfWork, Event], None] | None = None
        self.receiver = Receiver(database, {REGISTERED: self._handle})

    def _handle(self, uow: UnitOfWork, event: Event) -> None:
        name = event.data["name"]
        uow.session.execute(insert(effects).values(event_id=event.id, subject=event.subject, name=name))
        if self.also:
            self.also(uow, event)
        if name in self.failing:
            raise self.failing[name]

    def receive(self, batches: Sequence[Batch]) -> int:
        return sum(self.receiver.receive(batch) for batch in batches)

    @property
    def names(self) -> list[str]:
        """What took effect, in order."""
        with self.database.reading() as session:
            return list(session.scalars(select(effects.c.name).order_by(effects.c.id)))

    @property
    def through(self) -> int | None:
        with self.database.reading() as session:
            return session.scalar(select(event_cursors.c.through).where(event_cursors.c.source == "elections"))

    @property
    def taken(self) -> int:
        with self.database.reading() as session:
            return len(session.execute(select(inbox)).all())

    def letters(self) -> dict[str, str]:
        """Name → state of each dead letter."""
        with self.database.reading() as session:
            rows = session.execute(select(dead_letters).order_by(dead_letters.c.sequence)).mappings()
            return {row["envelope"]["data"]["name"]: row["state"] for row in rows}


def emit(database: Database, *names: str, subject: str = f"areas/{AREA}") -> None:
    """Emits an event for each name, in one unit of work."""
    with database.unit_of_work(SYSTEM) as uow:
        for name in names:
            data = {"code": AREA, "name": name, "level": "community"}
            uow.emit(REGISTERED, subject=subject, area=AREA, data=data)


def sequences(database: Database) -> list[int | None]:
    with database.reading() as session:
        return list(session.scalars(select(outbox.c.sequence).order_by(outbox.c.sequence)))
