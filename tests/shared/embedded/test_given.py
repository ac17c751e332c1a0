"""Servers of somebody else's, named by the environment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text

from shared.embedded import PostgresServer, RedisServer
from shared.embedded.errors import ServerFailed
from shared.embedded.given import given_servers
from tests.shared.embedded.conftest import PlatformOn


@pytest.fixture
def elsewhere(folder: Path) -> Iterator[PostgresServer]:
    server = PostgresServer(folder / "elsewhere", durable=False)
    server.start()
    yield server
    server.stop()


def names_at(server: PostgresServer) -> set[str]:
    url = server.url("postgres").replace("postgresql:", "postgresql+psycopg:")
    with create_engine(url, poolclass=NullPool).connect() as connection:
        return set(connection.scalars(text("SELECT datname FROM pg_database")))


def test_given_servers_are_used_and_the_databases_made_there(
    folder: Path,
    platform_on: PlatformOn,
    elsewhere: PostgresServer,
    redis_server: RedisServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", elsewhere.url("postgres"))
    monkeypatch.setenv("REDIS_URL", redis_server.url)
    for _ in range(2):  # and a second start finds what the first has made
        with platform_on(folder / "data") as platform:
            assert platform.postgres is None
            assert platform.redis is None
            assert platform.endpoints.redis == redis_server.url
            assert platform.endpoints.databases["notices"] == elsewhere.url("notices")
    assert {"elections", "training", "notices"} <= names_at(elsewhere)
    assert not (folder / "data" / "postgres").exists()


def test_a_services_own_address_wins(
    folder: Path, platform_on: PlatformOn, elsewhere: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", elsewhere.url("postgres"))
    monkeypatch.setenv("TRAINING_DATABASE_URL", elsewhere.url("postgres"))
    with platform_on(folder / "data") as platform:
        assert platform.endpoints.databases["training"] == elsewhere.url("postgres")
    assert "training" not in names_at(elsewhere)


def test_three_addresses_need_no_administrator() -> None:
    given = given_servers(
        {f"{service}_DATABASE_URL": "postgresql://x" for service in ("ELECTIONS", "TRAINING", "NOTICES")}
    )
    assert given.has_databases
    assert not given_servers({"TRAINING_DATABASE_URL": "postgresql://x"}).has_databases


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "postgresql://nobody:secret@127.0.0.1:1/postgres"),
        ("REDIS_URL", "redis://:secret@127.0.0.1:1/0"),
    ],
)
def test_a_server_that_does_not_answer_is_told_without_its_password(
    name: str, value: str, folder: Path, platform_on: PlatformOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ServerFailed, match=name) as refused:
        platform_on(folder).start()
    assert "secret" not in str(refused.value)
