from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from shared.auth.actor import Actor
from shared.database.database import Database, make_engine
from shared.ids import new_id
from tests.shared.things import Thing


def test_any_address_of_postgresql_is_taken_with_the_one_driver() -> None:
    for url in ("postgresql://u:p@h/d", "postgresql+psycopg2://u:p@h/d", "postgres://u:p@h/d"):
        assert make_engine(url).url.drivername == "postgresql+psycopg"


def test_an_error_shows_no_parameters(database: Database) -> None:
    with pytest.raises(IntegrityError) as error, database.unit_of_work(Actor.system("x")) as uow:
        uow.session.add_all([Thing(id=new_id(), area="450403002003", name="秘密", seats=1) for _ in range(2)])
    assert "[parameters" not in str(error.value) or "hidden" in str(error.value)


def test_sessions_speak_utc_and_give_up_waiting_for_locks(database: Database) -> None:
    with database.reading() as session:
        assert session.scalar(text("SHOW timezone")) == "UTC"
        assert session.scalar(text("SHOW lock_timeout")) == "10s"


def test_connections_that_the_server_ended_are_replaced(database: Database) -> None:
    with database.reading() as session:
        victim = session.scalar(text("SELECT pg_backend_pid()"))
    other = make_engine(database.engine.url.render_as_string(hide_password=False), pool=1)
    with other.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": victim})
    other.dispose()
    with database.reading() as session:
        assert session.scalar(text("SELECT 1")) == 1
