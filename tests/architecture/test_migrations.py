"""Migrations are one line of numbered steps, and what they make is what the code thinks it has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from shared.contracts.routing import SERVICES
from shared.database.database import make_engine
from shared.database.migrate import script_folder
from shared.database.tables import platform
from shared.embedded import PostgresServer

_COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
       pg_get_expr(d.adbin, d.adrelid)
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
"""
_CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
"""
_INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"


def _revisions(service: str) -> list[Any]:
    """Oldest first."""
    return list(ScriptDirectory(str(script_folder(service))).walk_revisions())[::-1]


@pytest.mark.parametrize("service", SERVICES)
def test_migrations_are_one_line_of_numbers(service: str) -> None:
    revisions = _revisions(service)
    numbers = [f"{number:04}" for number in range(1, len(revisions) + 1)]
    assert [revision.revision for revision in revisions] == numbers
    assert [revision.down_revision for revision in revisions] == [None, *numbers[:-1]]


@pytest.mark.parametrize("service", SERVICES)
def test_a_migrations_file_says_what_it_does(service: str) -> None:
    for revision in _revisions(service):
        name = re.compile(rf"{revision.revision}_[a-z]+(_[a-z]+)+\.py")
        assert name.fullmatch(revision.path.rpartition("/")[2]), revision.path
        assert revision.doc


@pytest.fixture
def migrated(new_database: Callable[[str], str]) -> Iterator[Callable[[str], Engine]]:
    engines: list[Engine] = []

    def make(service: str) -> Engine:
        engines.append(make_engine(new_database(service), pool=1))
        return engines[-1]

    yield make
    for engine in engines:
        engine.dispose()


@pytest.fixture
def modelled(postgres: PostgresServer) -> Iterator[Callable[[str], Engine]]:
    """A database whose tables come from the models and not from migrations."""
    admin = make_engine(postgres.url("postgres"), pool=1).execution_options(isolation_level="AUTOCOMMIT")
    engines: dict[str, Engine] = {}

    def make(service: str) -> Engine:
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {service}_modelled"))
        engines[service] = make_engine(postgres.url(f"{service}_modelled"), pool=1)
        platform.create_all(engines[service])
        import_module(f"services.{service}.store.tables").Base.metadata.create_all(engines[service])
        return engines[service]

    yield make
    for service, engine in engines.items():
        engine.dispose()
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {service}_modelled WITH (FORCE)"))
    admin.dispose()


def _catalogue(engine: Engine, query: str) -> set[tuple[Any, ...]]:
    with engine.connect() as connection:
        return {tuple(row) for row in connection.execute(text(query)) if "alembic_version" not in str(row[0])}


@pytest.mark.parametrize("service", SERVICES)
def test_migrations_make_what_the_models_say(
    service: str, migrated: Callable[[str], Engine], modelled: Callable[[str], Engine]
) -> None:
    by_migration, by_model = migrated(service), modelled(service)
    for query in (_COLUMNS, _CONSTRAINTS, _INDEXES):
        made, wanted = _catalogue(by_migration, query), _catalogue(by_model, query)
        assert sorted(made - wanted, key=str) == [], "in the migrations only"
        assert sorted(wanted - made, key=str) == [], "in the models only"


@pytest.mark.parametrize("service", SERVICES)
def test_every_table_with_an_area_has_an_index_that_serves_its_scope(
    service: str, migrated: Callable[[str], Engine]
) -> None:
    engine = migrated(service)
    with_area = {row[0] for row in _catalogue(engine, _COLUMNS) if row[1] == "area"}
    served = {row[0] for row in _catalogue(engine, _INDEXES) if re.search(r"\((area)\b", row[2])}
    looked_up_by_other_keys = {"outbox", "dead_letters", "audit_trail"}
    assert with_area - served - looked_up_by_other_keys == set()
