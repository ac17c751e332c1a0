"""Real servers for every test that needs one: a PostgreSQL and a Redis for the run, a fresh database for each test."""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from importlib import import_module
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from sqlalchemy import Engine, NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError

from shared import clock, logs
from shared.auth.keys import ensure_archive_key, ensure_keys, mint
from shared.contracts.routing import SERVICES
from shared.database.database import Database, make_engine
from shared.database.migrate import script_folder, upgrade
from shared.embedded import PostgresServer, RedisServer
from shared.settings import Settings, read_settings

COMMUNITY = "450403002003"
OTHER_COMMUNITY = "450403002004"
DISTRICT = "450403000000"
FOREIGN_DISTRICT = "450405000000"

_numbers = itertools.count(1)

# Other work on the machine makes examples slow; that says nothing of the code.
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")


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
    for service in filter(lambda service: script_folder(service).exists(), SERVICES):  # one alone in `make isolate`
        names[service] = f"{service}_template"
        _admin(postgres, f"CREATE DATABASE {names[service]}")
        upgrade(service, postgres.url(names[service]))
    return names


@pytest.fixture(scope="session")
def _free_databases() -> dict[str, list[str]]:
    """Databases that earlier tests have left, emptied: copying the template takes ten times as long as emptying."""
    return {"elections": [], "training": [], "notices": []}


@pytest.fixture
def new_database(
    postgres: PostgresServer, _templates: dict[str, str], _free_databases: dict[str, list[str]]
) -> Iterator[Callable[[str], str]]:
    """Gives the address of an empty database of a service, as its migrations make it."""
    taken: list[tuple[str, str]] = []

    def make(service: str) -> str:
        if _free_databases[service]:
            name = _free_databases[service].pop()
        else:
            name = f"{service}_{os.getpid()}_{next(_numbers)}"
            _admin(postgres, f"CREATE DATABASE {name} TEMPLATE {_templates[service]}")
        taken.append((service, name))
        return postgres.url(name)

    yield make
    for service, name in taken:
        if _emptied(postgres, name, _templates[service]):
            _free_databases[service].append(name)
        else:
            _admin(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database_at(postgres: PostgresServer) -> Iterator[Callable[[str, str], Engine]]:
    """Opens a new database of a service as it was at an earlier revision, for what a migration does with its rows."""
    made: list[Engine] = []

    def make(service: str, revision: str) -> Engine:
        name = f"{service}_{revision}_{os.getpid()}_{next(_numbers)}"
        _admin(postgres, f"CREATE DATABASE {name}")
        upgrade(service, postgres.url(name), to=revision)
        made.append(make_engine(postgres.url(name), pool=1))
        return made[-1]

    yield make
    for engine in made:
        engine.dispose()
        _admin(postgres, f"DROP DATABASE {engine.url.database} WITH (FORCE)")


@pytest.fixture(scope="session")
def _applications() -> dict[str, Flask]:
    """By their settings: emptied databases are taken again, and making an application takes longer than most tests."""
    return {}


@pytest.fixture
def application(
    settings_for: Callable[..., Settings], new_database: Callable[[str], str], _applications: dict[str, Flask]
) -> Iterator[Callable[[str], Flask]]:
    """Gives the web application of a service on an empty database."""
    connected: list[Database] = []

    def make(service: str) -> Flask:
        settings = settings_for(service, new_database(service))
        database = import_module(f"services.{service}.store.database").database
        connected.append(database)
        if (known := repr(settings)) not in _applications:
            _applications[known] = import_module(f"services.{service}.app").create_app(settings)
        _applications[known].config["SETTINGS"] = settings  # a test may have put others there
        logs.configure(service, settings.log_level)
        database.connect(settings.database_url, pool=settings.database_pool)
        return _applications[known]

    yield make
    for database in connected:
        database.dispose()


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
        monkeypatch.setenv("ARCHIVE_KEY", str(ensure_archive_key(signing_key.parent)))
        return read_settings(service)

    return make


_EMPTY = """
SET session_replication_role = replica;
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
END $$"""

_SCHEMA = """
SELECT array_agg(table_name || '.' || column_name || ' ' || data_type ORDER BY table_name, column_name)::text
       || (SELECT array_agg(version_num)::text FROM alembic_version)
FROM information_schema.columns WHERE table_schema = 'public'"""


def _emptied(postgres: PostgresServer, name: str, template: str) -> bool:
    """Empties a database after a test and ends its sessions; False if the test left other tables than it found."""
    ended = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"  # noqa: S608 - our own name
    _admin(postgres, ended)
    try:
        _admin(postgres, _EMPTY, database=name)
        return _admin(postgres, _SCHEMA, database=name) == _schema(postgres, template)
    except DBAPIError:
        return False


@cache
def _schema(postgres: PostgresServer, template: str) -> object:
    return _admin(postgres, _SCHEMA, database=template)


def _admin(postgres: PostgresServer, statement: str, *, database: str = "postgres") -> object:
    """Runs a statement; the answer is its first value, if it has one."""
    url = postgres.url(database).replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        result = connection.execute(text(statement))
        return result.scalar() if result.returns_rows else None
