"""An office's overview: every community within reach, what is overdue first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import event, update

from services.elections.store.database import database
from services.elections.store.tables import Election
from shared import clock
from shared.auth.actor import Actor
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT
from tests.elections.conftest import Office

NEXT_DOOR = "450403002004"


def _rows(office: Office, **options: Any) -> list[dict[str, Any]]:
    answer = office.get("/overview", **options)
    assert answer.status_code == 200, answer.json
    return answer.json["items"]


def _election(office: Office, area: str, days: int) -> dict[str, Any]:
    day = (clock.today() + timedelta(days=days)).isoformat()
    body = {"area": area, "title": "换届选举", "polling_day": day, "contests": [{"post": "director", "seats": 5}]}
    return office.post("/elections", body).json


def test_a_community_without_an_election_is_there_too(office: Office, community: str) -> None:
    (row,) = _rows(office)
    assert (row["name"], row["election_id"], row["next_step"]) == ("步埠社区", None, None)


def test_subdistricts_are_named_and_no_rows_of_their_own(office: Office, community: str) -> None:
    office.post("/areas", {"code": "450403002000", "name": "城南街道"})
    (row,) = _rows(office)
    assert row["subdistrict"] == "城南街道"


def test_what_is_overdue_stands_first_with_how_many_days(office: Office, community: str) -> None:
    """The roll of an election is published 20 days before; one that polls in 10 days is 10 days late."""
    office.post("/areas", {"code": NEXT_DOOR, "name": "和平社区"})
    early, late = _election(office, COMMUNITY, 60), _election(office, NEXT_DOOR, 10)
    rows = _rows(office)
    assert [row["election_id"] for row in rows] == [late["id"], early["id"]]
    assert [row["days_left"] for row in rows] == [-10, 40]
    assert rows[0]["next_step"] == "announce"


def test_an_election_that_is_over_comes_last_and_has_nothing_due(office: Office, community: str) -> None:
    office.post("/areas", {"code": NEXT_DOOR, "name": "和平社区"})
    over, ahead = _election(office, COMMUNITY, 1), _election(office, NEXT_DOOR, 60)
    with database.unit_of_work(Actor.system("test")) as uow:
        uow.session.execute(update(Election).where(Election.id == over["id"]).values(state="certified"))
    rows = _rows(office)
    assert [row["election_id"] for row in rows] == [ahead["id"], over["id"]]
    assert (rows[1]["due"], rows[1]["next_step"]) == (None, None)


def test_of_a_communitys_elections_the_newest_is_shown(office: Office, community: str) -> None:
    _election(office, COMMUNITY, 10)
    newest = _election(office, COMMUNITY, 40)
    (row,) = _rows(office)
    assert row["election_id"] == newest["id"]


def test_a_part_of_the_area_may_be_asked_for_and_nothing_outside(office: Office, community: str) -> None:
    office.post("/areas", {"code": "450403003001", "name": "别的街道的社区"})
    assert [row["area"] for row in _rows(office, query_string={"area": "450403002000"})] == [COMMUNITY]
    assert office.get("/overview", query_string={"area": FOREIGN_DISTRICT}).status_code == 404


def test_what_is_overdue_is_named_with_who_is_responsible(office: Office, community: str) -> None:
    _election(office, COMMUNITY, 10)
    (row,) = _rows(office)
    assert (row["overdue"], row["overdue_days"], row["responsible"]) == ("公布选民名单", 10, "居民选举委员会")


def test_the_overview_asks_as_many_questions_for_many_communities_as_for_one(office: Office, community: str) -> None:
    def statements() -> int:
        asked: list[str] = []
        listener = lambda *call: asked.append(call[2])  # noqa: E731
        event.listen(database.engine, "before_cursor_execute", listener)
        _rows(office)
        event.remove(database.engine, "before_cursor_execute", listener)
        return len(asked)

    _election(office, COMMUNITY, 10)
    one = statements()
    for number in range(5, 9):
        office.post("/areas", {"code": f"45040300200{number}", "name": "社区"})
        _election(office, f"45040300200{number}", 30)
    assert statements() == one
