"""The planner at the desk: what a move would break is told before it is saved, and it is saved once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask

from services.training.pages.desk.timeboard import by_cell, month_of, week_of
from shared import clock
from shared.clock import CIVIL_ZONE
from tests.access import assert_guarded, assert_hidden_from_others
from tests.conftest import COMMUNITY, DISTRICT, OTHER_COMMUNITY
from tests.desk_clerk import DeskClerk
from tests.events import Publisher
from tests.office import Office
from tests.training.catalogue import room
from tests.training.conftest import SCOPES, ZHANG, certify, result, roster, schedule

DAY = clock.today() + timedelta(days=30)


def at(day: date, hour: int) -> str:
    return datetime.combine(day, time(hour), CIVIL_ZONE).isoformat()


@pytest.fixture
def clerk(app: Flask, token: Callable[..., str], elections: Publisher) -> DeskClerk:
    return DeskClerk(app.test_client(), token, "clerk", SCOPES)


@pytest.fixture
def hall(office: Office, elections: Publisher) -> dict[str, Any]:
    return room(office, features=[])


def lesson(office: Office, hall: dict[str, Any], title: str, day: date, hour: int = 9) -> dict[str, Any]:
    times = {"starts_at": at(day, hour), "ends_at": at(day, hour + 3)}
    return schedule(office, kind="course", title=title, room_id=hall["id"], **times)


def saved(office: Office, session: dict[str, Any]) -> str:
    begins = datetime.fromisoformat(office.get(f"/sessions/{session['id']}").json["starts_at"])
    return f"{begins.astimezone(CIVIL_ZONE):%Y-%m-%d %H:%M}"


def test_a_week_and_a_month_are_whole_weeks() -> None:
    assert (week_of(date(2026, 11, 25)).first, week_of(date(2026, 11, 25)).last) == (
        date(2026, 11, 23),
        date(2026, 11, 29),
    )
    november = month_of(date(2026, 11, 25))
    assert (november.first, november.last, november.before, november.after) == (
        date(2026, 10, 26),
        date(2026, 12, 6),
        date(2026, 10, 1),
        date(2026, 12, 1),
    )
    assert [len(week) for week in november.weeks] == [7] * 6


def test_sessions_stand_in_their_day_and_room_the_earliest_first() -> None:
    late, early = ({"starts_at": datetime(2026, 11, 25, hour, tzinfo=CIVIL_ZONE), "room_id": "a"} for hour in (14, 0))
    gone = {**late, "room_id": "retired"}
    cells = by_cell([late, early, gone], {"a"})
    assert cells == {(date(2026, 11, 25), "a"): [early, late], (date(2026, 11, 25), ""): [gone]}


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "x"])
def test_the_planner_of_a_day_that_is_none_is_today_s(clerk: DeskClerk, day: str) -> None:
    for view in ("week", "month"):
        board = clerk.get(f"/desk/planner?view={view}&day={day}")
        assert f'data-day="{clock.today()}"' in board


def test_a_move_that_breaks_something_says_what_and_saves_nothing(
    clerk: DeskClerk, office: Office, hall: dict[str, Any]
) -> None:
    lesson(office, hall, "社区法律实务", DAY)
    other = lesson(office, hall, "电子表格", DAY + timedelta(days=1))
    office.post(
        "/blackouts",
        {"area": DISTRICT, "starts_on": DAY.isoformat(), "ends_on": DAY.isoformat(), "reason": "征兵体检"},
    )
    page = unescape(clerk.get(f"/desk/planner/sessions/{other['id']}/move?day={DAY}&at=10:00"))
    assert "不能移动，还没有保存" in page
    assert f"机房在{DAY} 09:00已安排“社区法律实务”。" in page
    assert "停训：征兵体检" in page
    board = unescape(clerk.get(f"/desk/planner?day={DAY}"))
    assert "不安排培训：征兵体检（万秀区）" in board
    assert f'data-day="{DAY}" data-room="{hall["id"]}" class="closed"' in board
    assert "确认移动" not in page
    assert saved(office, other) == f"{DAY + timedelta(days=1)} 09:00"


def test_a_move_without_a_clash_is_saved_once_it_is_confirmed(
    clerk: DeskClerk, office: Office, hall: dict[str, Any]
) -> None:
    session = lesson(office, hall, "电子表格", DAY)
    week = clerk.get(f"/desk/planner?day={DAY}")
    assert "电子表格" in week
    page = unescape(clerk.get(f"/desk/planner/sessions/{session['id']}/move?day={DAY + timedelta(days=1)}&at=14:00"))
    assert "没有冲突" in page
    typed = {"day": str(DAY + timedelta(days=1)), "at": "14:00", "room_id": hall["id"], "version": "1"}
    done = clerk.post(f"/desk/planner/sessions/{session['id']}/move", typed)
    assert done.status_code == 303
    assert "已移动：电子表格" in clerk.get(done.headers["Location"])
    assert saved(office, session) == f"{DAY + timedelta(days=1)} 14:00"
    again = clerk.post(f"/desk/planner/sessions/{session['id']}/move", {**typed, "at": "15:00"})
    assert again.status_code == 412
    assert saved(office, session) == f"{DAY + timedelta(days=1)} 14:00"


def test_a_committee_of_which_nobody_is_left_is_told_as_a_warning(
    office: Office, hall: dict[str, Any], elections: Publisher
) -> None:
    certify(elections, result([ZHANG]))
    director = roster(office)["张平海"]
    session = lesson(office, hall, "社区法律实务", DAY)
    moved = {"starts_at": at(DAY, 14), "ends_at": at(DAY, 17)}
    path = f"/sessions/{session['id']}/move-check"
    assert office.post(path, moved).json == {"possible": True, "breaks": [], "warnings": [], "version": 1}
    office.post(f"/sessions/{session['id']}/enrolments", {"cadre_id": director["id"]})
    answer = office.post(path, moved).json
    assert answer["warnings"] == [{"code": "committee_empty", "message": "步埠社区居委会的1名成员届时全部外出。"}]
    assert answer["possible"]


def test_a_move_is_checked_for_whoever_may_make_it(office: Office, hall: dict[str, Any]) -> None:
    session = lesson(office, hall, "电子表格", DAY)
    endpoint = ("POST", f"/sessions/{session['id']}/move-check", {"capacity": 5})
    assert_guarded(office, [endpoint])
    assert_hidden_from_others(office, [endpoint])
    office.post(f"/sessions/{session['id']}/cancellation", {"reason": "停电"})
    assert office.post(endpoint[1], endpoint[2]).json["code"] == "session_cancelled"


def test_the_board_is_filtered_by_room_and_community(
    clerk: DeskClerk, office: Office, hall: dict[str, Any], elections: Publisher
) -> None:
    certify(elections, result([ZHANG]))
    session = lesson(office, hall, "社区法律实务", DAY)
    office.post(f"/sessions/{session['id']}/enrolments", {"cadre_id": roster(office)["张平海"]["id"]})
    for query, there in (
        (f"room_id={hall['id']}", True),
        (f"cadres_of={COMMUNITY}", True),
        (f"cadres_of={OTHER_COMMUNITY}", False),
        ("view=month", True),
    ):
        assert ("社区法律实务" in clerk.get(f"/desk/planner?day={DAY}&{query}")) is there, query
