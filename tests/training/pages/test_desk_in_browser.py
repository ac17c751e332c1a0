"""The desk in Chromium: a clerk follows a red flag to its rows, then drags a session and sees what that would break."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from shared import clock
from shared.clock import CIVIL_ZONE
from tests.browser import browser as browser  # noqa: PLC0414 - a fixture
from tests.conftest import DISTRICT
from tests.events import Publisher
from tests.office import Office
from tests.training.catalogue import room
from tests.training.conftest import SCOPES, ZHANG, certify, result, schedule
from tests.training.pages.test_check_in_in_browser import site as site  # noqa: PLC0414 - a fixture

pytestmark = pytest.mark.browser


@pytest.fixture
def screen(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    yield context.new_page()
    context.close()


def test_a_clerk_follows_a_flag_and_drags_a_session(
    office: Office, elections: Publisher, site: str, screen: Page, token: Callable[..., str]
) -> None:
    certify(elections, result([ZHANG]))
    hall = room(office, features=[])["id"]
    monday = clock.today() + timedelta(days=14 - clock.today().weekday())
    for title, day in (("社区法律实务", monday), ("电子表格", monday + timedelta(days=1))):
        begins = datetime.combine(day, time(9), CIVIL_ZONE)
        times = {"starts_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=3)).isoformat()}
        schedule(office, kind="course", title=title, room_id=hall, **times)

    screen.goto(f"{site}/desk/")
    screen.get_by_label("登录码").fill(token(*SCOPES, area=DISTRICT, subject="clerk"))
    screen.get_by_role("button", name="登录").click()
    screen.get_by_role("link", name="班子结构：居委会人数").click()
    expect(screen.get_by_role("table")).to_contain_text("现有1人，应为5至9人。")

    screen.goto(f"{site}/desk/planner?day={monday}")
    card = screen.locator(".session", has_text="电子表格")
    card.drag_to(screen.locator(f'[data-day="{monday}"][data-room="{hall}"]'))
    expect(screen.get_by_role("status")).to_contain_text("不能移动，还没有保存")
    expect(screen.get_by_role("status")).to_contain_text("已安排“社区法律实务”")

    screen.get_by_label("上课时间").fill("14:00")
    screen.get_by_role("button", name="看有什么冲突").click()
    expect(screen.get_by_role("status")).to_contain_text("没有冲突")
    screen.get_by_role("button", name="确认移动").click()
    expect(screen.get_by_role("status")).to_contain_text("已移动：电子表格")
    moved = screen.locator(f'[data-day="{monday}"][data-room="{hall}"] .session', has_text="电子表格")
    expect(moved).to_contain_text("14:00")
    screen.set_viewport_size({"width": 390, "height": 844})
    assert screen.evaluate("document.documentElement.scrollWidth") <= 390
