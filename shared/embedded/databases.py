"""A database for each service, and its tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

from alembic.util.exc import CommandError
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from shared.contracts.routing import SERVICES
from shared.database.migrate import upgrade
from shared.embedded.errors import ServerFailed
from shared.embedded.postgres import PostgresServer

_ROLE = text("SELECT 1 FROM pg_roles WHERE rolname = :name")
_DATABASE = text("SELECT 1 FROM pg_database WHERE datname = :name")
# Names in the statements below are the services' own, so there is nothing to quote.


def make_own_databases(server: PostgresServer) -> dict[str, str]:
    """On our own server: a role for each service, which owns its database and reaches no other."""
    with _administrator(server.url("postgres")) as connection:
        for service in SERVICES:
            if not connection.scalar(_ROLE, {"name": service}):
                connection.execute(text(f"CREATE ROLE {service} LOGIN"))
            if not connection.scalar(_DATABASE, {"name": service}):
                connection.execute(text(f"CREATE DATABASE {service} OWNER {service}"))
            connection.execute(text(f"REVOKE ALL ON DATABASE {service} FROM PUBLIC"))
    return {service: server.url(service, role=service) for service in SERVICES}


def make_databases_at(admin_url: str, services: Iterable[str]) -> dict[str, str]:
    """On somebody else's server: the databases that are missing. They stay the administrator's: who wants a role for
    each service makes roles and databases there and gives their addresses."""
    wanted = list(services)
    with _administrator(admin_url) as connection:
        for service in wanted:
            if not connection.scalar(_DATABASE, {"name": service}):
                connection.execute(text(f"CREATE DATABASE {service}"))
    return {service: urlunsplit(urlsplit(admin_url)._replace(path=f"/{service}")) for service in wanted}


def migrate(databases: dict[str, str]) -> None:
    """One service after the other."""
    for service, url in databases.items():
        with _clear_errors(f"the tables of {service} could not be made"):
            upgrade(service, url)


def check_redis(url: str) -> None:
    try:
        with Redis.from_url(url, socket_connect_timeout=5) as client:
            client.ping()
    except (RedisError, ValueError) as error:
        raise ServerFailed(f"REDIS_URL is given, but Redis does not answer there: {error}") from error


@contextmanager
def _administrator(url: str) -> Iterator[Connection]:
    with _clear_errors("the databases could not be made (see DATABASE_URL if it is given)"):
        engine = create_engine("postgresql+psycopg://" + url.split("://", 1)[-1], isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()


@contextmanager
def _clear_errors(what: str) -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, CommandError) as error:
        raise ServerFailed(f"{what}: {error}") from error
