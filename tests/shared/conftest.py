"""A database of one service with a throw-away table, and an application with a throw-away resource on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shared.database.database import Database
from shared.settings import Settings
from shared.web.factory import create_service_app
from tests.shared.things import Base, pages, things_blueprint


@pytest.fixture
def database(new_database: Callable[[str], str]) -> Iterator[Database]:
    """The database of a service that publishes and subscribes, with the tests' own table."""
    database, url = Database("elections"), new_database("elections")
    database.connect(url)
    Base.metadata.create_all(database.engine)
    yield database
    database.dispose()
    database.connect(url)
    Base.metadata.drop_all(database.engine)
    database.dispose()


@pytest.fixture
def settings(database: Database, settings_for: Callable[[str, str], Settings]) -> Settings:
    return settings_for("elections", database.engine.url.render_as_string(hide_password=False))


@pytest.fixture
def app(settings: Settings, database: Database) -> Flask:
    return create_service_app(
        settings, database, title="Things", api=[things_blueprint(database)], page_blueprints=[pages]
    )


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def clerk(token: Callable[..., str]) -> dict[str, str]:
    """Headers of a clerk who may read, write and operate in the district."""
    return {"Authorization": f"Bearer {token('elections:read', 'elections:write', 'elections:operate')}"}
