"""Attendance by list and results of tests over the API."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import FOREIGN_DISTRICT
from tests.events import Publisher
from tests.office import Office
from tests.training import catalogue
from tests.training.classes import about_to_begin, turn_back
from tests.training.conftest import CHEN, HE, ZHANG, certify, result, roster, schedule


@pytest.fixture
def ids(office: Office, elections: Publisher) -> dict[str, str]:
    certify(elections, result([ZHANG, CHEN, HE]))
    return {name: cadre["id"] for name, cadre in roster(office).items()}


def attend(office: Office, path: str, *cadre_ids: str) -> Any:
    return office.post(f"{path}/attendance", {"cadre_ids": list(cadre_ids)})


def score(office: Office, path: str, **scores: int) -> Any:
    return office.post(f"{path}/results", {"items": [{"cadre_id": k, "score": v} for k, v in scores.items()]})


def test_a_list_says_who_came_and_who_kept_it(office: Office, ids: dict[str, str]) -> None:
    made = about_to_begin(office, ids["张平海"], ids["陈丽敏"])
    path = f"/sessions/{made['id']}"
    answer = attend(office, path, ids["张平海"])
    items = {item["name"]: item for item in answer.json["items"]}
    assert (items["张平海"]["state"], items["张平海"]["manner"], items["张平海"]["recorded_by"]) == (
        "present",
        "list",
        "clerk",
    )
    assert items["陈丽敏"]["state"] == "expected"
    turn_back(made, days=1)
    states = {item["name"]: item["state"] for item in office.get(f"{path}/attendance").json["items"]}
    assert states == {"张平海": "present", "陈丽敏": "absent"}


def test_only_who_has_a_place_attends_and_nobody_before_it_opens(office: Office, ids: dict[str, str]) -> None:
    path = f"/sessions/{about_to_begin(office, ids['张平海'])['id']}"
    answer = attend(office, path, ids["张平海"], ids["陈丽敏"])
    assert [(fault["field"], fault["code"]) for fault in answer.json["fields"]] == [("cadre_ids.1", "not_enrolled")]
    far = f"/sessions/{schedule(office, kind='course')['id']}"
    assert attend(office, far, ids["张平海"]).json["code"] == "check_in_not_open"
    assert office.post(f"{path}/attendance", {"cadre_ids": [ids["张平海"]]}, area=FOREIGN_DISTRICT).status_code == 404


def test_a_mistake_is_taken_back_and_a_place_that_was_used_is_kept(office: Office, ids: dict[str, str]) -> None:
    path = f"/sessions/{about_to_begin(office, ids['张平海'])['id']}"
    attend(office, path, ids["张平海"])
    kept = office.call("DELETE", f"{path}/enrolments/{ids['张平海']}")
    assert (kept.status_code, kept.json["code"]) == (409, "attended_already")
    own = f"{path}/attendance/{ids['张平海']}"
    assert [office.call("DELETE", own).status_code for _ in range(2)] == [204, 404]


def test_scores_are_of_those_who_came_and_pass_by_the_course_s_mark(office: Office, ids: dict[str, str]) -> None:
    digital = catalogue.course(office)
    made = about_to_begin(office, ids["张平海"], ids["陈丽敏"], ids["何秋月"], course_id=digital["id"])
    path = f"/sessions/{made['id']}"
    attend(office, path, ids["张平海"], ids["陈丽敏"])
    absent = score(office, path, **{ids["张平海"]: 60, ids["何秋月"]: 90})
    assert [(fault["field"], fault["code"]) for fault in absent.json["fields"]] == [("items.1", "not_attended")]
    score(office, path, **{ids["张平海"]: 60, ids["陈丽敏"]: 20})
    items = score(office, path, **{ids["陈丽敏"]: 59}).json["items"]
    assert {item["name"]: (item["score"], item["passed"]) for item in items if item["state"] == "present"} == {
        "张平海": (60, True),
        "陈丽敏": (59, False),
    }
    taken_back = office.call("DELETE", f"{path}/attendance/{ids['陈丽敏']}")
    assert taken_back.json["code"] == "result_recorded"


def test_a_session_without_a_test_has_no_scores(office: Office, ids: dict[str, str]) -> None:
    path = f"/sessions/{about_to_begin(office, ids['张平海'])['id']}"
    attend(office, path, ids["张平海"])
    assert score(office, path, **{ids["张平海"]: 60}).json["code"] == "course_without_test"
