"""The public pages in a real browser, at the widths of a phone and of a desk. No script runs: there is none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from shared import clock
from tests.browser import browser as browser  # noqa: PLC0414 - a fixture
from tests.system.conftest import Played

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("platform")]

WIDTHS = (390, 1280)


@pytest.fixture(params=WIDTHS)
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Without JavaScript, as some old phones and all screen readers' text modes have it."""
    context = browser.new_context(
        viewport={"width": request.param, "height": 844}, locale="zh-CN", java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def addresses(played: Played) -> dict[str, str]:
    urls = played.office.urls
    return {
        "board": f"{urls['notices']}/boards/{played.community}",
        "election": f"{urls['elections']}/elections/{played.election}",
        "calendar": f"{urls['training']}/calendar/{played.community}",
    }


@pytest.mark.parametrize("name", ["board", "election", "calendar"])
def test_a_page_fits_its_width_in_either_language(page: Page, played: Played, name: str) -> None:
    for language, html in (("zh", "zh-CN"), ("en", "en")):
        answer = page.goto(f"{addresses(played)[name]}?lang={language}")
        assert answer is not None
        assert answer.status == 200
        assert page.locator("html").get_attribute("lang") == html
        assert page.locator("h1").count() == 1
        width = page.viewport_size["width"]
        for box in (each.bounding_box() for each in page.locator("main *").all()):
            assert box is None or box["x"] + box["width"] <= width + 1
        keep_picture(page, f"{name}-{language}-{width}")


def test_the_language_chosen_stays_on_the_next_page(page: Page, played: Played) -> None:
    page.goto(addresses(played)["board"])
    page.get_by_role("link", name="English").click()
    assert page.locator("h1").inner_text() == "Notice board of 步埠社区"
    page.goto(addresses(played)["board"])
    assert page.locator("h1").inner_text() == "Notice board of 步埠社区"


def test_a_resident_goes_from_the_board_to_the_result_and_reads_the_numbers(page: Page, played: Played) -> None:
    page.goto(addresses(played)["board"])
    page.get_by_role("link", name="换届选举结果公告").click()
    page.get_by_role("link", name="查看这次选举").click()
    assert page.locator("svg[role=img]").count() == 3
    assert "2×2307 > 3201" in page.locator("main").inner_text()


def test_a_newly_elected_cadre_scans_the_hall_s_code_and_a_stranger_checks_their_certificate(
    browser: Browser, played: Played
) -> None:
    office = played.office
    phone = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN").new_page()
    elected = office.get("trainer", "training", "/api/v1/cadres", area=played.community)["items"]
    cadre = office.get("trainer", "training", f"/api/v1/cadres/{elected[0]['id']}")
    begins = clock.now() + timedelta(seconds=1)
    about = {"area": played.community, "title": "居务公开实务", "kind": "course", "venue": "社区会议室", "capacity": 10}
    times = {"starts_at": begins.isoformat(), "ends_at": (begins + timedelta(minutes=1)).isoformat()}
    session = office.post("trainer", "training", "/api/v1/sessions", {**about, **times})
    office.post("trainer", "training", f"/api/v1/sessions/{session['id']}/enrolments", {"cadre_id": cadre["id"]})
    hall = browser.new_context(viewport={"width": 1280, "height": 720}, locale="zh-CN").new_page()
    hall.goto(session["hall_url"])
    phone.goto(str(hall.get_by_role("link", name="签到二维码").get_attribute("href")))
    phone.get_by_label("我的个人链接").fill(cadre["personal_url"])
    phone.get_by_role("button", name="签到").click()
    assert f"{cadre['name']}，签到成功" in phone.get_by_role("status").inner_text()
    (seen,) = office.get("trainer", "training", f"/api/v1/sessions/{session['id']}/attendance")["items"]
    assert (seen["name"], seen["state"], seen["manner"]) == (cadre["name"], "present", "code")
    phone.goto(cadre["personal_url"])
    phone.get_by_role("link", name="新任成员见面会").first.click()
    assert "证书有效" in phone.locator("h1").inner_text()
    assert cadre["name"] in phone.locator("dl").inner_text()
    for each in (hall, phone):
        each.context.close()


def test_the_type_is_large_enough_to_read_and_links_are_easy_to_hit(browser: Browser, played: Played) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(addresses(played)["board"])
    size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('article p:last-child')).fontSize)")
    assert size >= 16
    context.close()


def keep_picture(page: Page, name: str) -> None:
    """For whoever wants to look: SCREENSHOTS=folder make test."""
    if folder := os.environ.get("SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
