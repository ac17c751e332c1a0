from __future__ import annotations

import dataclasses
import socket
import time
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from shared.auth.actor import Actor
from shared.database.database import Database
from shared.settings import Settings
from shared.web.factory import create_service_app


def test_a_service_that_can_work_is_ready(client: FlaskClient) -> None:
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json) == (
        200,
        {"status": "ok", "checks": {"database": "ok", "broker": "ok"}},
    )


def test_without_its_database_a_service_lives_but_is_not_ready(client: FlaskClient, database: Database) -> None:
    database.connect("postgresql://nobody@127.0.0.1:1/nothing")
    assert client.get("/health/live").status_code == 200
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json["status"]) == (503, "unavailable")


@pytest.mark.parametrize(
    "statement", ["UPDATE alembic_version SET version_num = '0000'", "DELETE FROM alembic_version"]
)
def test_a_service_whose_migration_is_missing_is_not_ready(
    client: FlaskClient, database: Database, statement: str
) -> None:
    with database.unit_of_work(Actor.system("x")) as uow:
        uow.session.execute(text(statement))
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert "missing" in answer.json["checks"]["database"]


def test_an_empty_database_is_not_ready(client: FlaskClient, database: Database) -> None:
    with database.unit_of_work(Actor.system("x")) as uow:
        uow.session.execute(text("DROP TABLE alembic_version"))
    assert client.get("/health/ready").status_code == 503


def test_a_newer_database_serves_the_release_before(client: FlaskClient, database: Database) -> None:
    with database.unit_of_work(Actor.system("x")) as uow:
        uow.session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert client.get("/health/ready").status_code == 200


def test_without_the_broker_a_service_is_ready_and_says_so(settings: Settings, database: Database) -> None:
    away = dataclasses.replace(settings, redis_url="redis://127.0.0.1:1/0")
    client = create_service_app(away, database, title="Things", api=[]).test_client()
    started = time.monotonic()
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert "outbox" in answer.json["checks"]["broker"]
    assert time.monotonic() - started < 1


@pytest.fixture
def silent_server() -> Iterator[int]:
    """Takes connections and never answers."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_broker_that_hangs_does_not_make_the_probe_hang(
    settings: Settings, database: Database, silent_server: int
) -> None:
    away = dataclasses.replace(settings, redis_url=f"redis://127.0.0.1:{silent_server}/0")
    client = create_service_app(away, database, title="Things", api=[]).test_client()
    started = time.monotonic()
    assert client.get("/health/ready").status_code == 200
    assert time.monotonic() - started < 4


def test_metrics_are_in_the_text_format(client: FlaskClient) -> None:
    client.get("/health/live")
    answer = client.get("/metrics")
    assert answer.mimetype == "text/plain"
    assert "shequ_http_requests_total{" in answer.text
