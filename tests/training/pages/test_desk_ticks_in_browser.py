"""Several of sixty cadres are chosen by ticks in Chromium, on a phone and on a desktop, by the rules of axe."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from shared.web.desk.sign_in import COOKIE
from tests.browser import browser as browser  # noqa: PLC0414 - a fixture
from tests.conftest import DISTRICT
from tests.events import Publisher
from tests.office import Office
from tests.training.classes import about_to_begin
from tests.training.conftest import SCOPES, certify, result
from tests.training.pages.test_check_in_in_browser import site as site  # noqa: PLC0414 - a fixture

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
ELECTED = [("member", f"何{number:02}", date(1990, 3, 8)) for number in range(60)]


@pytest.fixture(params=[(390, "zh-CN", "light"), (1280, "en-GB", "dark")], ids=["phone", "desktop"])
def screen(browser: Browser, site: str, token: Callable[..., str], request: pytest.FixtureRequest) -> Iterator[Page]:
    width, locale, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 844}, locale=locale, color_scheme=scheme)
    context.add_cookies([{"name": COOKIE, "value": token(*SCOPES, area=DISTRICT, subject="clerk"), "url": site}])
    yield context.new_page()
    context.close()


def test_who_was_there_is_ticked_in_a_long_list(office: Office, elections: Publisher, site: str, screen: Page) -> None:
    certify(elections, result(ELECTED))
    people = {each["name"]: each["id"] for each in office.get("/cadres?limit=200").json["items"]}
    made = about_to_begin(office, people["何00"], people["何59"])
    page = f"{site}/desk/records/sessions/{made['id']}"
    screen.goto(page)
    screen.locator("a[href*='attendance.record?']").click()
    list_of_all = screen.get_by_role("group").locator(".ticks")
    box = list_of_all.bounding_box()
    assert box is not None
    assert box["height"] < 844 / 2, "the button is not sixty lines further down"
    _look_at(screen, "ticks")
    screen.locator("main form button").click()
    expect(screen.locator("#cadre_ids-fault")).to_be_visible()
    _look_at(screen, "ticks-fault")
    for name in ("何00", "何59"):
        screen.get_by_role("checkbox", name=name).check()
    screen.locator("main form button").click()
    expect(screen.get_by_role("status")).to_contain_text("✓")
    register = office.get(f"/sessions/{made['id']}/attendance").json["items"]
    present = {each["name"] for each in register if each["state"] == "present"}
    assert present == {"何00", "何59"}


def test_lines_of_a_form_have_ticks_of_their_own(elections: Publisher, site: str, screen: Page) -> None:
    certify(elections, result(ELECTED))
    screen.goto(f"{site}/desk/do/goals.set_goals?back=/desk/records/goals")
    assert screen.get_by_role("checkbox").count() == 60 * 4
    _look_at(screen, "ticks-in-lines")


def _look_at(screen: Page, name: str) -> None:
    """Nothing stands outside the screen; SCREENSHOTS=folder keeps pictures."""
    width = screen.viewport_size["width"] if screen.viewport_size else 0
    assert screen.evaluate("document.documentElement.scrollWidth") <= width
    if folder := os.environ.get("SCREENSHOTS"):
        screen.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
    violations = Axe().run(screen, options=RULES).response["violations"]
    assert [(each["id"], node["html"]) for each in violations for node in each["nodes"]] == []
