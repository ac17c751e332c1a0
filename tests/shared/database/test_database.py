from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError, InternalError

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


@pytest.mark.parametrize(("plan_anew", "mode"), [(False, "auto"), (True, "force_custom_plan")])
def test_who_asks_the_same_while_a_table_fills_has_it_planned_anew(
    database: Database, plan_anew: bool, mode: str
) -> None:
    """A relay's plans from an empty outbox read through all of it for each batch: half as many events came through."""
    own = Database(database.service, plan_anew=plan_anew)
    own.connect(database.engine.url.render_as_string(hide_password=False), pool=1)
    with own.reading() as session:
        assert session.scalar(text("SHOW plan_cache_mode")) == mode
    own.dispose()


def test_connections_that_the_server_ended_are_replaced(database: Database) -> None:
    with database.reading() as session:
        victim = session.scalar(text("SELECT pg_backend_pid()"))
    other = make_engine(database.engine.url.render_as_string(hide_password=False), pool=1)
    with other.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": victim})
    other.dispose()
    with database.reading() as session:
        assert session.scalar(text("SELECT 1")) == 1


def test_a_read_is_three_round_trips_and_cannot_write(database: Database, tmp_path: Path) -> None:
    """The link to the server is most of a small request's time: nothing is asked or said on it twice."""
    with database.reading() as session:
        driver = session.connection().connection.driver_connection
    with (tmp_path / "sent").open("w") as file:
        driver.pgconn.trace(file.fileno())
        with database.reading() as session:
            session.execute(text("SELECT 1"))
        driver.pgconn.untrace()
    answers = [line for line in (tmp_path / "sent").read_text().splitlines() if "ReadyForQuery" in line]
    assert len(answers) == 3  # to BEGIN READ ONLY, SELECT, COMMIT
    with pytest.raises(InternalError, match="read-only"), database.reading() as session:
        session.execute(insert(Thing).values(id=new_id(), area="450403002003", name="x", seats=1))
    with database.unit_of_work(Actor.system("x")) as uow:  # on the same connection
        uow.session.add(Thing(id=new_id(), area="450403002003", name="x", seats=1))


def test_a_statement_of_its_own_is_one_round_trip_and_committed(database: Database, tmp_path: Path) -> None:
    with database.statement() as connection:
        driver = connection.connection.driver_connection
    with (tmp_path / "sent").open("w") as file:
        driver.pgconn.trace(file.fileno())
        with database.statement() as connection:
            connection.execute(insert(Thing).values(id=new_id(), area="450403002003", name="x", seats=1))
        driver.pgconn.untrace()
    assert (tmp_path / "sent").read_text().count("ReadyForQuery") == 1
    with database.engine.connect() as connection:  # the same one, at its next use
        connection.execute(insert(Thing).values(id=new_id(), area="450403002003", name="y", seats=1))
    with database.reading() as session:
        assert session.scalars(select(Thing.name)).all() == ["x"]
