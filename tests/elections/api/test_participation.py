"""Registration and turnout: the total while the poll is open, groups of ten or more once the result is decided."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from services.elections.store.database import database
from shared import clock
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT
from tests.elections.api.test_paper_register import give, make, stations_of
from tests.elections.api.test_proxies import appoint, electors_of, open_poll, publish
from tests.elections.conftest import ElectionOffice, count_and_certify, enter_sheets

VOTES = {
    "director": {"主任1": 7, "主任2": 0},
    "vice_director": {"副主任1": 7, "副主任2": 0},
    "member": {"委员1": 7, "委员2": 7, "委员3": 7, "委员4": 0},
}


@pytest.fixture
def polling(office: ElectionOffice, community: str) -> str:
    """Seven of ten electors have a paper, one of them through an agent; the register is kept here."""
    number = make(office)
    people = electors_of(office, number)
    assert appoint(office, number, people[0], people[1]).status_code == 201
    assert publish(office, number).status_code == 201
    open_poll(office, number)
    station = stations_of(office, number)[0]
    assert give(office, station, people[1], people[0]).status_code == 201
    for elector in people[1:7]:
        assert give(office, station, elector).status_code == 201
    return number


def certify(office: ElectionOffice, number: str) -> None:
    assert office.step(number, "close").status_code == 200
    enter_sheets(office, number, VOTES, papers=7)
    count_and_certify(office, number)


def test_while_the_poll_is_open_only_the_total_is_told_with_the_quorums_arithmetic(
    office: ElectionOffice, polling: str
) -> None:
    told = office.get(f"/elections/{polling}/participation").json
    assert told["turnout"] == {"holds": True, "inequality": "2×7 > 10", "clause": "Art 19"}
    assert told["total"] == {
        "electors": 10,
        "residents": None,
        "registered_percent": None,
        "given": 7,
        "by_proxy": 1,
        "voted": None,
    }
    came = {line["dimension"]: line["came"] for line in told["items"]}
    assert came == {"all": 7, "group": None, "registration": None}  # two men are too few to be told of
    assert "2×7 &gt; 10" in office.client.get(f"/elections/{polling}").text


def test_the_next_election_is_compared_with_the_last_terms(office: ElectionOffice, polling: str) -> None:
    """The earlier one is moved a year back, as no test can wait so long; its second group is as large as the first."""
    certify(office, polling)
    with database.engine.begin() as connection:
        back = text("UPDATE elections SET polling_day = polling_day - 400 WHERE id = :id")
        connection.execute(back, {"id": polling})
    body = {
        "area": COMMUNITY,
        "title": "下一届",
        "polling_day": (clock.today() + timedelta(days=40)).isoformat(),
        "contests": [{"post": "director", "seats": 5}],
        "residents": 40,
    }
    made = office.post("/elections", body).json
    told = office.get(f"/elections/{made['id']}/participation").json
    assert told["last_term"]["id"] == polling
    assert told["total"]["registered_percent"] == "0.0"
    assert told["items"][0]["last"] == {"electors": 10, "came": 7, "percent": "70.0"}
    assert told["turnout"] is None


def test_the_certified_result_shows_cells_as_a_chart_a_table_and_files(office: ElectionOffice, polling: str) -> None:
    with database.engine.begin() as connection:  # three of the roll form a group too small to be told of
        small = "UPDATE electors SET \"group\" = '二组' WHERE id IN (SELECT id FROM electors ORDER BY id LIMIT 3)"
        connection.execute(text(small))
    certify(office, polling)
    told = office.get(f"/elections/{polling}/participation").json
    lines = [(line["dimension"], line["values"], line["came"]) for line in told["items"]]
    assert lines == [("all", [], 7), ("registration", ["household"], 7)]
    page = office.client.get(f"/elections/{polling}").text
    assert 'aria-describedby="participation-table"' in page
    assert "二组" not in page
    xlsx = office.get(f"/elections/{polling}/participation", query_string={"format": "xlsx"})
    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(xlsx.data)).worksheets[0].iter_rows()]
    assert rows[1][:5] == [None, "全部选民", 10, 7, "70.0"]
    csv = office.get(f"/elections/{polling}/participation", headers={"Accept": "text/csv"})
    assert csv.data.decode("utf-8-sig").splitlines()[2].startswith("登记类型,户籍,10,7,70.0")


def test_another_districts_election_is_not_found(office: ElectionOffice, polling: str) -> None:
    assert office.get(f"/elections/{polling}/participation", area=FOREIGN_DISTRICT).status_code == 404
