"""Courses, rooms, teachers, leave and blackout days over the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared import clock
from tests.conftest import COMMUNITY, DISTRICT, FOREIGN_DISTRICT
from tests.events import Publisher
from tests.office import Office
from tests.training import catalogue
from tests.training.conftest import ZHANG, certify, result, roster

DAYS = {
    "starts_on": (clock.today() + timedelta(days=10)).isoformat(),
    "ends_on": (clock.today() + timedelta(days=20)).isoformat(),
    "reason": "休假",
}


@pytest.mark.parametrize("what", ["course", "room", "teacher"])
def test_what_is_added_is_found_changed_and_retired(office: Office, elections: Publisher, what: str) -> None:
    made = getattr(catalogue, what)(office)
    path = f"/{what}s/{made['id']}"
    assert office.get(path).json == made
    assert office.patch(path, {"retired": True}, version=1).json == {**made, "retired": True, "version": 2}
    assert office.patch(path, {"retired": False}, version=1).status_code == 412
    assert office.get(f"/{what}s").json["items"] == []
    assert [each["id"] for each in office.get(f"/{what}s?retired=true").json["items"]] == [made["id"]]


@pytest.mark.parametrize("what", ["course", "room", "teacher"])
def test_an_office_uses_what_those_above_it_offer_and_changes_only_its_own(
    office: Office, elections: Publisher, what: str
) -> None:
    made = getattr(catalogue, what)(office)
    path = f"/{what}s/{made['id']}"
    assert office.get(path, area=COMMUNITY).json["id"] == made["id"]
    assert office.patch(path, {"retired": True}, version=1, area=COMMUNITY).status_code == 404
    assert office.get(path, area=FOREIGN_DISTRICT).status_code == 404
    assert office.get(f"/{what}s", area=FOREIGN_DISTRICT).json["items"] == []
    body = {**getattr(catalogue, what.upper()), "area": DISTRICT}
    assert office.post(f"/{what}s", body, area=FOREIGN_DISTRICT).json["code"] == "area_not_found"


@pytest.mark.parametrize("what", ["course", "room", "teacher"])
def test_nothing_is_registered_twice(office: Office, elections: Publisher, what: str) -> None:
    getattr(catalogue, what)(office)
    answer = office.post(f"/{what}s", getattr(catalogue, what.upper()))
    assert (answer.status_code, answer.json["code"]) == (409, "known_already")


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"pass_mark": None}, "pass_mark", "pass_mark_missing"),
        ({"assessment": "none"}, "pass_mark", "pass_mark_without_test"),
        ({"certificate": False}, "valid_months", "validity_without_certificate"),
        ({"prerequisites": ["01890000-0000-7000-8000-000000000000"]}, "prerequisites", "course_unknown"),
        ({"hours": 0}, "hours", "out_of_range"),
        ({"area": "450403099000"}, "area", "area_unknown"),
    ],
)
def test_what_is_wrong_with_a_course_is_named(
    office: Office, elections: Publisher, change: dict[str, Any], field: str, code: str
) -> None:
    answer = office.post("/courses", {**catalogue.COURSE, **change})
    assert answer.status_code == 422
    assert (field, code) in [(fault["field"], fault["code"]) for fault in answer.json["fields"]]


def test_a_course_cannot_come_before_itself(office: Office, elections: Publisher) -> None:
    first = catalogue.course(office)
    second = catalogue.course(office, code="DIG-2", prerequisites=[first["id"]])
    answer = office.patch(f"/courses/{first['id']}", {"prerequisites": [second["id"]]}, version=1)
    assert [fault["code"] for fault in answer.json["fields"]] == ["prerequisites_circular"]


def test_courses_and_teachers_are_found_by_what_they_teach(office: Office, elections: Publisher) -> None:
    digital = catalogue.course(office)
    law = catalogue.course(office, code="LAW-1", competencies=["law"])
    teaches = catalogue.teacher(office, courses=[law["id"]])
    catalogue.teacher(office, name="覃老师", courses=[digital["id"]])
    assert [each["id"] for each in office.get("/courses?competency=law").json["items"]] == [law["id"]]
    assert [each["id"] for each in office.get(f"/teachers?course={law['id']}").json["items"]] == [teaches["id"]]
    unknown = office.patch(f"/teachers/{teaches['id']}", {"courses": [teaches["id"]]}, version=1)
    assert (unknown.status_code, unknown.json["fields"][0]["field"]) == (422, "courses")


def test_leave_of_teachers_and_cadres_is_kept_and_taken_back(office: Office, elections: Publisher) -> None:
    certify(elections, result([ZHANG]))
    cadre, teacher = roster(office)["张平海"], catalogue.teacher(office)
    for path in (f"/cadres/{cadre['id']}/leaves", f"/teachers/{teacher['id']}/leaves"):
        made = office.post(path, DAYS)
        assert made.status_code == 201
        assert office.get(path).json["items"] == [made.json]
        assert office.call("GET", path, area=FOREIGN_DISTRICT).status_code == 404
        assert office.post(path, DAYS, area=FOREIGN_DISTRICT).status_code == 404
        leave = f"/leaves/{made.json['id']}"
        assert office.call("DELETE", leave, area=FOREIGN_DISTRICT).status_code == 404
        assert office.call("DELETE", leave).status_code == 204
        assert office.get(path).json["items"] == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ends_on": clock.today().isoformat()}, "ends_before_start"),
        ({"ends_on": (clock.today() + timedelta(days=400)).isoformat()}, "too_long"),
    ],
)
def test_days_that_cannot_be_are_refused(
    office: Office, elections: Publisher, change: dict[str, str], code: str
) -> None:
    answer = office.post("/blackouts", {**DAYS, "area": DISTRICT, **change})
    assert [fault["code"] for fault in answer.json["fields"]] == [code]


def test_blackout_days_hold_below_the_office_that_sets_them(office: Office, elections: Publisher) -> None:
    made = office.post("/blackouts", {**DAYS, "area": DISTRICT}).json
    assert office.get("/blackouts", area=COMMUNITY).json["items"] == [made]
    assert office.get("/blackouts", area=FOREIGN_DISTRICT).json["items"] == []
    assert office.call("DELETE", f"/blackouts/{made['id']}", area=COMMUNITY).status_code == 404
    assert office.call("DELETE", f"/blackouts/{made['id']}").status_code == 204
