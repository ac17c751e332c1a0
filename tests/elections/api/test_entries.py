from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from services.elections.store import tables
from services.elections.store.database import unit_of_work
from shared.auth.actor import Actor
from tests.elections.conftest import ElectionOffice, account_for_papers, run_jobs, sheet_for, type_sheets

POSTS = {"director": "主任", "vice_director": "副主任", "member": "委员"}


@pytest.fixture
def station(office: ElectionOffice, closed_election: dict[str, Any]) -> dict[str, Any]:
    stations: list[dict[str, Any]] = office.get(f"/elections/{closed_election['id']}/stations").json["items"]
    return stations[0]


@pytest.fixture
def sheet(office: ElectionOffice, closed_election: dict[str, Any]) -> dict[str, Any]:
    return sheet_for(office, closed_election["id"], issued=5, recovered=4)


@pytest.fixture
def two_sheets(office: ElectionOffice, closed_election: dict[str, Any], station: dict[str, Any], system: Actor) -> Any:
    """The station with two sheets."""
    with unit_of_work(system) as uow:
        uow.session.execute(update(tables.Station).where(tables.Station.id == station["id"]).values(sheets=2))
    return {**station, "sheets": 2}


def _enter(office: ElectionOffice, station: dict[str, Any], sheet: dict[str, Any], clerk: str) -> Any:
    return office.post(f"/stations/{station['id']}/entries", sheet, subject=clerk)


def _tally(office: ElectionOffice, closed_election: dict[str, Any]) -> dict[str, Any]:
    tally: dict[str, Any] = office.get(f"/elections/{closed_election['id']}/tally").json["items"][0]
    return tally


def _form(office: ElectionOffice, election: dict[str, Any], sheet: dict[str, Any], station: str) -> list[list[Any]]:
    """The sheet as the printed form."""
    names = {each["id"]: each["name"] for each in office.get(f"/elections/{election['id']}/candidates").json["items"]}
    rows: list[list[Any]] = [["计票单"], ["投票站", station], ["录入人", "甲"]]
    rows += [["发出选票", sheet["issued"]], ["收回选票", sheet["recovered"]], ["职务", "候选人", "赞成票"]]
    for post, figures in sheet["contests"].items():
        rows += [[POSTS[post], names[candidate], votes] for candidate, votes in figures["votes"].items()]
        rows += [[POSTS[post], "废票", figures["void"]], [POSTS[post], "另选他人", figures["others"]]]
    return rows


def _workbook(rows: list[list[Any]]) -> bytes:
    book, saved = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(saved)
    return saved.getvalue()


def test_two_equal_entries_agree(
    office: ElectionOffice, closed_election: dict[str, Any], station: dict[str, Any], sheet: dict[str, Any]
) -> None:
    first, second = (_enter(office, station, sheet, clerk) for clerk in ("a", "b"))
    assert (first.status_code, first.json["agreed"], first.json["doubts"]) == (201, None, [])
    assert (second.status_code, second.json["agreed"]) == (201, True)
    assert _tally(office, closed_election) == {
        "station_id": station["id"],
        "station": station["name"],
        "sheet": 1,
        "entered_by": ["a", "b"],
        "agreed": True,
        "differences": [],
    }


def test_a_difference_is_told_by_figure_and_mended_by_reading_the_paper_again(
    office: ElectionOffice, closed_election: dict[str, Any], station: dict[str, Any], sheet: dict[str, Any]
) -> None:
    _enter(office, station, sheet, "a")
    wrong = {**sheet, "issued": 6}
    assert _enter(office, station, wrong, "b").json["agreed"] is False
    assert _tally(office, closed_election)["differences"] == [
        {"field": "issued", "label": "发出选票", "candidate": None, "first": 5, "second": 6}
    ]
    assert _enter(office, station, sheet, "b").json["agreed"] is True
    assert len(office.get(f"/stations/{station['id']}/entries").json["items"]) == 3


