"""A notice, its amendment, its large print and its script in Chromium, without scripts, on a phone and on a desk."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.browser import browser as browser  # noqa: PLC0414 - a fixture
from tests.notices.api.test_attachments import attach
from tests.notices.api.test_editions import amend, settle
from tests.notices.conftest import published
from tests.office import Office

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("publisher")]

BODY = """## 收入

|项目|元|
|---|---:|
|街道拨付的工作经费|12,000.00|
|社会捐赠|1,500.50|

- 办公水电**1,860.30元**
- 重阳节活动3,200元

12月20日 09:30在步埠社区党群服务中心解答。电话：0774-3820011。"""


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(params=(390, 1280))
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": request.param, "height": 844}, locale="zh-CN", java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def test_a_notice_and_its_other_forms_fit_the_screen_in_either_language(office: Office, site: str, page: Page) -> None:
    made = published(
        office, title="2026年第三季度收支公开", body=BODY, title_en="Funds", body_en="**1,860.30** for power."
    )
    proposed = amend(
        office,
        made,
        body=BODY.replace("1,860.30", "1,680.30"),
        body_en="**1,680.30** for power.",
        reason="水电费金额抄错",
    ).json
    attach(office, made)
    settle(office, proposed)
    for form in ("", "/editions", "/large-print", "/broadcast"):
        for language in ("zh", "en"):
            answer = page.goto(f"{site}/notices/{made['id']}{form}?lang={language}")
            assert answer is not None
            assert answer.status == 200
            width = page.viewport_size["width"]
            for box in (each.bounding_box() for each in page.locator("main *:not(.unseen)").all()):
                assert box is None or box["x"] + box["width"] <= width + 1, (form, language)
            keep_picture(page, f"notice{form.replace('/', '-')}-{language}-{width}")
    page.goto(f"{site}/notices/{made['id']}/large-print?lang=zh")
    pixels = page.locator(".large-print p").first.evaluate("each => parseFloat(getComputedStyle(each).fontSize)")
    assert pixels >= 24  # 18 points


def keep_picture(page: Page, name: str) -> None:
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
