"""A role and a database for each service; no role reaches another's database."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from sqlalchemy import Connection, create_engine, text

from shared.contracts.routing import SERVICES


def make_databases(admin_url: str) -> dict[str, str]:
    """Makes what is missing with an administrator's address; the answer is each service's own address."""
    engine = create_engine("postgresql+psycopg://" + admin_url.split("://", 1)[1], isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for service in SERVICES:
            _make(connection, service)
    engine.dispose()
    return {service: _address(admin_url, service) for service in SERVICES}


def _make(connection: Connection, service: str) -> None:
    """Names are the services' own, so there is nothing to quote."""
    if not connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": service}):
        connection.execute(text(f"CREATE ROLE {service} LOGIN"))
    if not connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": service}):
        connection.execute(text(f"CREATE DATABASE {service} OWNER {service}"))
    connection.execute(text(f"REVOKE ALL ON DATABASE {service} FROM PUBLIC"))


def _address(admin_url: str, service: str) -> str:
    """On the embedded server, whose socket only its own user's folder gives access to, the role needs no password; a
    server of someone else's keeps the administrator as the user."""
    parts = urlsplit(admin_url)
    place = f"{service}@" if not parts.hostname else parts.netloc
    return urlunsplit(parts._replace(netloc=place, path=f"/{service}"))
