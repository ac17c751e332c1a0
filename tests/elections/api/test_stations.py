"""Stations and mobile boxes, and who works there."""

from __future__ import annotations

from typing import Any

import pytest

from shared import clock
from tests.elections.conftest import ElectionOffice, candidates_csv, staff_stations

PERSON = {"name": "孙 八", "birth_date": "1985-05-05", "role": "overseer"}


def _stations(office: ElectionOffice, election: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = office.get(f"/elections/{election['id']}/stations").json["items"]
    return found


@pytest.fixture
def station(office: ElectionOffice, election: dict[str, Any]) -> dict[str, Any]:
    return _stations(office, election)[0]


def _change(office: ElectionOffice, station: dict[str, Any], version: int | None = 1, **changes: Any) -> Any:
    return office.patch(f"/stations/{station['id']}", changes, version=version)


def _add(office: ElectionOffice, election: dict[str, Any], station: dict[str, Any], **changes: Any) -> Any:
    return office.post(f"/elections/{election['id']}/staff", {"station_id": station["id"], **PERSON, **changes})


def _codes(answer: Any) -> list[str]:
    return [fault["code"] for fault in answer.json["fields"]]


def test_a_station_has_a_place_and_hours(office: ElectionOffice, election: dict[str, Any]) -> None:
    hours = {"opens_at": "08:00:00", "closes_at": "17:30:00"}
    body = {"name": "小学", "kind": "hall", "address": "和平路1号", "secret_booth": True, **hours}
    made = office.post(f"/elections/{election['id']}/stations", body)
    assert made.status_code == 201
    shown = office.get(f"/stations/{made.json['id']}")
    assert {name: shown.json[name] for name in body} == body
    assert (shown.headers["ETag"], shown.json["sheets"]) == ('"1"', 1)


@pytest.mark.parametrize(
    "hours", [{"opens_at": "17:00", "closes_at": "08:00"}, {"opens_at": "08:00"}, {"closes_at": "25:00"}]
)
def test_hours_that_cannot_be_are_refused(
    office: ElectionOffice, election: dict[str, Any], hours: dict[str, str]
) -> None:
    assert office.post(f"/elections/{election['id']}/stations", {"name": "小学", **hours}).status_code == 422


def test_two_officers_who_change_one_station_do_not_undo_each_other(
    office: ElectionOffice, station: dict[str, Any]
) -> None:
    assert _change(office, station, version=None, address="x").status_code == 428
    first, second = _change(office, station, address="和平路1号"), _change(office, station, address="和平路2号")
    assert (first.status_code, first.headers["ETag"], second.status_code) == (200, '"2"', 412)
    assert office.get(f"/stations/{station['id']}").json["address"] == "和平路1号"


def test_a_station_is_not_renamed_to_anothers_name(office: ElectionOffice, station: dict[str, Any]) -> None:
    answer = _change(office, station, name="流动票箱")
    assert (answer.status_code, _codes(answer)) == (422, ["station_doubled"])


def test_a_list_is_not_published_in_advance(office: ElectionOffice, election: dict[str, Any]) -> None:
    answer = _change(office, _stations(office, election)[1], list_published_on="2999-01-01")
    assert (answer.status_code, _codes(answer)) == (422, ["date_in_future"])


def test_a_station_is_taken_out_with_its_staff(
    office: ElectionOffice, election: dict[str, Any], station: dict[str, Any]
) -> None:
    assert _add(office, election, station).status_code == 201
    path, stale, right = f"/stations/{station['id']}", {"If-Match": '"7"'}, {"If-Match": '"1"'}
    assert office.call("DELETE", path, headers=stale).status_code == 412
    assert office.call("DELETE", path, headers=right).status_code == 204
    assert office.get(path).status_code == 404
    assert office.get(f"/elections/{election['id']}/staff").json["items"] == []


def test_once_the_poll_was_opened_only_the_number_of_sheets_changes(
    office: ElectionOffice, closed_election: dict[str, Any]
) -> None:
    station = _stations(office, closed_election)[0]
    refused = _change(office, station, address="和平路1号")
    assert (refused.status_code, refused.json["code"]) == (409, "change_closed")
    same_name = _change(office, station, name=station["name"], sheets=20)
    assert (same_name.status_code, same_name.json["sheets"]) == (200, 20)
    removed = office.call("DELETE", f"/stations/{station['id']}", headers={"If-Match": '"2"'})
    assert (removed.status_code, removed.json["code"]) == (409, "change_closed")


def test_a_person_works_at_one_station_only(
    office: ElectionOffice, election: dict[str, Any], station: dict[str, Any]
) -> None:
    added = _add(office, election, station)
    assert (added.status_code, added.json["name"], added.json["station"]) == (201, "孙八", station["name"])
    again = _add(office, election, _stations(office, election)[1], role="teller", name="孙八")
    assert (again.status_code, _codes(again)) == (422, ["staff_doubled"])


def test_birth_dates_of_staff_are_for_those_who_keep_the_roll(
    office: ElectionOffice, election: dict[str, Any], station: dict[str, Any]
) -> None:
    _add(office, election, station)
    path = f"/elections/{election['id']}/staff"
    assert office.get(path).json["items"][0]["birth_date"] == "1985-05-05"
    assert "birth_date" not in office.get(path, scopes=("elections:read",)).json["items"][0]


@pytest.fixture
def standing(office: ElectionOffice, election: dict[str, Any]) -> dict[str, Any]:
    """The election with candidates, and 孙八 the spouse of one."""
    assert office.upload(f"/elections/{election['id']}/candidates/import", candidates_csv()).status_code == 201
    pair = {"name": "孙八", "birth_date": "1985-05-05", "relation": "spouse"}
    pair |= {"relative_name": "主任1", "relative_birth_date": "1970-01-01"}
    assert office.post(f"/elections/{election['id']}/relatives", pair).status_code == 201
    return election


def test_no_candidate_and_no_near_relative_of_one_works_at_a_station(
    office: ElectionOffice, standing: dict[str, Any], station: dict[str, Any]
) -> None:
    candidate = _add(office, standing, station, name="主任1", birth_date="1970-01-01")
    assert (candidate.status_code, _codes(candidate)) == (422, ["staff_is_candidate"])
    relative = _add(office, standing, station)
    assert (relative.status_code, _codes(relative)) == (422, ["staff_is_relative"])
    assert _add(office, standing, station, role="writer").status_code == 201


@pytest.mark.parametrize("changes", [{"name": " "}, {"role": "boss"}, {"birth_date": "x"}, {"station_id": "x"}])
def test_what_is_no_person_or_station_is_refused(
    office: ElectionOffice, election: dict[str, Any], station: dict[str, Any], changes: dict[str, Any]
) -> None:
    assert _add(office, election, station, **changes).status_code == 422


def test_somebody_taken_out_is_missed_when_the_poll_opens(office: ElectionOffice, election: dict[str, Any]) -> None:
    staff_stations(office, election["id"])
    path = f"/elections/{election['id']}/staff"
    first = office.get(path).json["items"][0]
    assert office.call("DELETE", f"{path}/{first['id']}").status_code == 204
    assert office.call("DELETE", f"{path}/{first['id']}").status_code == 404
    answer = office.step(election["id"], "open_polling")
    assert "staff_too_few" in [duty["code"] for duty in answer.json["missing"]]


def test_everything_missing_at_the_stations_is_told_at_once(office: ElectionOffice, community: str) -> None:
    body = {
        "area": community,
        "title": "换届选举",
        "polling_day": clock.today().isoformat(),
        "contests": [{"post": "director", "seats": 1}],
        "stations": [{"name": "一号站"}, {"name": "票箱", "kind": "mobile"}],
    }
    made = office.post("/elections", body).json
    found = {duty["code"]: duty.get("article") for duty in office.step(made["id"], "open_polling").json["missing"]}
    assert found["booth_missing"] == found["staff_too_few"] == found["mobile_box_unasked"] == "Art 19"
