"""The statutory report: figures of every election, sums of subdistricts and area, files that Excel opens safely."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import load_workbook

from services.elections.domain.committee.statistics import COLUMNS
from shared import clock
from tests.conftest import COMMUNITY, DISTRICT, FOREIGN_DISTRICT
from tests.elections.conftest import ElectionOffice


def _day(days: int = 0) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


@pytest.fixture
def certified(seated_election: dict[str, Any]) -> str:
    return seated_election["id"]


def _report(office: ElectionOffice, **query: str) -> dict[str, Any]:
    answer = office.get("/statistics", query_string=query)
    assert answer.status_code == 200, answer.json
    return answer.json


def test_an_elections_figures_are_those_of_its_papers(office: ElectionOffice, certified: str) -> None:
    (row,) = _report(office)["items"]
    expected = {
        "electors": 10,
        "issued": 10,
        "voted": 10,
        "voted_station": 10,
        "voted_mobile": 0,
        "stations": 1,
        "mobile_boxes": 1,
        "seats": 5,
        "nominees": 8,
        "standing": 8,
        "nominees_party": 7,
        "nominees_joint": 1,
        "nominees_women": 6,
        "elected": 5,
        "elected_women": 4,
        "elected_first": 5,
        "elected_again": 0,
        "another_ballots": 0,
        "voided": 0,
        "written_for": None,
        "nominees_minority": None,
        "elected_minority": None,
    }
    assert {name: row["figures"][name] for name in expected} == expected
    assert row["figures"].keys() == COLUMNS.keys()


def test_additions_and_removals_are_counted_by_their_reasons(office: ElectionOffice, election: dict[str, Any]) -> None:
    number = election["id"]
    office.step(number, "announce", days_before=30)
    person = {
        "name": "赵新民",
        "sex": "male",
        "birth_date": "1990-03-04",
        "address": "和平路9号",
        "registration": "resident",
    }
    for reason, name in (("moved_in", "赵新民"), ("moved_in", "钱新民"), ("turned_18", "孙新民")):
        body = person | {"name": name, "reason": reason}
        assert office.post(f"/elections/{number}/roll/additions", body).status_code == 201
    (row,) = _report(office)["items"]
    assert (row["figures"]["moved_in"], row["figures"]["turned_18"], row["figures"]["electors"]) == (2, 1, 3)


def test_the_sums_are_those_of_the_rows_by_subdistrict_and_for_all(office: ElectionOffice, certified: str) -> None:
    other = "450403005001"
    office.post("/areas", {"code": other, "name": "另一社区"})
    body = {"area": other, "title": "换届", "polling_day": _day(40), "contests": [{"post": "director", "seats": 5}]}
    made = office.post("/elections", body).json["id"]
    assert office.step(made, "announce").status_code == 200
    report = _report(office, area=DISTRICT)
    assert [(each["area"], each["elections"], each["figures"]["seats"]) for each in report["totals"]] == [
        ("450403002000", 1, 5),
        ("450403005000", 1, 5),
        (DISTRICT, 2, 10),
    ]
    for name in COLUMNS:
        total = report["totals"][-1]["figures"][name]
        known = [row["figures"][name] for row in report["items"] if row["figures"][name] is not None]
        assert total == (sum(known) if known else None)


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ({"from": _day(), "to": _day()}, 1),
        ({"from": _day(1)}, 0),
        ({"to": _day(-1)}, 0),
        ({"area": COMMUNITY}, 1),
        ({"area": "450403002004"}, 0),
    ],
)
def test_the_report_is_of_an_area_and_a_period(
    office: ElectionOffice, certified: str, query: dict[str, str], rows: int
) -> None:
    report = _report(office, **query)
    assert (len(report["items"]), bool(report["totals"])) == (rows, bool(rows))


def test_who_was_elected_before_in_this_community_is_elected_again(office: ElectionOffice, certified: str) -> None:
    """By name and birth date, or by what was recorded of a candidate. The earlier election is moved a year back, as no
    test can wait so long."""
    from sqlalchemy import text

    from services.elections.store.database import database

    with database.engine.begin() as connection:
        back = text("UPDATE elections SET polling_day = polling_day - 400 WHERE id = :id")
        connection.execute(back, {"id": certified})
        copy = text("""
            WITH again AS (
                INSERT INTO elections (id, area, title, kind, mode, polling_day, rule_set, state, version, electors)
                SELECT gen_random_uuid(), area, title, kind, mode, polling_day + 400, rule_set, state, 1, electors
                FROM elections WHERE id = :id RETURNING id
            ), standing AS (
                INSERT INTO candidates (id, election_id, area, post, name, sex, birth_date, education, nominated_by,
                                        joint_electors, served_before)
                SELECT gen_random_uuid(), again.id, area, post, name, sex, birth_date, education, nominated_by,
                       joint_electors, false
                FROM candidates, again WHERE election_id = :id AND name IN ('主任1', '委员1') RETURNING *
            )
            INSERT INTO results (election_id, area, verdict, counted_at)
            SELECT again.id, '450403002003', jsonb_build_object('contests', jsonb_build_array(jsonb_build_object(
                   'candidates', (SELECT jsonb_agg(jsonb_build_object('candidate_id', id, 'elected', name = '主任1'))
                                  FROM standing)))), now()
            FROM again""")
        connection.execute(copy, {"id": certified})
        served = text("UPDATE candidates SET served_before = true WHERE election_id = :id AND name = '委员1'")
        connection.execute(served, {"id": certified})
    figures = [row["figures"] for row in _report(office)["items"]]
    shown = [(each["elected"], each["elected_first"], each["elected_again"]) for each in figures]
    assert shown == [(5, 4, 1), (1, 0, 1)]


def test_what_was_recorded_of_writers_minorities_and_earlier_terms_is_reported(
    office: ElectionOffice, election: dict[str, Any]
) -> None:
    """Of four nominees one is of a minority and one has served before; nobody knows the ethnicity of the fourth."""
    number = election["id"]
    office.step(number, "announce", days_before=30)
    header = "职务,姓名,性别,出生日期,文化程度,提名方式,联名人数,民族,曾任居委会成员"
    people = ["王甲,男,1970-01-01,,社区党组织,,壮,否", "王乙,女,1970-01-02,,社区党组织,,汉族,是"]
    people += ["王丙,女,1970-01-03,,社区党组织,,汉,", "王丁,男,1970-01-04,,社区党组织,,,"]
    file = "\n".join([header, *(f"委员,{person}" for person in people)]).encode()
    assert office.upload(f"/elections/{number}/candidates/import", file).status_code == 201
    listed = office.get(f"/elections/{number}/candidates").json["items"]
    assert [each["ethnicity"] for each in listed] == ["壮族", "汉族", "汉族", ""]
    assert [each["served_before"] for each in listed] == [False, True, None, None]
    for station, written in zip(office.get(f"/elections/{number}/stations").json["items"], (3, None), strict=True):
        account = {"received": 9, "issued": 8, "left_over": 1, "spoiled": 0, "written_for": written}
        answer = office.call("PUT", f"/stations/{station['id']}/papers", json=account, headers={"If-Match": '"0"'})
        assert answer.json["written_for"] == written, answer.json
    (row,) = _report(office)["items"]
    assert (row["figures"]["nominees_minority"], row["figures"]["written_for"]) == (1, 3)


def test_a_writer_fills_in_no_more_papers_than_were_issued(office: ElectionOffice, election: dict[str, Any]) -> None:
    station = office.get(f"/elections/{election['id']}/stations").json["items"][0]["id"]
    account = {"received": 9, "issued": 8, "left_over": 1, "spoiled": 0, "written_for": 9}
    refused = office.call("PUT", f"/stations/{station}/papers", json=account, headers={"If-Match": '"0"'})
    assert [fault["code"] for fault in refused.json["fields"]] == ["written_over_issued"]


def test_an_area_out_of_reach_is_not_found(office: ElectionOffice, certified: str) -> None:
    assert office.get("/statistics", query_string={"area": FOREIGN_DISTRICT}).status_code == 404


def test_the_files_hold_what_the_report_says_and_no_formula(office: ElectionOffice, certified: str) -> None:
    office.post("/areas", {"code": COMMUNITY, "name": "=HYPERLINK(1)"})
    csv = office.get("/statistics", query_string={"format": "csv"})
    assert csv.data.startswith(b"\xef\xbb\xbf")
    assert csv.mimetype == "text/csv"
    lines = csv.data.decode("utf-8-sig").splitlines()
    assert (len(lines), "'=HYPERLINK(1)" in lines[1]) == (4, True)
    accept = {"Accept": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
    xlsx = office.get("/statistics", headers=accept)
    sheet = load_workbook(io.BytesIO(xlsx.data)).worksheets[0]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert (len(cells), cells[1][1], cells[1][6]) == (4, "'=HYPERLINK(1)", 10)
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