def test_nobody_sees_anothers_figures_before_two_have_typed(
    office: ElectionOffice, station: dict[str, Any], sheet: dict[str, Any]
) -> None:
    _enter(office, station, sheet, "a")
    path = f"/stations/{station['id']}/entries"
    assert office.get(path, subject="b").json["items"][0]["sheet"] is None
    assert office.get(path, subject="a").json["items"][0]["sheet"] == sheet
    _enter(office, station, sheet, "b")
    assert [entry["sheet"] for entry in office.get(path, subject="c").json["items"]] == [sheet, sheet]


def test_a_third_person_is_refused(office: ElectionOffice, station: dict[str, Any], sheet: dict[str, Any]) -> None:
    for clerk in ("a", "b"):
        _enter(office, station, sheet, clerk)
    third = _enter(office, station, sheet, "c")
    assert (third.status_code, third.json["code"]) == (409, "third_clerk")


def test_sheets_are_not_typed_before_the_poll_is_closed(office: ElectionOffice, election: dict[str, Any]) -> None:
    station = office.get(f"/elections/{election['id']}/stations").json["items"][0]
    answer = _enter(office, station, {"issued": 1, "recovered": 1, "contests": {}}, "a")
    assert (answer.status_code, answer.json["code"]) == (409, "change_closed")


def test_more_papers_than_were_issued_are_a_doubt_not_a_fault(
    office: ElectionOffice, station: dict[str, Any], sheet: dict[str, Any]
) -> None:
    answer = _enter(office, station, {**sheet, "issued": 3}, "a")
    assert answer.status_code == 201
    assert [doubt["code"] for doubt in answer.json["doubts"]] == ["recovered_over_issued"]


def test_figures_that_cannot_be_are_refused_by_field(
    office: ElectionOffice, station: dict[str, Any], sheet: dict[str, Any]
) -> None:
    director = sheet["contests"]["director"]
    candidate = next(iter(director["votes"]))
    wrong = {**sheet, "contests": {**sheet["contests"], "director": {**director, "votes": {candidate: 5}}}}
    answer = _enter(office, station, wrong, "a")
    assert (answer.status_code, answer.json["code"]) == (422, "sheet_invalid")
    codes = {fault["code"] for fault in answer.json["fields"]}
    assert codes == {"candidate_missing", "votes_over_valid", "votes_over_papers"}


@pytest.mark.parametrize(
    "changes",
    [{"issued": -1}, {"issued": "5"}, {"issued": 10**12}, {"recovered": None}, {"contests": {"mayor": {}}}, {"x": 1}],
)
def test_what_is_no_sheet_is_refused(
    office: ElectionOffice, station: dict[str, Any], sheet: dict[str, Any], changes: dict[str, Any]
) -> None:
    assert _enter(office, station, {**sheet, **changes}, "a").status_code == 422


def test_a_filled_in_form_is_the_same_as_typing(
    office: ElectionOffice, closed_election: dict[str, Any], station: dict[str, Any], sheet: dict[str, Any]
) -> None:
    rows = _form(office, closed_election, sheet, station["name"])
    rows[3][1] = " ５ "
    answer = office.upload(f"/stations/{station['id']}/entries/upload", _workbook(rows), subject="a")
    assert answer.status_code == 201, answer.json
    assert _enter(office, station, sheet, "b").json["agreed"] is True


def test_another_stations_form_is_refused(
    office: ElectionOffice, closed_election: dict[str, Any], station: dict[str, Any], sheet: dict[str, Any]
) -> None:
    rows = _form(office, closed_election, sheet, "流动票箱")
    answer = office.upload(f"/stations/{station['id']}/entries/upload", _workbook(rows), subject="a")
    assert (answer.status_code, answer.json["fields"][0]["code"]) == (422, "station_differs")


