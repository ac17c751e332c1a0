"""The timetable for everybody: a chart for the wall, and a calendar to subscribe to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar, Event

from shared import clock
from tests.elections.conftest import CONTESTS, ElectionOffice

REASON = "台风停工两日，经街道同意推迟投票。"


def _day(days: int) -> date:
    return clock.today() + timedelta(days=days)


@pytest.fixture
def ahead(office: ElectionOffice, community: str) -> str:
    """A draft that polls in forty days."""
    body = {"area": community, "title": "换届选举", "polling_day": _day(40).isoformat(), "contests": CONTESTS}
    return office.post("/elections", body).json["id"]


@pytest.fixture
def announced(office: ElectionOffice, ahead: str) -> str:
    office.step(ahead, "announce")
    return ahead


def _page(office: ElectionOffice, number: str, **headers: str) -> str:
    answer = office.client.get(f"/elections/{number}/timetable", headers=headers)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def _events(office: ElectionOffice, number: str) -> dict[str, Event]:
    """By stage."""
    answer = office.client.get(f"/elections/{number}/timetable.ics")
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    events = Calendar.from_ical(answer.data).walk("VEVENT")
    return {str(event["uid"]).partition("@")[0].removeprefix(f"{number}-"): event for event in events}


def test_the_chart_shows_each_stage_with_days_article_and_who_is_responsible(
    office: ElectionOffice, announced: str
) -> None:
    page = _page(office, announced)
    for text in ("公布选民名单", "第17条", "居民选举委员会", "移交工作、封存选举档案", "第25条", "等待前项"):
        assert text in page
    assert "<strong>✓ 已完成</strong>" in page
    assert f'datetime="{_day(20)}"' in page


def test_the_chart_is_linked_from_the_page_of_the_election(office: ElectionOffice, announced: str) -> None:
    page = office.client.get(f"/elections/{announced}").get_data(as_text=True)
    assert f'href="/elections/{announced}/timetable"' in page
    assert f'href="/elections/{announced}/timetable.ics"' in page


def test_the_chart_speaks_english(office: ElectionOffice, announced: str) -> None:
    page = _page(office, announced, **{"Accept-Language": "en"})
    assert "publish the roll" in page
    assert "subdistrict office" in page
    assert "正在办理" not in page


def test_why_a_stage_was_not_needed_is_public_and_shown_as_text(office: ElectionOffice, announced: str) -> None:
    note = "<b>本社区新成立</b>，没有上一届。"
    path = f"/elections/{announced}/timetable/stages/leaving_audit/done"
    assert office.post(path, {"not_needed": True, "note": note}).status_code == 200
    page = _page(office, announced)
    assert "&lt;b&gt;本社区新成立&lt;/b&gt;" in page
    assert "不需要" in page
    assert "clerk" not in page


@pytest.mark.parametrize("page", ["timetable", "timetable.ics"])
def test_a_draft_has_no_public_timetable(office: ElectionOffice, ahead: str, page: str) -> None:
    assert office.client.get(f"/elections/{ahead}/{page}").status_code == 404


def test_the_calendar_has_whole_days_for_each_stage(office: ElectionOffice, announced: str) -> None:
    shown = office.get(f"/elections/{announced}/timetable").json["stages"]
    events = _events(office, announced)
    assert set(events) == {each["code"] for each in shown}
    polling = events["polling"]
    assert (polling["dtstart"].dt, polling["dtend"].dt) == (_day(40), _day(41))
    assert polling["dtstart"].params["VALUE"] == "DATE"
    assert "第17条" in events["roll"]["description"]


def test_a_plan_that_changes_moves_the_events_that_clients_have(office: ElectionOffice, announced: str) -> None:
    before = _events(office, announced)["polling"]
    version = office.get(f"/elections/{announced}").json["version"]
    body: dict[str, Any] = {"polling_day": _day(50).isoformat(), "reason": REASON}
    path = f"/elections/{announced}/timetable/replan"
    assert office.post(path, body, headers={"If-Match": f'"{version}"'}).status_code == 200
    after = _events(office, announced)["polling"]
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after["dtstart"].dt == _day(50)


def test_a_cancelled_election_cancels_its_events(office: ElectionOffice, announced: str) -> None:
    office.step(announced, "cancel")
    assert {str(event["status"]) for event in _events(office, announced).values()} == {"CANCELLED"}
