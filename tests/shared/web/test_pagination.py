from __future__ import annotations

from uuid import UUID

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select

from shared.auth.actor import Actor
from shared.database.database import Database
from shared.errors import Malformed
from shared.ids import new_id
from shared.web.pagination import paginate
from tests.shared.things import Thing, list_things

SYSTEM = Actor.system("x")


def _add(database: Database, number: int) -> list[UUID]:
    ids = [new_id() for _ in range(number)]
    with database.unit_of_work(SYSTEM) as uow:
        rows = [{"id": one, "area": "450403002003", "name": str(one), "seats": 1, "version": 1} for one in ids]
        if rows:
            uow.session.execute(insert(Thing), rows)
    return ids


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    existing=st.integers(0, 12),
    limit=st.integers(1, 5),
    additions=st.lists(st.integers(0, 3), max_size=12),
    newest_first=st.booleans(),
)
def test_every_item_comes_exactly_once_while_rows_are_added(
    database: Database, existing: int, limit: int, additions: list[int], newest_first: bool
) -> None:
    with database.unit_of_work(SYSTEM) as uow:
        uow.session.execute(delete(Thing))
    before = _add(database, existing)
    seen: list[UUID] = []
    cursor: str | None = None
    pauses = iter(additions)
    while True:
        with database.reading() as session:
            page = paginate(
                session, select(Thing), key=Thing.id, limit=limit, cursor=cursor, parse=UUID, newest_first=newest_first
            )
        assert len(page.items) <= limit
        seen += [thing.id for thing in page.items]
        cursor = page.next
        if cursor is None:
            break
        _add(database, next(pauses, 0))
    assert len(seen) == len(set(seen))
    assert set(before) <= set(seen)
    assert seen == sorted(seen, reverse=newest_first)


def test_the_last_page_names_no_next(database: Database) -> None:
    _add(database, 4)
    first = list_things(database, SYSTEM, limit=2, cursor=None)
    second = list_things(database, SYSTEM, limit=2, cursor=first.next)
    assert second.next is None
    assert len(second.items) == 2


@pytest.mark.parametrize("cursor", ["x", "!!", "步", "a" * 200, "bm90IGFuIGlk", "%00", "=", "AA"])
def test_a_cursor_of_someone_else_is_refused(
    client: FlaskClient, clerk: dict[str, str], database: Database, cursor: str
) -> None:
    with pytest.raises(Malformed):
        list_things(database, SYSTEM, limit=2, cursor=cursor)
    answer = client.get("/api/v1/things", query_string={"cursor": cursor}, headers=clerk)
    assert (answer.status_code, answer.json["code"]) == (400, "cursor_invalid")


@pytest.mark.parametrize("limit", ["0", "-1", "201", "x", "1e9", ""])
def test_a_limit_out_of_range_is_told(client: FlaskClient, clerk: dict[str, str], limit: str) -> None:
    answer = client.get(f"/api/v1/things?limit={limit}", headers=clerk)
    assert answer.status_code == 422
    assert answer.json["fields"][0]["field"] == "limit"


def test_pages_hang_together_over_http(client: FlaskClient, clerk: dict[str, str], database: Database) -> None:
    ids = [str(one) for one in _add(database, 5)]
    found: list[str] = []
    query: dict[str, str] = {"limit": "2"}
    while True:
        page = client.get("/api/v1/things", query_string=query, headers=clerk).json
        found += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    assert found == ids[::-1]
