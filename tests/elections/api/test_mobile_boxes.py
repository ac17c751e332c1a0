"""Who asked for a mobile ballot box: electors of the roll, each once, on a list that is published masked."""

from __future__ import annotations

from typing import Any

import pytest

from services.elections.domain.polling.mobile_boxes import masked
from shared import clock
from tests.elections.conftest import ElectionOffice, check_roll, publish_audit, roll_csv, run_jobs

TWINS = "张丁,女,1980-01-02,和平路98号,一组,户籍\n张丁,女,1990-01-02,和平路99号,二组,户籍"


@pytest.fixture
def number(office: ElectionOffice, election: dict[str, Any]) -> str:
    """With a published roll; the second station is a mobile box."""
    found: str = election["id"]
    office.step(found, "announce", days_before=30)
    office.upload(f"/elections/{found}/roll", roll_csv() + f"\n{TWINS}".encode())
    run_jobs()
    check_roll(office, found)
    publish_audit(office, found)
    assert office.step(found, "publish_roll", days_before=25).status_code == 200
    return found


def box(office: ElectionOffice, number: str) -> dict[str, Any]:
    found: dict[str, Any] = office.get(f"/elections/{number}/stations").json["items"][1]
    return found


def ask(office: ElectionOffice, number: str, name: str, **changes: Any) -> Any:
    body = {"name": name, "reason": "illness"} | changes
    return office.post(f"/stations/{box(office, number)['id']}/box-requests", body)


def publish_list(office: ElectionOffice, number: str) -> Any:
    station, today = box(office, number), clock.today().isoformat()
    return office.patch(f"/stations/{station['id']}", {"list_published_on": today}, version=station["version"])


def test_who_asked_is_listed_with_the_reason_for_the_office_alone(office: ElectionOffice, number: str) -> None:
    assert ask(office, number, "张一").status_code == 201
    (listed,) = office.get(f"/elections/{number}/box-requests").json["items"]
    assert (listed["elector"], listed["group"], listed["reason"]) == ("张一", "一组", "illness")
    assert publish_list(office, number).status_code == 200
    page = office.client.get(f"/elections/{number}").get_data(as_text=True)
    assert "张* <span" in page
    assert "张一" not in page
    assert "患病" not in page


def test_a_changed_list_is_counted_and_must_be_published_anew(office: ElectionOffice, number: str) -> None:
    first = ask(office, number, "张一").json
    publish_list(office, number)
    ask(office, number, "张丁（1990-01-02）", reason="age")
    changed = box(office, number)
    assert (changed["requests"], changed["list_published_on"]) == (2, None)
    assert office.call("DELETE", f"/box-requests/{first['id']}").status_code == 204
    assert box(office, number)["requests"] == 1


@pytest.mark.parametrize(
    ("name", "code"), [("赵六", "elector_not_found"), ("张丁", "elector_ambiguous"), ("张丁（一九九〇）", None)]
)
def test_only_one_elector_of_the_roll_can_be_meant(
    office: ElectionOffice, number: str, name: str, code: str | None
) -> None:
    refused = ask(office, number, name)
    assert refused.status_code == 422
    assert code is None or [(fault["field"], fault["code"]) for fault in refused.json["fields"]] == [("name", code)]


def test_nobody_is_on_two_lists_and_no_station_but_a_mobile_box_has_one(office: ElectionOffice, number: str) -> None:
    ask(office, number, "张一")
    assert ask(office, number, "张一").json["code"] == "box_asked"
    station = office.get(f"/elections/{number}/stations").json["items"][0]["id"]
    answer = office.post(f"/stations/{station}/box-requests", {"name": "张丁（1990-01-02）", "reason": "age"})
    assert answer.json["code"] == "box_not_mobile"


def test_a_count_by_hand_must_not_contradict_the_list(office: ElectionOffice, number: str) -> None:
    ask(office, number, "张一")
    station = box(office, number)
    refused = office.patch(f"/stations/{station['id']}", {"requests": 5}, version=station["version"])
    assert [fault["code"] for fault in refused.json["fields"]] == ["box_listed"]


def test_who_is_taken_out_of_the_roll_is_on_no_list(office: ElectionOffice, number: str) -> None:
    elector = ask(office, number, "张一").json["elector_id"]
    gone = {"elector_id": elector, "reason": "died"}
    answer = office.post(f"/elections/{number}/roll/removals", gone)
    assert answer.status_code == 204, answer.json
    assert office.get(f"/elections/{number}/box-requests").json["items"] == []
    assert box(office, number)["requests"] == 0


def test_a_request_is_recorded_after_it_came_and_before_the_poll(office: ElectionOffice, number: str) -> None:
    later = ask(office, number, "张一", received_on="2099-01-01")
    assert [fault["code"] for fault in later.json["fields"]] == ["date_in_future"]
    office.step(number, "cancel")
    assert ask(office, number, "张一").json["code"] == "change_closed"


@pytest.mark.parametrize(
    ("name", "shown"), [("张三", "张*"), ("王秀英", "王*英"), ("欧阳建国", "欧**国"), ("张", "张*")]
)
def test_a_masked_name_says_enough_for_who_knows_the_person(name: str, shown: str) -> None:
    assert masked(name) == shown
