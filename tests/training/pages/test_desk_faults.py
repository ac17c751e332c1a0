"""What a clerk gets wrong at the desk is told beside the input that mends it, and nothing that was typed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask

from shared import clock
from tests.access import every_scope
from tests.conftest import COMMUNITY, DISTRICT, FOREIGN_DISTRICT
from tests.desk_clerk import DeskClerk, assert_no_form_fails_for_what_its_address_names
from tests.events import Publisher
from tests.office import Office
from tests.training import catalogue
from tests.training.api.test_schedules import ENDS, STARTS, School
from tests.training.conftest import SCOPES, ZHANG, certify, result, roster, schedule

SESSIONS = "/desk/records/sessions"
DAY = clock.today() + timedelta(days=7)


@pytest.fixture
def clerk(app: Flask, token: Callable[..., str], elections: Publisher) -> DeskClerk:
    return DeskClerk(app.test_client(), token, "clerk", SCOPES)


def lesson(**changes: str) -> dict[str, str]:
    typed = {"area": DISTRICT, "title": "公文写作", "kind": "course", "starts_at": f"{DAY}T09:00",
             "ends_at": f"{DAY}T11:00", "venue": "党校二楼", "capacity": "20"}  # fmt: skip
    return typed | changes


def refused(clerk: DeskClerk, page: str, link: str, **typed: str) -> str:
    """The form with its faults; what was typed is still in it."""
    answer = clerk.do(page, link, **typed)
    assert 400 <= answer.status_code < 500, answer.status_code
    shown = answer.get_data(as_text=True)
    kept = DeskClerk.inputs(shown)
    assert {name: kept[name.replace("__", ".")] for name in typed} == typed
    return shown


def beside(page: str, field: str) -> str:
    found = re.search(rf'id="{re.escape(field)}-fault">([^<]*)<', page)
    return unescape(found[1]) if found else ""


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"ends_at": f"{DAY}T08:00"}, "ends_at", "结束时间应晚于开始时间。"),
        ({"starts_at": "2020-01-01T09:00", "ends_at": "2020-01-01T11:00"}, "starts_at", "开始时间已经过去。"),
        ({"capacity": "0"}, "capacity", "应在1到10000之间。"),
        ({"capacity": "二十"}, "capacity", "应填写数字。"),
    ],
    ids=["ends before it starts", "in the past", "no places", "no number"],
)
def test_a_session_that_cannot_be_is_told_at_its_input(
    clerk: DeskClerk, changes: dict[str, str], field: str, words: str
) -> None:
    assert beside(refused(clerk, SESSIONS, "安排培训", **lesson(**changes)), field) == words


def test_a_room_that_is_taken_and_a_teacher_on_leave_are_told_at_their_inputs(clerk: DeskClerk, office: Office) -> None:
    hall = catalogue.room(office, features=[])
    teacher = catalogue.teacher(office)
    days = {"starts_on": str(DAY), "ends_on": str(DAY), "reason": "开会"}
    assert office.post(f"/teachers/{teacher['id']}/leaves", days).status_code == 201
    times = {"starts_at": f"{DAY}T09:30:00+08:00", "ends_at": f"{DAY}T10:30:00+08:00"}
    schedule(office, title="电子表格", room_id=hall["id"], **times)
    page = refused(clerk, SESSIONS, "安排培训", **lesson(room_id=hall["id"], teacher_id=teacher["id"]))
    assert "已安排“电子表格”" in beside(page, "room_id")
    assert "请假" in beside(page, "teacher_id")


def test_a_day_without_training_is_told_at_the_time(clerk: DeskClerk) -> None:
    clerk.do("/desk/records/blackouts", "增加不安排培训的日子", starts_on=str(DAY), ends_on=str(DAY), reason="换届选举")
    page = refused(clerk, SESSIONS, "安排培训", **lesson())
    assert "换届选举" in beside(page, "starts_at")


def test_a_cadre_of_another_area_is_not_found_and_said_so_at_the_input(
    clerk: DeskClerk, office: Office, elections: Publisher
) -> None:
    foreign = "450405001001"
    elections.tell(
        "elections.area_registered.v1", {"code": foreign, "name": "外区社区", "level": "community"},
        subject=f"areas/{foreign}", area=foreign,
    )  # fmt: skip
    certify(elections, result([ZHANG]), area=foreign)
    (stranger,) = office.get(f"/cadres?area={foreign}", area=FOREIGN_DISTRICT).json["items"]
    session = f"/desk/records/sessions/{schedule(office)['id']}"
    answer = clerk.do(session, "给一个名额", cadre_id=stranger["id"])
    assert answer.status_code == 404
    assert beside(answer.get_data(as_text=True), "cadre_id") == "没有找到这名社区干部。"


def test_a_roster_with_an_unknown_post_names_line_and_column(clerk: DeskClerk) -> None:
    header = "区划代码,姓名,性别,出生日期,职务,任职日期\n"
    answer = clerk.do("/desk/records/roster", "上传花名册",
                      file=f"{header}{COMMUNITY},何秋月,女,1990-03-08,总管,2026-01-01\n".encode())  # fmt: skip
    assert answer.status_code == 422
    assert "第2行，职务" in answer.get_data(as_text=True)


def test_who_asks_for_a_plan_while_one_is_made_is_led_to_it(
    clerk: DeskClerk, office: Office, elections: Publisher
) -> None:
    school = School(office, elections)
    running = school.ask(area=COMMUNITY).headers["Location"].rpartition("/")[2]
    wanted = {"area": COMMUNITY, "starts_on": str(STARTS), "ends_on": str(ENDS)}
    page = refused(clerk, "/desk/schedules", "自动排课", **wanted)
    assert clerk.links(page)["去看看"] == f"/desk/schedules/{running}"


def test_a_plan_that_ends_before_it_begins_is_told_at_the_input(clerk: DeskClerk, elections: Publisher) -> None:
    certify(elections, result([ZHANG]))
    wanted = {"area": COMMUNITY, "starts_on": str(ENDS), "ends_on": str(STARTS)}
    page = refused(clerk, "/desk/schedules", "自动排课", **wanted)
    assert beside(page, "ends_on") == "结束日期不应早于开始日期。"


def test_a_mentor_is_not_their_own_mentee(clerk: DeskClerk, office: Office, elections: Publisher) -> None:
    certify(elections, result([ZHANG]))
    who: Any = roster(office)["张平海"]["id"]
    typed = {"mentor_id": who, "mentee_id": who, "goals": "x", "starts_on": str(DAY), "ends_on": str(DAY)}
    later = typed | {"ends_on": str(DAY + timedelta(days=30))}
    page = refused(clerk, "/desk/records/mentorships", "登记结对帮带", **later)
    assert beside(page, "mentee_id") == "帮带双方应是两个人。"


def test_no_form_fails_for_what_its_address_names(app: Flask, token: Callable[..., str]) -> None:
    assert_no_form_fails_for_what_its_address_names(
        app, DeskClerk(app.test_client(), token, "all", every_scope("training"))
    )
