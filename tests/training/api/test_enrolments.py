"""Places in a session that is full: waited for, given up, passed on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared import clock
from tests.conftest import DISTRICT, FOREIGN_DISTRICT, OTHER_COMMUNITY
from tests.events import Publisher
from tests.office import Office
from tests.training import catalogue
from tests.training.conftest import CHEN, HE, LIU, ZHANG, certify, result, roster, schedule


@pytest.fixture
def ids(office: Office, elections: Publisher) -> dict[str, str]:
    """Four cadres of one community and one of another, by name."""
    certify(elections, result([ZHANG, CHEN, HE]))
    certify(elections, result([LIU]), area=OTHER_COMMUNITY)
    return {name: cadre["id"] for name, cadre in {**roster(office), **roster(office, OTHER_COMMUNITY)}.items()}


@pytest.fixture
def full(office: Office, ids: dict[str, str]) -> str:
    """The path of a course with one place, which 张平海 has."""
    path = f"/sessions/{schedule(office, kind='course', capacity=1)['id']}"
    assert office.post(f"{path}/enrolments", {"cadre_id": ids["张平海"]}).status_code == 201
    return path


def wait(office: Office, path: str, cadre_id: str) -> Any:
    return office.post(f"{path}/waiting-list", {"cadre_id": cadre_id})


def names(office: Office, path: str, part: str = "items") -> list[str]:
    return [each["name"] for each in office.get(f"{path}/enrolments").json[part]]


def test_who_waits_longest_moves_up_when_a_place_is_given_up(
    office: Office, elections: Publisher, ids: dict[str, str], full: str
) -> None:
    for name in ("何秋月", "陈丽敏"):
        assert wait(office, full, ids[name]).status_code == 201
    assert names(office, full, "waiting") == ["何秋月", "陈丽敏"]
    cancelled = office.post(f"{full}/enrolments/{ids['张平海']}/cancellation", {"reason": "防汛值班"})
    assert cancelled.status_code == 204
    assert (names(office, full), names(office, full, "waiting")) == (["何秋月"], ["陈丽敏"])
    (given_up,) = office.get(f"{full}/enrolments").json["given_up"]
    assert (given_up["name"], given_up["reason"], given_up["substitute"]) == ("张平海", "防汛值班", None)
    moved = elections.told()[-1]
    assert (moved["type"], moved["data"]["name"]) == ("training.place_given.v1", "何秋月")


def test_a_larger_session_takes_in_who_waits(office: Office, ids: dict[str, str], full: str) -> None:
    wait(office, full, ids["陈丽敏"])
    office.patch(full, {"capacity": 2}, version=1)
    assert set(names(office, full)) == {"张平海", "陈丽敏"}


def test_who_cannot_come_is_passed_over_and_goes_on_waiting(office: Office, ids: dict[str, str], full: str) -> None:
    for name in ("何秋月", "陈丽敏"):
        wait(office, full, ids[name])
    other = schedule(office, kind="course")
    assert office.post(f"/sessions/{other['id']}/enrolments", {"cadre_id": ids["何秋月"]}).status_code == 201
    assert office.call("DELETE", f"{full}/enrolments/{ids['张平海']}").status_code == 204
    assert (names(office, full), names(office, full, "waiting")) == (["陈丽敏"], ["何秋月"])


def test_a_waiting_list_is_for_full_courses_and_those_who_could_come(
    office: Office, ids: dict[str, str], full: str
) -> None:
    assert wait(office, full, ids["张平海"]).json["code"] == "enrolled_already"
    assert wait(office, full, ids["陈丽敏"]).status_code == 201
    assert wait(office, full, ids["陈丽敏"]).json["code"] == "waiting_already"
    open_one = f"/sessions/{schedule(office, kind='course')['id']}"
    assert wait(office, open_one, ids["陈丽敏"]).json["code"] == "session_has_room"
    induction = f"/sessions/{schedule(office)['id']}"
    assert wait(office, induction, ids["陈丽敏"]).json["code"] == "induction_waits_itself"
    away = {"starts_on": clock.today().isoformat(), "ends_on": (clock.today() + timedelta(days=60)).isoformat()}
    office.post(f"/cadres/{ids['何秋月']}/leaves", {**away, "reason": "产假"})
    assert wait(office, full, ids["何秋月"]).json["code"] == "cadre_on_leave"
    path = f"{full}/waiting-list/{ids['陈丽敏']}"
    assert office.call("DELETE", path, area=FOREIGN_DISTRICT).status_code == 404
    assert [office.call("DELETE", path).status_code for _ in range(2)] == [204, 404]


def test_another_of_the_committee_goes_instead_whoever_waits(office: Office, ids: dict[str, str], full: str) -> None:
    wait(office, full, ids["何秋月"])
    path = f"{full}/enrolments/{ids['张平海']}/substitution"
    stranger = office.post(path, {"cadre_id": ids["刘梓"], "reason": "值班"})
    assert (stranger.status_code, stranger.json["code"]) == (409, "substitute_of_another_area")
    assert office.post(path, {"cadre_id": ids["陈丽敏"], "reason": "值班"}).status_code == 204
    assert (names(office, full), names(office, full, "waiting")) == (["陈丽敏"], ["何秋月"])
    assert office.get(f"{full}/enrolments").json["given_up"][0]["substitute"] == "陈丽敏"


def test_nobody_goes_instead_of_the_newly_elected(office: Office, ids: dict[str, str]) -> None:
    induction = f"/sessions/{schedule(office, capacity=3)['id']}"
    assert len(names(office, induction)) == 3
    answer = office.post(
        f"{induction}/enrolments/{ids['张平海']}/substitution", {"cadre_id": ids["陈丽敏"], "reason": "值班"}
    )
    assert answer.json["code"] == "induction_is_personal"


def test_a_course_is_for_its_posts_and_for_those_who_learnt_what_comes_before(
    office: Office, ids: dict[str, str]
) -> None:
    first = catalogue.course(office, **catalogue.PLAIN)
    second = catalogue.course(office, code="DIG-2", posts=["director"], prerequisites=[first["id"]], **catalogue.PLAIN)
    path = f"/sessions/{schedule(office, kind='course', course_id=second['id'])['id']}/enrolments"
    assert office.post(path, {"cadre_id": ids["陈丽敏"]}).json["code"] == "post_not_meant"
    assert office.post(path, {"cadre_id": ids["张平海"]}).json["code"] == "prerequisite_missing"


def test_a_community_s_own_session_is_for_its_own_cadres(office: Office, ids: dict[str, str]) -> None:
    path = f"/sessions/{schedule(office, kind='course', area=OTHER_COMMUNITY)['id']}/enrolments"
    assert office.post(path, {"cadre_id": ids["张平海"]}, area=DISTRICT).json["code"] == "cadre_of_another_area"
