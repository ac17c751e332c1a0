from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from marshmallow import ValidationError
from sqlalchemy import Table, func, insert, select
from sqlalchemy.exc import InternalError

from shared import context
from shared.auth.actor import Actor
from shared.contracts.registry import UnknownEventType
from shared.database.database import Database
from shared.database.tables import audit_trail, jobs, outbox
from shared.database.unit_of_work import UnitOfWork
from shared.ids import new_id
from tests.shared.things import REGISTERED, Thing

ACTOR = Actor(subject="li", area="450403000000")
AREA = "450403002003"


def _work(uow: UnitOfWork, name: str = "步埠社区") -> None:
    """A change with an event, a job and a line in the audit trail."""
    uow.session.add(Thing(id=new_id(), area=AREA, name=name, seats=1))
    uow.emit(REGISTERED, subject=f"areas/{AREA}", area=AREA, data={"code": AREA, "name": name, "level": "community"})
    uow.enqueue("elections.import_roll", queue="elections.imports", area=AREA, name=name)
    uow.record("rename", subject=f"areas/{AREA}", area=AREA, before={"name": "旧"}, after={"name": name})


def _work_and_fail(uow: UnitOfWork, name: str = "步埠社区") -> None:
    _work(uow, name)
    uow.session.flush()
    raise RuntimeError


def _work_in_savepoint_and_fail(uow: UnitOfWork) -> None:
    with uow.savepoint():
        _work(uow, "inner")
    raise RuntimeError


def _counts(database: Database) -> list[int]:
    with database.reading() as session:
        tables: list[Any] = [Thing.__table__, outbox, jobs, audit_trail]
        return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def _rows(database: Database, table: Table) -> list[Any]:
    with database.reading() as session:
        return list(session.execute(select(table)).mappings())


def test_a_change_its_event_its_job_and_its_record_are_one(database: Database) -> None:
    with database.unit_of_work(ACTOR) as uow:
        _work(uow)
        assert _counts(database) == [0, 0, 0, 0]
    assert _counts(database) == [1, 1, 1, 1]


def test_a_failure_leaves_nothing_of_it(database: Database) -> None:
    with pytest.raises(RuntimeError), database.unit_of_work(ACTOR) as uow:
        _work_and_fail(uow)
    assert _counts(database) == [0, 0, 0, 0]


def test_a_failed_savepoint_takes_its_own_with_it_and_nothing_else(database: Database) -> None:
    with database.unit_of_work(ACTOR) as uow:
        _work(uow, "first")
        with pytest.raises(RuntimeError), uow.savepoint():
            _work_and_fail(uow, "second")
        with uow.savepoint():
            _work(uow, "third")
    assert _counts(database) == [2, 2, 2, 2]
    assert [row["data"]["name"] for row in _rows(database, outbox)] == ["first", "third"]


def test_an_inner_savepoint_falls_with_the_outer_one(database: Database) -> None:
    with database.unit_of_work(ACTOR) as uow:
        with pytest.raises(RuntimeError), uow.savepoint():
            _work_in_savepoint_and_fail(uow)
        _work(uow, "after")
    assert _counts(database) == [1, 1, 1, 1]


def test_an_event_that_breaks_its_contract_is_never_written(database: Database) -> None:
    for data in ({"code": AREA, "name": "步埠", "level": "village"}, {"code": AREA}, {**_area(), "code": "{0}"}):
        with pytest.raises(ValidationError), database.unit_of_work(ACTOR) as uow:
            uow.emit(REGISTERED, subject="areas/1", area=AREA, data=data)
    with pytest.raises(UnknownEventType), database.unit_of_work(ACTOR) as uow:
        uow.emit("elections.area_misspelt.v1", subject="areas/1", area=AREA, data=_area())
    assert _counts(database) == [0, 0, 0, 0]


def test_the_chain_of_work_has_one_correlation_id(database: Database) -> None:
    with context.working(correlation_id="chain", request_id="request"), database.unit_of_work(ACTOR) as uow:
        _work(uow)
    for table in (outbox, jobs, audit_trail):
        assert [row["correlation_id"] for row in _rows(database, table)] == ["chain"]
    assert _rows(database, audit_trail)[0]["request_id"] == "request"


def test_work_that_begins_a_chain_makes_one_id_for_all(database: Database) -> None:
    with database.unit_of_work(ACTOR) as uow:
        _work(uow, "a")
        _work(uow, "b")
    ids = {row["correlation_id"] for table in (outbox, jobs, audit_trail) for row in _rows(database, table)}
    assert len(ids) == 1
    assert UUID(ids.pop())


def test_work_within_an_event_carries_the_events_id(database: Database) -> None:
    with context.working(correlation_id="batch"), database.unit_of_work(ACTOR) as uow:
        for chain in ("one", "two"):
            with context.working(correlation_id=chain):
                _work(uow, chain)
    for table in (outbox, jobs, audit_trail):
        assert [row["correlation_id"] for row in _rows(database, table)] == ["one", "two"]


def test_events_keep_the_order_in_which_they_were_emitted(database: Database) -> None:
    with database.unit_of_work(ACTOR) as uow:
        for number in range(300):
            uow.emit(REGISTERED, subject="areas/1", area=AREA, data=_area(str(number)))
    with database.reading() as session:
        names = [row.data["name"] for row in session.execute(select(outbox).order_by(outbox.c.id))]
    assert names == [str(number) for number in range(300)]


def test_the_audit_trail_keeps_hashes_and_no_states(database: Database) -> None:
    with database.unit_of_work(ACTOR) as uow:
        uow.record("certify", subject="x/1", area=AREA, after={"day": date(2026, 11, 23), "name": "梁秀英"})
        uow.record("certify", subject="x/1", area=AREA, after={"name": "梁秀英", "day": date(2026, 11, 23)})
    first, second = _rows(database, audit_trail)
    assert first["before_hash"] is None
    assert first["after_hash"] == second["after_hash"]
    assert "梁" not in str(first)


def test_reading_cannot_write(database: Database) -> None:
    with pytest.raises(InternalError, match="read-only"), database.reading() as session:
        session.execute(insert(Thing).values(id=new_id(), area=AREA, name="x", seats=1))


def _area(name: str = "步埠") -> dict[str, str]:
    return {"code": AREA, "name": name, "level": "community"}
