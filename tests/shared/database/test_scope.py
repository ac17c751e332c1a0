from __future__ import annotations

import pytest
from sqlalchemy import insert, select

from shared.auth.actor import Actor
from shared.database.database import Database
from shared.database.scope import within
from shared.ids import new_id
from tests.shared.things import Thing

AREAS = [
    "450000000000",
    "450400000000",
    "450403000000",
    "450403002000",
    "450403002003",
    "450403002004",
    "450403003001",
    "450403000001",
    "450403999999",
    "450405002003",
    "110101001001",
]


@pytest.mark.parametrize("holder", [*AREAS, "450499000000"])
def test_a_query_finds_exactly_what_the_actor_reaches(database: Database, holder: str) -> None:
    actor = Actor(subject="li", area=holder)
    _store(database)
    with database.reading() as session:
        found = set(session.scalars(select(Thing.area).where(within(Thing.area, actor))))
    assert found == {area for area in AREAS if actor.reaches(area)}


def test_the_system_finds_everything(database: Database) -> None:
    _store(database)
    with database.reading() as session:
        assert len(session.scalars(select(Thing).where(within(Thing.area, Actor.system("x")))).all()) == len(AREAS)


def _store(database: Database) -> None:
    with database.unit_of_work(Actor.system("x")) as uow:
        uow.session.execute(
            insert(Thing), [{"id": new_id(), "area": area, "name": area, "seats": 1, "version": 1} for area in AREAS]
        )
