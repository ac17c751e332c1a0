from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

import pytest

from shared.database.database import Database
from shared.events.relay import Relay
from shared.settings import Settings
from tests.shared.events.wire import Subscriber, Wire, metadata


@pytest.fixture
def publisher(new_database: Callable[[str], str]) -> Iterator[Database]:
    database = Database("elections")
    database.connect(new_database("elections"))
    yield database
    database.dispose()


@pytest.fixture
def subscriber(new_database: Callable[[str], str]) -> Iterator[Subscriber]:
    database, url = Database("notices"), new_database("notices")
    database.connect(url)
    metadata.create_all(database.engine)
    yield Subscriber(database)
    metadata.drop_all(database.engine)
    database.dispose()


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def relay_settings(publisher: Database, settings_for: Callable[[str, str], Settings]) -> Settings:
    settings = settings_for("elections", publisher.engine.url.render_as_string(hide_password=False))
    return dataclasses.replace(settings, relay_batch=10, relay_poll_seconds=0.01)


@pytest.fixture
def relay(publisher: Database, wire: Wire, relay_settings: Settings) -> Relay:
    return Relay(publisher, relay_settings, wire.send)
