"""Real servers for every test that needs one: a PostgreSQL and a Redis for the run, a fresh database for each test."""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from shared import clock
from shared.auth.keys import ensure_keys, mint
from shared.database.migrate import upgrade
from shared.embedded import PostgresServer, RedisServer
from shared.settings import Settings, read_settings

COMMUNITY = "450403002003"
OTHER_COMMUNITY = "450403002004"
DISTRICT = "450403000000"
FOREIGN_DISTRICT = "450405000000"

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def server_folder() -> Iterator[Path]:
    """Short, and passable for the user that PostgreSQL runs as when the tests run as root."""
    with tempfile.TemporaryDirectory(prefix="shequ-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="session")
def postgres(server_folder: Path) -> Iterator[PostgresServer]:
    server = PostgresServer(server_folder / "postgres", durable=False)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def redis_server(server_folder: Path) -> Iterator[RedisServer]:
    server = RedisServer(server_folder / "redis")
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def _templates(postgres: PostgresServer) -> dict[str, str]:
    """A migrated database for each service; tests get copies, which take some 30 ms instead of a migration."""
    names = {}
    for service in ("elections", "training", "notices"):
        names[service] = f"{service}_template"
        _admin(postgres, f"CREATE DATABASE {names[service]}")
        upgrade(service, postgres.url(names[service]))
    return names


@pytest.fixture
def new_database(postgres: PostgresServer, _templates: dict[str, str]) -> Iterator[Callable[[str], str]]:
    """Makes an empty database of a service and gives its address; dropped after the test."""
    made: list[str] = []

    def make(service: str) -> str:
        name = f"{service}_{os.getpid()}_{next(_numbers)}"
        _admin(postgres, f"CREATE DATABASE {name} TEMPLATE {_templates[service]}")
        made.append(name)
        return postgres.url(name)

    yield make
    for name in made:
        _admin(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def signing_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ensure_keys(tmp_path_factory.mktemp("keys"))[0]


@pytest.fixture(scope="session")
def token(signing_key: Path) -> Callable[..., str]:
    """Mints a token: token("elections:read", area=…, subject=…)."""

    def make(*scopes: str, area: str = DISTRICT, subject: str = "clerk-1", hours: float = 1) -> str:
        return mint(
            signing_key,
            subject=subject,
            area=area,
            scopes=frozenset(scopes),
            issued=clock.now() + timedelta(hours=min(hours, 0) * 2),
            valid_for=timedelta(hours=abs(hours)),
        )

    return make


@pytest.fixture
def settings_for(
    monkeypatch: pytest.MonkeyPatch, signing_key: Path, redis_server: RedisServer
) -> Callable[[str, str], Settings]:
    """Settings of a service on a given database, with the test's keys and Redis."""

    def make(service: str, database_url: str) -> Settings:
        monkeypatch.setenv("DATABASE_URL", database_url)
        monkeypatch.setenv("REDIS_URL", redis_server.url)
        monkeypatch.setenv("JWKS", str(signing_key.parent / "jwks.json"))
        return read_settings(service)

    return make


def _admin(postgres: PostgresServer, statement: str) -> None:
    engine = create_engine(
        postgres.url("postgres").replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