def test_a_form_with_unreadable_cells_names_each(
    office: ElectionOffice, closed_election: dict[str, Any], station: dict[str, Any], sheet: dict[str, Any]
) -> None:
    rows = _form(office, closed_election, sheet, station["name"])
    rows[3][1], rows[6][2], rows[7][1] = "五", "很多", "无此人"
    answer = office.upload(f"/stations/{station['id']}/entries/upload", _workbook(rows), subject="a")
    faults = {(fault.get("line"), fault["code"]) for fault in answer.json["fields"]}
    assert faults == {(4, "number_unreadable"), (7, "number_unreadable"), (8, "candidate_unknown")}


@pytest.mark.parametrize(("content", "status"), [(b"", 422), (b"%PDF-1.7", 415), ("随便什么".encode(), 422)])
def test_what_is_no_form_is_refused(
    office: ElectionOffice, station: dict[str, Any], content: bytes, status: int
) -> None:
    answer = office.upload(f"/stations/{station['id']}/entries/upload", content)
    assert answer.status_code == status


def test_entries_cannot_be_changed_even_in_the_database(
    office: ElectionOffice, station: dict[str, Any], sheet: dict[str, Any], system: Actor
) -> None:
    _enter(office, station, sheet, "a")
    with pytest.raises(DBAPIError, match="append-only"), unit_of_work(system) as uow:
        uow.session.execute(update(tables.Entry).values(clerk="b"))


def test_stations_are_added_and_told_apart_by_name(office: ElectionOffice, election: dict[str, Any]) -> None:
    path = f"/elections/{election['id']}/stations"
    assert office.post(path, {"name": "三号站", "kind": "mobile"}).status_code == 201
    again = office.post(path, {"name": "三号站"})
    assert (again.status_code, again.json["fields"][0]["code"]) == (422, "station_doubled")
    assert office.post(path, {"name": "四号站", "kind": "boat"}).status_code == 422
    assert [station["name"] for station in office.get(path).json["items"]] == ["主会场", "流动票箱", "三号站"]


def test_there_is_no_result_before_the_count(office: ElectionOffice, closed_election: dict[str, Any]) -> None:
    assert office.get(f"/elections/{closed_election['id']}/result").json["code"] == "result_not_found"


def test_each_sheet_of_a_station_is_typed_by_two_people_of_its_own(
    office: ElectionOffice, closed_election: dict[str, Any], two_sheets: dict[str, Any], sheet: dict[str, Any]
) -> None:
    for number, clerks in ((1, "ab"), (2, "cd")):
        for clerk in clerks:
            assert _enter(office, two_sheets, {**sheet, "sheet": number}, clerk).status_code == 201
    third = _enter(office, two_sheets, {**sheet, "sheet": 2}, "a")
    assert (third.status_code, third.json["code"]) == (409, "third_clerk")
    typed = office.get(f"/stations/{two_sheets['id']}/entries").json["items"]
    assert [(entry["number"], entry["clerk"]) for entry in typed] == [(1, "a"), (1, "b"), (2, "c"), (2, "d")]
    tallies = office.get(f"/elections/{closed_election['id']}/tally").json["items"]
    mine = [each for each in tallies if each["station_id"] == two_sheets["id"]]
    assert [(each["sheet"], each["entered_by"], each["agreed"]) for each in mine] == [
        (1, ["a", "b"], True),
        (2, ["c", "d"], True),
    ]


@pytest.mark.parametrize(("number", "code"), [(3, "sheet_unknown"), (0, None), ("1", None)])
def test_a_sheet_that_the_station_does_not_have_is_refused(
    office: ElectionOffice, two_sheets: dict[str, Any], sheet: dict[str, Any], number: Any, code: str | None
) -> None:
    answer = _enter(office, two_sheets, {**sheet, "sheet": number}, "a")
    assert answer.status_code == 422
    assert code in {None, answer.json["fields"][0]["code"]}


