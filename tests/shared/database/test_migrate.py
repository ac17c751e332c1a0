from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from shared.database import migrate
from shared.database.database import Database, make_engine
from shared.embedded import PostgresServer


def test_an_upgrade_of_an_up_to_date_database_changes_nothing(database: Database) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    assert migrate.upgrade("elections", url) == migrate.newest_revision("elections")


def test_two_upgrades_at_once_wait_for_each_other(postgres: PostgresServer) -> None:
    engine = make_engine(postgres.url("postgres")).execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE migrated_twice"))
    with ThreadPoolExecutor(2) as threads:
        revisions = list(threads.map(lambda _: migrate.upgrade("notices", postgres.url("migrated_twice")), range(2)))
    assert revisions == [migrate.newest_revision("notices")] * 2
    with engine.connect() as connection:
        connection.execute(text("DROP DATABASE migrated_twice"))
    engine.dispose()


@pytest.mark.parametrize("service", ["elections", "training", "notices"])
def test_every_service_has_migrations(service: str) -> None:
    assert migrate.newest_revision(service) >= "0001"
