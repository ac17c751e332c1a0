"""The account of the papers down to zero, doubtful papers, scanned sheets, and sheets typed differently."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from services.elections.store import images, tables
from services.elections.store.database import reading, unit_of_work
from shared.auth.actor import Actor
from tests.elections.conftest import ElectionOffice, count_and_certify, run_jobs, sheet_for, type_sheets

ACCOUNT = {"received": 6, "issued": 5, "left_over": 1, "spoiled": 0}
PNG = b"\x89PNG\r\n\x1a\n first scan"
OTHER_PNG = b"\x89PNG\r\n\x1a\n second scan"


@pytest.fixture
def closed(closed_election: dict[str, Any]) -> str:
    return str(closed_election["id"])


@pytest.fixture
def station(office: ElectionOffice, closed: str) -> str:
    return str(office.get(f"/elections/{closed}/stations").json["items"][0]["id"])


def _put(office: ElectionOffice, path: str, body: dict[str, Any], version: int | None = 0) -> Any:
    headers = {} if version is None else {"If-Match": f'"{version}"'}
    return office.call("PUT", path, json=body, headers=headers)


def _missing(answer: Any) -> list[str]:
    return [duty["code"] for duty in answer.json["missing"]]


def test_papers_are_recorded_by_station_and_two_officers_do_not_undo_each_other(
    office: ElectionOffice, closed: str, station: str
) -> None:
    assert _put(office, f"/stations/{station}/papers", ACCOUNT, version=None).status_code == 428
    first = _put(office, f"/stations/{station}/papers", ACCOUNT)
    assert (first.status_code, first.json["version"]) == (200, 1)
    assert _put(office, f"/stations/{station}/papers", {**ACCOUNT, "issued": 4, "spoiled": 1}).status_code == 412
    stock = _put(office, f"/elections/{closed}/papers", {"printed": 8, "kept": 2})
    assert (stock.status_code, stock.headers["ETag"]) == (200, '"1"')
    shown = office.get(f"/elections/{closed}/papers").json
    assert (shown["printed"], shown["kept"], shown["destroyed"]) == (8, 2, None)
    assert {name: shown["items"][0][name] for name in ACCOUNT} == ACCOUNT
    assert shown["items"][1]["received"] is None


def test_an_account_that_does_not_come_to_zero_is_refused_with_the_difference(
    office: ElectionOffice, station: str
) -> None:
    answer = _put(office, f"/stations/{station}/papers", {**ACCOUNT, "issued": 3})
    assert (answer.status_code, answer.json["fields"][0]["code"]) == (422, "papers_unbalanced")
    assert "相差2张" in answer.json["fields"][0]["message"]


@pytest.mark.parametrize("body", [{"printed": 1, "kept": 2}, {"printed": -1, "kept": 0}, {"printed": 1}])
def test_a_stock_that_cannot_be_is_refused(office: ElectionOffice, closed: str, body: dict[str, Any]) -> None:
    assert _put(office, f"/elections/{closed}/papers", body).status_code == 422


def test_the_count_waits_until_every_paper_is_accounted_for(office: ElectionOffice, closed: str, station: str) -> None:
    type_sheets(office, closed)
    assert office.get(f"/elections/{closed}").json["next_steps"][0]["missing"] == []
    wrong = {"received": 6, "issued": 4, "left_over": 2, "spoiled": 0}
    assert _put(office, f"/stations/{station}/papers", wrong, version=1).status_code == 200
    assert _missing(office.step(closed, "count")) == ["papers_account_differs", "surplus_not_destroyed"]
    assert _put(office, f"/stations/{station}/papers", ACCOUNT, version=2).status_code == 200
    assert _put(office, f"/elections/{closed}/papers", {"printed": 15, "kept": 2}, version=2).status_code == 200
    answer = office.step(closed, "count")
    assert _missing(answer) == ["papers_unreconciled"]
    assert "印制选票15张" in answer.json["missing"][0]["message"]


def test_surplus_papers_are_destroyed_after_the_poll_by_two_persons(office: ElectionOffice, closed: str) -> None:
    path, body = f"/elections/{closed}/papers/destruction", {"count": 4, "witnesses": ["赵一", "钱二"]}
    early = office.post(path, body)
    assert (early.status_code, _missing(early)) == (409, ["papers_unreconciled"])
    type_sheets(office, closed)
    for wrong in ({**body, "count": 3}, {**body, "witnesses": ["赵一", " 赵一"]}, {**body, "on": "2999-01-01"}):
        assert office.post(path, wrong).status_code == 422
    again = office.post(path, body)
    assert (again.status_code, again.json["destroyed"], again.json["witnesses"]) == (200, 4, ["赵一", "钱二"])


def test_papers_are_not_destroyed_before_the_poll_is_closed(office: ElectionOffice, election: dict[str, Any]) -> None:
    office.step(election["id"], "announce", days_before=30)
    body = {"count": 0, "witnesses": ["赵一", "钱二"]}
    answer = office.post(f"/elections/{election['id']}/papers/destruction", body)
    assert (answer.status_code, answer.json["code"]) == (409, "poll_not_closed")


def test_accounts_stand_once_the_count_has_begun(office: ElectionOffice, closed: str, station: str) -> None:
    type_sheets(office, closed)
    assert office.step(closed, "count").status_code == 200
    answer = _put(office, f"/stations/{station}/papers", ACCOUNT, version=1)
    assert (answer.status_code, answer.json["code"]) == (409, "change_closed")


DOUBT = {"papers": 2, "ground": "torn", "decision": "counts_partly", "decided_by": ["李 主任", "王委员"]}


def test_doubtful_papers_are_decided_before_the_open_calling(office: ElectionOffice, closed: str, station: str) -> None:
    assert office.post(f"/stations/{station}/doubtful-papers", DOUBT).status_code == 201
    (shown,) = office.get(f"/elections/{closed}/doubtful-papers").json["items"]
    assert (shown["decision"], shown["decided_by"], shown["sheet"]) == ("counts_partly", ["李 主任", "王委员"], 1)
    typed = sheet_for(office, closed, issued=5, recovered=4)
    assert office.post(f"/stations/{station}/entries", typed, subject="a").status_code == 201
    late = office.post(f"/stations/{station}/doubtful-papers", DOUBT)
    assert (late.status_code, late.json["code"]) == (409, "calling_begun")


@pytest.mark.parametrize(
    "changes", [{"ground": "ugly"}, {"decided_by": []}, {"papers": 0}, {"sheet": 2}, {"decision": "x"}]
)
def test_a_wrong_record_of_doubtful_papers_is_refused(
    office: ElectionOffice, station: str, changes: dict[str, Any]
) -> None:
    assert office.post(f"/stations/{station}/doubtful-papers", {**DOUBT, **changes}).status_code == 422


def _attach(office: ElectionOffice, station: str, content: bytes, number: int = 1) -> Any:
    return office.upload(f"/stations/{station}/sheets/{number}/image", content, name="scan.exe")


def test_a_scan_is_kept_with_its_hash_and_given_back_as_it_was(office: ElectionOffice, station: str) -> None:
    attached = _attach(office, station, PNG)
    assert (attached.status_code, attached.json["kind"]) == (201, "image/png")
    assert attached.json["sha256"] == hashlib.sha256(PNG).hexdigest()
    shown = office.get(f"/images/{attached.json['id']}", scopes=("elections:read",))
    assert (shown.data, shown.content_type) == (PNG, "image/png")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"


def test_a_swapped_scan_does_not_replace_the_first(office: ElectionOffice, closed: str, station: str) -> None:
    for content in (PNG, OTHER_PNG):
        _attach(office, station, content)
    hashes = [hashlib.sha256(content).hexdigest() for content in (PNG, OTHER_PNG)]
    assert [each["sha256"] for each in office.get(f"/elections/{closed}/images").json["items"]] == hashes
    with reading() as session:
        files = list(images.files(session, UUID(closed)))
    assert [(each.content, each.sha256, each.sheet) for each in files] == [
        (PNG, hashes[0], 1),
        (OTHER_PNG, hashes[1], 1),
    ]
    assert len({each.name for each in files}) == 2


def test_a_scan_cannot_be_changed_even_in_the_database(office: ElectionOffice, station: str, system: Actor) -> None:
    _attach(office, station, PNG)
    with pytest.raises(DBAPIError, match="append-only"), unit_of_work(system) as uow:
        uow.session.execute(update(tables.SheetImage).values(content=OTHER_PNG))


@pytest.mark.parametrize(("content", "status"), [(b"", 415), (b"<svg/>", 415), (b"PK\x03\x04", 415)])
def test_what_is_no_scan_is_refused(office: ElectionOffice, station: str, content: bytes, status: int) -> None:
    assert _attach(office, station, content).status_code == status


def test_a_scan_is_of_a_sheet_that_the_station_has(office: ElectionOffice, station: str) -> None:
    answer = _attach(office, station, PNG, number=2)
    assert (answer.status_code, answer.json["fields"][0]["code"]) == (422, "sheet_unknown")


def test_the_hashes_stand_on_the_public_page_of_the_result(office: ElectionOffice, closed: str, station: str) -> None:
    _attach(office, station, PNG)
    digest = hashlib.sha256(PNG).hexdigest()
    page = f"/elections/{closed}"
    assert digest not in office.client.get(page).get_data(as_text=True)
    type_sheets(office, closed)
    count_and_certify(office, closed)
    assert digest in office.client.get(page).get_data(as_text=True)
    late = _attach(office, station, OTHER_PNG)
    assert (late.status_code, late.json["code"]) == (409, "change_closed")


def test_sheets_typed_differently_stand_in_a_queue_the_oldest_first(
    office: ElectionOffice, closed: str, station: str
) -> None:
    stations = [each["id"] for each in office.get(f"/elections/{closed}/stations").json["items"]]
    typed = sheet_for(office, closed, issued=5, recovered=4)
    for place in reversed(stations):
        for clerk, issued in (("a", 5), ("b", 6)):
            office.post(f"/stations/{place}/entries", {**typed, "issued": issued}, subject=clerk)
    scan = _attach(office, station, PNG).json
    queue = office.get(f"/elections/{closed}/disagreements").json["items"]
    assert [each["station_id"] for each in queue] == list(reversed(stations))
    assert queue[1]["entered_by"] == ["a", "b"]
    assert queue[1]["differences"] == [
        {"field": "issued", "label": "发出选票", "candidate": None, "first": 5, "second": 6}
    ]
    assert (queue[0]["image"], queue[1]["image"]["sha256"]) == (None, scan["sha256"])
    office.post(f"/stations/{station}/entries", typed, subject="b")
    assert [each["station_id"] for each in office.get(f"/elections/{closed}/disagreements").json["items"]] == stations[
        1:
    ]


def test_another_areas_papers_scans_and_staff_are_not_found(office: ElectionOffice, closed: str, station: str) -> None:
    scan = _attach(office, station, PNG).json
    paths = (
        f"/images/{scan['id']}",
        f"/elections/{closed}/papers",
        f"/elections/{closed}/staff",
        f"/stations/{station}",
    )
    for path in paths:
        assert office.get(path, area="450100000000").status_code == 404


def test_other_persons_and_grounds_stand_in_the_result_and_elect_nobody(office: ElectionOffice, closed: str) -> None:
    """The law elects candidates: somebody written in on every paper is shown, not elected (Art 19)."""
    typed = sheet_for(office, closed, issued=5, recovered=4)
    director = typed["contests"]["director"]
    director["votes"] = dict.fromkeys(director["votes"], 0)
    director |= {"others": 3, "write_ins": [{"name": "孙八", "votes": 3}], "void": 1, "void_grounds": {"blank": 1}}
    type_sheets(office, closed)
    for station in office.get(f"/elections/{closed}/stations").json["items"]:
        for person in ("typist-1", "typist-2"):
            answer = office.post(f"/stations/{station['id']}/entries", typed, subject=person)
            assert answer.status_code == 201, answer.json
    office.step(closed, "count")
    run_jobs()
    found = office.get(f"/elections/{closed}/result").json["contests"][0]
    assert (found["write_ins"], found["void_grounds"]) == ({"孙八": 6}, {"blank": 2})
    assert (found["outcome"], found["seats_short"]) == ("no_winner", 1)
