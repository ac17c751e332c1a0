"""A clerk sends a notice to some of the residents and follows it to the doors in Chromium, without scripts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from services.notices.domain.delivery.channels import Channel
from shared import clock
from shared.web.desk.sign_in import COOKIE
from tests.browser import browser as browser  # noqa: PLC0414 - a fixture
from tests.conftest import COMMUNITY, DISTRICT
from tests.notices.conftest import SCOPES, published
from tests.notices.delivery.conftest import post as post  # noqa: PLC0414 - a fixture
from tests.notices.delivery.post import Post
from tests.notices.pages.test_notices_in_browser import site as site  # noqa: PLC0414 - a fixture
from tests.notices.residents import resident
from tests.office import Office

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("publisher")]

_RIGHTS = (*SCOPES, "notices:send", "notices:inform", "notices:residents:read")


@pytest.fixture(params=("zh", "en"))
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=(390, 1280))
def page(
    browser: Browser, site: str, token: Callable[..., str], language: str, request: pytest.FixtureRequest
) -> Iterator[Page]:
    locale = "zh-CN" if language == "zh" else "en-GB"
    context = browser.new_context(
        viewport={"width": request.param, "height": 844}, locale=locale, java_script_enabled=False
    )
    context.add_cookies([{"name": COOKIE, "value": token(*_RIGHTS, area=DISTRICT, subject="sender"), "url": site}])
    yield context.new_page()
    context.close()


def test_a_notice_goes_to_those_who_were_ticked_and_on_paper_to_the_doors(
    office: Office, site: str, page: Page, post: Post, language: str
) -> None:
    for number in range(60):
        kinds = ["elderly"] if number % 2 else ["women", "youth"]
        contacts = {Channel.SMS: f"138000000{number:02}"} if number % 3 else {}
        door = f"{number % 2 + 1}单元{number // 20 + 1}01室"
        resident(kinds=kinds, building=f"{number % 12 + 1}栋", door=door, group="第1居民小组", contacts=contacts)
    notice = published(office, kind="announcement", title="关于免费体检的通知", body="本周六上午体检。")
    office.post(
        f"/notices/{notice['id']}/informing-goal",
        {"target_share": 60, "by_day": (clock.today() + timedelta(days=2)).isoformat(), "channels": ["door"]},
    )
    page.goto(f"{site}/desk/areas/{COMMUNITY}/send?notice_id={notice['id']}")
    _look_at(page, f"send-{language}")
    page.locator("[name=channels][value=sms]").check()
    page.locator("[name='0.meant.kind'][value=elderly]").check()
    page.locator("button[value=more]").click()
    page.locator("[name='1.meant.from']").fill("80")
    page.locator("details:not([open]) summary").nth(1).click()
    page.locator("[name='1.left_out.building'][value='2栋']").check()
    page.locator("summary").last.click()
    page.locator("[name=deadline]").fill("2099-01-02T18:30")
    _look_at(page, f"send-parts-{language}")
    page.locator("button[value=look]").click()
    assert (
        page.locator("dd").first.inner_text()
        == {
            "zh": "居民类别为老年人；或者（年满80岁，并且不包括（楼栋为2栋））",
            "en": "Kind of residents: elderly; or (aged 80 or over, and not (Building: 2栋))",
        }[language]
    )
    assert {"zh": "2099年1月2日 18:30", "en": "2 January 2099 18:30"}[language] in page.locator("dl").inner_text()
    _look_at(page, f"send-last-look-{language}")
    page.locator("button[value=send]").click()
    page.wait_for_url("**/desk/campaigns/**")
    _look_at(page, f"campaign-{language}")
    post.round()
    page.reload()
    _look_at(page, f"campaign-sent-{language}")
    for name in ("coverage", "doors"):
        page.goto(f"{site}/desk/notices/{notice['id']}/{name}")
        _look_at(page, f"{name}-{language}")
    page.goto(f"{site}/desk/areas/{COMMUNITY}/campaigns")
    _look_at(page, f"campaigns-{language}")


def _look_at(page: Page, name: str) -> None:
    """Nothing stands outside the screen but what is in a table that scrolls by itself."""
    width = page.viewport_size["width"]
    for box in (each.bounding_box() for each in page.locator("main > *, main form > *, main fieldset").all()):
        assert box is None or box["x"] + box["width"] <= width + 1, name
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