def test_the_count_waits_for_every_sheet_and_adds_them_up(
    office: ElectionOffice, closed_election: dict[str, Any], two_sheets: dict[str, Any], sheet: dict[str, Any]
) -> None:
    type_sheets(office, closed_election["id"])
    open_ = office.step(closed_election["id"], "count")
    assert (open_.status_code, [each["code"] for each in open_.json["missing"]]) == (409, ["entries_missing"])
    assert "第2号" in open_.json["missing"][0]["message"]
    for clerk in "ab":
        _enter(office, two_sheets, {**sheet, "sheet": 2}, clerk)
    account_for_papers(office, closed_election["id"])
    assert office.step(closed_election["id"], "count").status_code == 200
    run_jobs()
    assert office.get(f"/elections/{closed_election['id']}/result").json["voted"] == 3 * sheet["recovered"]


def test_grounds_and_other_persons_are_typed_compared_and_shown(
    office: ElectionOffice, closed_election: dict[str, Any], station: dict[str, Any], sheet: dict[str, Any]
) -> None:
    first = _with_director(sheet, void_grounds={"blank": 1}, write_ins=[{"name": "孙　八", "votes": 1}])
    other = _with_director(sheet, void_grounds={"torn": 1}, write_ins=[{"name": "孙八", "votes": 1}])
    for clerk, typed in (("a", first), ("b", other)):
        assert _enter(office, station, typed, clerk).status_code == 201
    differences = _tally(office, closed_election)["differences"]
    assert [(each["label"], each["first"], each["second"]) for each in differences] == [
        ("主任 · 废票 · 空白票", 1, None),
        ("主任 · 废票 · 撕毁、残缺", None, 1),
    ]
    shown = office.get(f"/stations/{station['id']}/entries").json["items"][0]["sheet"]["contests"]["director"]
    assert shown["write_ins"] == [{"name": "孙八", "votes": 1}]


def test_a_candidate_written_in_is_refused_by_name(
    office: ElectionOffice, station: dict[str, Any], sheet: dict[str, Any]
) -> None:
    typed = _with_director(sheet, void_grounds={}, write_ins=[{"name": "主任1", "votes": 1}])
    answer = _enter(office, station, typed, "a")
    assert (answer.status_code, answer.json["fields"][0]["code"]) == (422, "write_in_is_candidate")


def test_a_form_has_a_number_grounds_and_names(
    office: ElectionOffice, closed_election: dict[str, Any], two_sheets: dict[str, Any], sheet: dict[str, Any]
) -> None:
    wanted = _with_director(sheet, void_grounds={"blank": 1}, write_ins=[{"name": "孙八", "votes": 1}])
    rows = _form(office, closed_election, wanted, two_sheets["name"])
    rows.insert(2, ["计票单号", 2])
    place = next(place for place, row in enumerate(rows) if row[:2] == ["主任", "废票"])
    rows[place : place + 2] = [["主任", "废票：空白票", 1], ["主任", "另选他人：孙八", 1]]
    answer = office.upload(f"/stations/{two_sheets['id']}/entries/upload", _workbook(rows), subject="a")
    assert (answer.status_code, answer.json.get("number")) == (201, 2), answer.json
    assert _enter(office, two_sheets, {**wanted, "sheet": 2}, "b").json["agreed"] is True


def test_a_form_with_an_unknown_ground_names_the_row(
    office: ElectionOffice, closed_election: dict[str, Any], station: dict[str, Any], sheet: dict[str, Any]
) -> None:
    rows = _form(office, closed_election, sheet, station["name"])
    rows.append(["主任", "废票：不好看", 1])
    answer = office.upload(f"/stations/{station['id']}/entries/upload", _workbook(rows), subject="a")
    faults = [(fault["line"], fault["code"]) for fault in answer.json["fields"]]
    assert (answer.status_code, faults) == (422, [(len(rows), "void_ground_unreadable")])


def _with_director(sheet: dict[str, Any], **parts: Any) -> dict[str, Any]:
    """One void paper and one vote for another person among the four of the director's contest."""
    director = sheet["contests"]["director"]
    votes = {candidate: min(count, 2) for candidate, count in director["votes"].items()}
    contest = {**director, "votes": votes, "void": 1 if parts["void_grounds"] else 0, "others": 1, **parts}
    return {**sheet, "contests": {**sheet["contests"], "director": contest}}
