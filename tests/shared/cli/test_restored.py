from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from shared.database.database import Database
from shared.database.tables import audit_trail, event_cursors, outbox
from shared.events import recovery
from shared.events.relay import Relay
from shared.settings import Settings
from tests.shared.cli.test_events import run
from tests.shared.events.wire import SYSTEM, Wire, emit, sequences

__all__ = ["run"]


@pytest.fixture
def relay(database: Database, settings: Settings) -> Relay:
    emit(database, "a", "b")
    made = Relay(database, settings, Wire().send)
    made.run_once()
    return made


def _actions(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(audit_trail.c.action)))


def test_a_restored_publisher_counts_on_from_what_subscribers_took(run: Any, relay: Relay, database: Database) -> None:
    command = ("restored", "publisher", "elections", "--past", "7")
    assert "would get number 8 instead of 3" in run(*command).output
    assert sequences(database) == [1, 2]
    assert "gets number 8" in run(*command, "--apply").output
    emit(database, "c")
    relay.run_once()
    assert sequences(database) == [1, 2, 7, 8]
    assert "nothing to do" in run(*command, "--apply").output
    assert _actions(database) == ["number_past 7"]


def test_the_row_that_holds_the_number_is_heard_by_nobody(run: Any, relay: Relay, database: Database) -> None:
    run("restored", "publisher", "elections", "--past", "7", "--apply")
    recovery.rewind_for(database, "notices", 2)
    assert relay.run_once() == 0
    with database.reading() as session:
        assert session.scalar(select(outbox.c.type).where(outbox.c.sequence == 7)) == "platform.restored"


def test_a_subscriber_goes_on_without_what_is_gone(run: Any, database: Database) -> None:
    with database.unit_of_work(SYSTEM) as uow:
        uow.session.execute(event_cursors.insert().values(source="notices", through=3))
    command = ("restored", "subscriber", "elections", "--source", "notices", "--through", "9", "--reason", "too old")
    assert "would never get 4 to 9" in run(*command).output
    assert "goes on after 9" in run(*command, "--apply").output
    assert "nothing to do" in run(*command, "--apply").output
    with database.reading() as session:
        assert session.scalar(select(event_cursors.c.through)) == 9
    assert _actions(database) == ["pass_over notices: too old"]
