"""A cadre's own page: what is due, where they wait, when they are away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from shared import clock
from tests.conftest import COMMUNITY
from tests.events import Publisher
from tests.office import Office
from tests.training.conftest import schedule
from tests.training.people import appointed, cadre


def _page(office: Office, who: dict[str, Any], language: str = "zh-CN") -> str:
    shown = office.get(f"/cadres/{who['id']}").json
    path = urlsplit(shown["personal_url"]).path
    return office.client.get(path, headers={"Accept-Language": language}).get_data(as_text=True)


def test_a_cadre_sees_what_is_due_and_what_would_make_it_up(office: Office, elections: Publisher) -> None:
    who = cadre(office)
    appointed(office, who)
    schedule(office, kind="course", title="社区法律实务", starts_at=_in(days=3), ends_at=_in(days=3, hours=3))
    page = _page(office, who)
    assert "已完成0次，应完成4次" in page
    assert "进度落后" in page or "预计不足" in page
    assert ("社区法律实务" in page) == (clock.today() + timedelta(days=3) < _new_year())
    assert "0 completed, 4 needed" in _page(office, who, language="en")


def test_waiting_places_leave_and_duties_are_shown(office: Office, elections: Publisher) -> None:
    who, other = cadre(office), cadre(office, name="韦敏")
    full = schedule(office, kind="course", title="电子表格", capacity=1)
    assert office.post(f"/sessions/{full['id']}/enrolments", {"cadre_id": other["id"]}).status_code == 201
    assert office.post(f"/sessions/{full['id']}/waiting-list", {"cadre_id": who["id"]}).status_code == 201
    today = clock.today().isoformat()
    office.post(f"/cadres/{who['id']}/leaves", {"starts_on": today, "ends_on": today, "reason": "探亲"})
    sent = {"home_unit": "区民政局", "duties": "驻社区指导党建", "starts_on": "2024-01-01", "ends_on": "2025-01-01"}
    office.post(f"/cadres/{who['id']}/secondments", sent)
    _goal(office, who)
    page = _page(office, who)
    assert all(
        words in page for words in ("候补中", "探亲", "下派期满：驻社区指导党建", "已过期：", "目标：走访全部高龄老人")
    )
    assert "候补中" not in _page(office, other)


def _goal(office: Office, who: dict[str, Any]) -> None:
    goal = {"title": "走访全部高龄老人", "indicator": "走访记录", "weight": 10_000, "responsible_id": who["id"]}
    days = {"starts_on": clock.today().isoformat(), "ends_on": _in(days=90)[:10]}
    plan = {"area": COMMUNITY, "title": "个人目标", "level": "person", "cadre_id": who["id"], **days, "goals": [goal]}
    answer = office.post("/goal-plans", plan)
    assert answer.status_code == 201, answer.json


def _in(**ahead: float) -> str:
    return (clock.now() + timedelta(**ahead)).isoformat()


def _new_year() -> Any:
    return clock.today().replace(year=clock.today().year + 1, month=1, day=1)
