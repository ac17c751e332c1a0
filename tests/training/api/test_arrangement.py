"""Sessions with course, room and teacher of the catalogue: words, what does not fit, and what clashes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from shared import clock
from tests.conftest import COMMUNITY, DISTRICT
from tests.events import Publisher
from tests.office import Office
from tests.training import catalogue
from tests.training.conftest import ZHANG, certify, result, roster, schedule

DAY = (clock.now() + timedelta(days=14)).replace(hour=2, minute=0)


def lesson(office: Office, hours: float = 0, **changes: Any) -> Any:
    """Asks for a session of three hours, which begins so many hours after 10 o'clock of the day."""
    start = DAY + timedelta(hours=hours)
    body = {
        "area": DISTRICT,
        "kind": "course",
        "starts_at": start.isoformat(),
        "ends_at": (start + timedelta(hours=3)).isoformat(),
    }
    return office.post("/sessions", {**body, **changes})


def clashes(answer: Any) -> list[str]:
    assert (answer.status_code, answer.json["code"]) == (409, "session_clashes"), answer.json
    return [each["code"] for each in answer.json["missing"]]


@pytest.fixture
def digital(office: Office, elections: Publisher) -> dict[str, str]:
    """The ids of a course, its room and its teacher."""
    course = catalogue.course(office)
    teacher = catalogue.teacher(office, courses=[course["id"]])
    return {"course_id": course["id"], "room_id": catalogue.room(office)["id"], "teacher_id": teacher["id"]}


def test_words_that_are_not_given_come_from_the_catalogue(office: Office, digital: dict[str, str]) -> None:
    made = lesson(office, **digital).json
    assert {name: made[name] for name in ("title", "venue", "capacity", "teacher")} == {
        "title": "电子表格与电子邮件",
        "venue": "区委党校三楼 机房",
        "capacity": 30,
        "teacher": "韦老师",
    }
    assert lesson(office, 5, **digital, title="第二批", capacity=9).json["title"] == "第二批"


def test_what_nobody_says_is_asked_for(office: Office, digital: dict[str, str]) -> None:
    answer = lesson(office, course_id=digital["course_id"])
    assert {fault["field"] for fault in answer.json["fields"]} == {"venue", "capacity"}


def test_what_does_not_fit_is_named(office: Office, digital: dict[str, str]) -> None:
    plain = catalogue.room(office, name="大教室", features=["projector"], capacity=10)
    other = catalogue.teacher(office, name="覃老师", courses=[catalogue.course(office, code="LAW")["id"]])
    answer = lesson(office, **{**digital, "room_id": plain["id"], "teacher_id": other["id"]}, capacity=11)
    assert {fault["code"] for fault in answer.json["fields"]} == {
        "room_unsuitable",
        "room_too_small",
        "teacher_does_not_teach",
    }
    office.patch(f"/courses/{digital['course_id']}", {"retired": True}, version=1)
    assert [fault["code"] for fault in lesson(office, **digital).json["fields"]] == ["retired"]


def test_another_office_s_catalogue_cannot_be_used(office: Office, digital: dict[str, str]) -> None:
    own = catalogue.room(office, area=COMMUNITY, name="活动室")
    assert lesson(office, area="450403002004", room_id=own["id"]).json["code"] == "room_not_found"
    assert lesson(office, room_id=own["id"], title="座谈").status_code == 201


def test_room_and_teacher_are_at_one_place_only(office: Office, digital: dict[str, str]) -> None:
    assert lesson(office, **digital).status_code == 201
    answer = lesson(office, 2, **digital)
    assert clashes(answer) == ["room_taken", "teacher_taken"]
    assert "电子表格与电子邮件" in answer.json["missing"][0]["message"]
    assert lesson(office, 3, **digital).status_code == 201


def test_nothing_is_held_while_the_teacher_is_on_leave_or_on_blackout_days(
    office: Office, digital: dict[str, str]
) -> None:
    day = clock.civil_date(DAY).isoformat()
    days = {"starts_on": day, "ends_on": day, "reason": "春节"}
    office.post(f"/teachers/{digital['teacher_id']}/leaves", days)
    office.post("/blackouts", {**days, "area": DISTRICT})
    office.post("/blackouts", {**days, "area": COMMUNITY})  # keeps that community away, not the district
    assert clashes(lesson(office, **digital)) == ["blackout_day", "teacher_on_leave"]
    assert lesson(office, 24, **digital).status_code == 201


def test_a_session_is_not_moved_to_where_an_enrolled_cadre_cannot_come(
    office: Office, elections: Publisher, digital: dict[str, str]
) -> None:
    made, other = lesson(office, **digital).json, lesson(office, 24, title="法律", venue="礼堂", capacity=9).json
    certify(elections, result([ZHANG]))
    cadre = roster(office)["张平海"]
    for session in (made, other):
        assert office.post(f"/sessions/{session['id']}/enrolments", {"cadre_id": cadre["id"]}).status_code == 201
    day = clock.civil_date(DAY + timedelta(days=1)).isoformat()
    office.post(f"/cadres/{cadre['id']}/leaves", {"starts_on": day, "ends_on": day, "reason": "病假"})
    path, times = f"/sessions/{made['id']}", {"starts_at": other["starts_at"], "ends_at": other["ends_at"]}
    answer = office.patch(path, times, version=1)
    assert clashes(answer) == ["cadre_taken", "cadre_on_leave"]
    assert office.get(path).json == made


def test_a_change_takes_the_new_room_s_venue_and_keeps_the_capacity(office: Office, digital: dict[str, str]) -> None:
    made = lesson(office, **digital, title="第一批").json
    room = catalogue.room(office, name="二号机房", capacity=40)
    changed = office.patch(f"/sessions/{made['id']}", {"room_id": room["id"]}, version=1).json
    assert (changed["venue"], changed["title"], changed["capacity"]) == ("区委党校三楼 二号机房", "第一批", 30)


def test_changes_and_cancellations_are_told(office: Office, elections: Publisher) -> None:
    made = schedule(office, kind="course")
    path = f"/sessions/{made['id']}"
    later = datetime.fromisoformat(made["ends_at"]) + timedelta(hours=1)
    office.patch(path, {"ends_at": later.isoformat(), "title": made["title"]}, version=1)
    office.post(f"{path}/cancellation", {"reason": "台风"})
    told = {event["type"]: event["data"] for event in elections.told()}
    assert told["training.session_changed.v1"]["changed"] == ["ends_at"]
    assert told["training.session_cancelled.v1"]["reason"] == "台风"
