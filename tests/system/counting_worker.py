"""Workers for the fault tests: `celery -A tests.system.counting_worker:<service> worker`.

The notices worker has the service's own handlers. Besides, it writes a line for each time that an event took effect, so
that an effect which happened twice is seen, and it can be stopped in the middle of an event (see `_pause`).
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from celery import Celery
from sqlalchemy import Column, Integer, MetaData, Table, Text, Uuid, insert

from services.elections.store.database import database as elections_database
from services.notices.events import HANDLERS
from services.notices.store.database import database as notices_database
from shared.database.unit_of_work import UnitOfWork
from shared.events.envelope import Event, Handler
from shared.settings import load_settings
from shared.worker.factory import create_worker

metadata = MetaData()
effects = Table(
    "effects",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("event_id", Uuid),  # not unique, on purpose
    Column("name", Text),
)

PAUSE = "pause"
_LONGEST_PAUSE = 30


def counted(handler: Handler) -> Handler:
    def handle(uow: UnitOfWork, event: Event) -> None:
        handler(uow, event)
        uow.session.execute(insert(effects).values(event_id=event.id, name=event.data["name"]))
        if event.data["name"].startswith(PAUSE):
            _pause(Path(os.environ["PAUSED_FILE"]))

    return handle


def _pause(file: Path) -> None:
    """Tells the process id and waits until it is killed or the file is taken away; who comes after a kill goes on."""
    if file.exists():
        return
    file.with_suffix(".new").write_text(str(os.getpid()), encoding="ascii")
    file.with_suffix(".new").rename(file)
    deadline = time.monotonic() + _LONGEST_PAUSE
    while file.exists() and time.monotonic() < deadline:
        time.sleep(0.02)


def __getattr__(name: str) -> Celery:
    if name == "notices":
        handlers = {kind: counted(handler) for kind, handler in HANDLERS.items()}
        globals()[name] = create_worker(load_settings("notices"), notices_database, handlers)
    elif name == "elections":
        globals()[name] = create_worker(load_settings("elections"), elections_database, {})
    else:
        raise AttributeError(name)
    return globals()[name]
