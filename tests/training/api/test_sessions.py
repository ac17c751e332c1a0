"""Sessions over the API: good, bad, without token, without scope, from another area."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared import clock
from tests.conftest import COMMUNITY, DISTRICT, FOREIGN_DISTRICT, OTHER_COMMUNITY
from tests.events import Publisher
from tests.office import Office
from tests.training.conftest import CHEN, LIU, ZHANG, certify, result, roster, schedule, session_body

ENDPOINTS = [
    ("GET", "/sessions"),
    ("POST", "/sessions"),
    ("GET", "/sessions/{id}"),
    ("PATCH", "/sessions/{id}"),
    ("POST", "/sessions/{id}/cancellation"),
    ("GET", "/sessions/{id}/enrolments"),
    ("POST", "/sessions/{id}/enrolments"),
    ("DELETE", "/sessions/{id}/enrolments/{id}"),
    ("GET", "/cadres"),
    ("GET", "/cadres/{id}"),
    ("POST", "/cadres/{id}/calendar-key"),
]
BODIES = {
    "/sessions": session_body(),
    "/sessions/{id}/cancellation": {"reason": "台风"},
    "/sessions/{id}/enrolments": {"cadre_id": "01890000-0000-7000-8000-000000000000"},
}


@pytest.mark.parametrize(("method", "path"), ENDPOINTS)
def test_nobody_gets_in_without_a_token(office: Office, method: str, path: str) -> None:
    address = "/api/v1" + path.format(id="01890000-0000-7000-8000-000000000000")
    answer = office.client.open(address, method=method, json=BODIES.get(path))
    assert (answer.status_code, answer.json["code"]) == (401, "token_missing")


@pytest.mark.parametrize(("method", "path"), ENDPOINTS)
def test_a_token_of_another_service_is_not_enough(office: Office, method: str, path: str) -> None:
    address = path.format(id="01890000-0000-7000-8000-000000000000")
    answer = office.call(method, address, json=BODIES.get(path), scopes=("notices:read", "notices:write"))
    assert (answer.status_code, answer.json["code"]) == (403, "scope_missing")


@pytest.mark.parametrize(("method", "path"), [each for each in ENDPOINTS if each[0] != "GET"])
def test_who_may_only_read_changes_nothing(office: Office, method: str, path: str) -> None:
    address = path.format(id="01890000-0000-7000-8000-000000000000")
    answer = office.call(method, address, json=BODIES.get(path), scopes=("training:read",))
    assert (answer.status_code, answer.json["code"]) == (403, "scope_missing")


def test_another_district_s_session_and_cadres_are_not_found(office: Office, elections: Publisher) -> None:
    made = schedule(office)
    certify(elections, result([ZHANG]))
    cadre = roster(office)["张平海"]
    enrolment = f"/sessions/{made['id']}/enrolments/{cadre['id']}"
    assert office.call("DELETE", enrolment, area=FOREIGN_DISTRICT).status_code == 404
    assert office.patch(f"/sessions/{made['id']}", {"venue": "x"}, version=1, area=FOREIGN_DISTRICT).status_code == 404
    for method, path, body in (
        ("GET", f"/sessions/{made['id']}", None),
        ("POST", f"/sessions/{made['id']}/cancellation", {"reason": "x"}),
        ("GET", f"/sessions/{made['id']}/enrolments", None),
        ("POST", f"/sessions/{made['id']}/enrolments", {"cadre_id": cadre["id"]}),
        ("GET", f"/cadres/{cadre['id']}", None),
        ("POST", f"/cadres/{cadre['id']}/calendar-key", None),
    ):
        assert office.call(method, path, json=body, area=FOREIGN_DISTRICT).status_code == 404, path
    assert office.get("/sessions", area=FOREIGN_DISTRICT).json["items"] == []
    assert office.get("/cadres", area=FOREIGN_DISTRICT).json["items"] == []
    assert office.post("/sessions", session_body(), area=FOREIGN_DISTRICT).status_code == 404


def test_scheduling_tells_of_it_with_its_address_and_version(office: Office, elections: Publisher) -> None:
    answer = office.post("/sessions", session_body(kind="course"))
    assert answer.headers["Location"] == f"/api/v1/sessions/{answer.json['id']}"
    assert answer.headers["ETag"] == '"1"'
    assert elections.told()[-1]["type"] == "training.session_scheduled.v1"


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"ends_at": (clock.now() + timedelta(days=13)).isoformat()}, "ends_at", "ends_before_start"),
        ({"ends_at": (clock.now() + timedelta(days=16)).isoformat()}, "ends_at", "too_long"),
        ({"starts_at": (clock.now() - timedelta(days=1)).isoformat()}, "starts_at", "in_the_past"),
        (
            {"starts_at": "2999-12-31T23:00:00-05:00", "ends_at": "2999-12-31T23:30:00-05:00"},
            "starts_at",
            "too_far_ahead",
        ),
        ({"capacity": 0}, "capacity", "out_of_range"),
        ({"capacity": "20"}, "capacity", "not_a_number"),
        ({"area": "12"}, "area", "invalid"),
        ({"area": "450403099000"}, "area", "area_unknown"),
        ({"title": "  "}, "title", "bad_format"),
        ({"colour": "red"}, "colour", "unknown_field"),
        ({"starts_at": "2026-13-01"}, "starts_at", "not_a_moment"),
    ],
)
def test_what_is_wrong_with_a_session_is_named(
    office: Office, elections: Publisher, change: dict, field: str, code: str
) -> None:
    answer = office.post("/sessions", session_body(**change))
    assert answer.status_code == 422
    assert (field, code) in [(fault["field"], fault["code"]) for fault in answer.json["fields"]]
    assert office.get("/sessions").json["items"] == []


def test_a_change_needs_the_version_that_was_read(office: Office, elections: Publisher) -> None:
    made = schedule(office)
    path = f"/sessions/{made['id']}"
    assert office.patch(path, {"venue": "新址"}).status_code == 428
    assert office.patch(path, {"venue": "新址"}, version=1).json["venue"] == "新址"
    assert office.patch(path, {"venue": "另一处"}, version=1).status_code == 412
    assert office.get(path).json["venue"] == "新址"


@pytest.mark.parametrize(
    ("change", "field"), [({"capacity": 0}, "capacity"), ({"kind": "course"}, "kind"), ({"title": None}, "title")]
)
def test_a_change_that_cannot_be_leaves_the_session_as_it_was(
    office: Office, elections: Publisher, change: dict, field: str
) -> None:
    made = schedule(office)
    answer = office.patch(f"/sessions/{made['id']}", change, version=1)
    assert (answer.status_code, answer.json["fields"][0]["field"]) == (422, field)
    assert office.get(f"/sessions/{made['id']}").json == made


def test_a_session_is_not_moved_to_times_that_cannot_be(office: Office, elections: Publisher) -> None:
    made = schedule(office)
    answer = office.patch(f"/sessions/{made['id']}", {"ends_at": made["starts_at"]}, version=1)
    assert (answer.status_code, answer.json["fields"][0]["code"]) == (422, "ends_before_start")


def test_unknown_sessions_and_cadres_cannot_be_enrolled(office: Office, elections: Publisher) -> None:
    made = schedule(office)
    nobody = {"cadre_id": "01890000-0000-7000-8000-000000000000"}
    assert office.post(f"/sessions/{made['id']}/enrolments", nobody).json["code"] == "cadre_not_found"
    assert office.post(f"/sessions/{nobody['cadre_id']}/enrolments", nobody).json["code"] == "session_not_found"
    assert office.post(f"/sessions/{made['id']}/enrolments", {}).status_code == 422


def test_a_cancellation_needs_its_reason(office: Office, elections: Publisher) -> None:
    made = schedule(office)
    assert office.post(f"/sessions/{made['id']}/cancellation", {"reason": " "}).status_code == 422
    assert office.get(f"/sessions/{made['id']}").json["state"] == "scheduled"


def test_places_that_are_taken_cannot_be_cut(office: Office, elections: Publisher) -> None:
    made = schedule(office)
    certify(elections, result([ZHANG, CHEN]))
    answer = office.patch(f"/sessions/{made['id']}", {"capacity": 1}, version=1)
    assert (answer.status_code, answer.json["code"]) == (409, "capacity_below_enrolled")


def test_a_cadre_is_enrolled_once_within_capacity_and_in_one_place_at_a_time(
    office: Office, elections: Publisher
) -> None:
    certify(elections, result([ZHANG, CHEN, LIU]))
    cadres = roster(office)
    course = schedule(office, kind="course", capacity=1)
    clash = schedule(office, kind="course", starts_at=course["starts_at"], ends_at=course["ends_at"])

    def enrol(session: dict, name: str) -> tuple[int, str | None]:
        answer = office.post(f"/sessions/{session['id']}/enrolments", {"cadre_id": cadres[name]["id"]})
        return answer.status_code, (answer.json or {}).get("code")

    assert enrol(course, "张平海") == (201, None)
    assert enrol(course, "张平海") == (409, "enrolled_already")
    assert enrol(course, "陈丽敏") == (409, "session_full")
    assert enrol(clash, "张平海") == (409, "times_overlap")
    removal = f"/sessions/{course['id']}/enrolments/{cadres['张平海']['id']}"
    assert office.call("DELETE", removal).status_code == 204
    assert office.call("DELETE", removal).status_code == 404
    assert enrol(clash, "张平海") == (201, None)


def test_a_cancelled_session_takes_nobody_and_is_not_cancelled_twice(office: Office, elections: Publisher) -> None:
    certify(elections, result([ZHANG]))
    made = schedule(office, kind="course")
    path = f"/sessions/{made['id']}"
    assert office.post(f"{path}/cancellation", {"reason": "台风"}).json["state"] == "cancelled"
    again = office.post(f"{path}/cancellation", {"reason": "台风"})
    enrolment = office.post(f"{path}/enrolments", {"cadre_id": roster(office)["张平海"]["id"]})
    assert [(answer.status_code, answer.json["code"]) for answer in (again, enrolment)] == [
        (409, "session_cancelled")
    ] * 2


def test_lists_are_filtered_and_paged(office: Office, elections: Publisher) -> None:
    for area in (DISTRICT, COMMUNITY, OTHER_COMMUNITY):
        schedule(office, area=area, title=area)
    assert [item["area"] for item in office.get(f"/sessions?area={COMMUNITY}").json["items"]] == [COMMUNITY]
    tomorrow = (clock.now() + timedelta(days=1)).isoformat().replace("+", "%2B")
    assert len(office.get(f"/sessions?since={tomorrow}").json["items"]) == 3
    assert office.get(f"/sessions?until={tomorrow}").json["items"] == []
    assert office.get("/sessions?since=yesterday").status_code == 422
    first = office.get("/sessions?limit=2").json
    second = office.get(f"/sessions?limit=2&cursor={first['next']}").json
    assert len({item["id"] for item in first["items"] + second["items"]}) == 3
    assert second["next"] is None


def test_birth_date_and_calendar_address_are_for_those_who_keep_the_roster(
    office: Office, elections: Publisher
) -> None:
    certify(elections, result([ZHANG]))
    cadre = roster(office)["张平海"]
    assert cadre["birth_date"] == "1967-09-19"
    masked = office.get(f"/cadres/{cadre['id']}", scopes=("training:read",)).json
    assert (masked["birth_year"], masked["posts"]) == (1967, ["director"])
    assert masked.keys().isdisjoint({"birth_date", "calendar_url"})
