"""Asking and signing up in Chromium as an old person's phone shows it: without scripts, at 390 and 1280 pixels."""

from __future__ import annotations

import os
from collections.abc import Iterator
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.browser import browser
from tests.conftest import COMMUNITY
from tests.notices.activities import STAFF, planned, signed_up
from tests.notices.asking import answered, asked
from tests.office import Office

__all__ = ["browser"]  # a fixture

pytestmark = pytest.mark.usefixtures("publisher")

_WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
_SMALL = "[...document.querySelectorAll('main button, main input:not([type=hidden]), main select, main textarea')]"
_SMALL += ".filter(e => !e.closest('.unseen') && !['radio','checkbox'].includes(e.type))"
_SMALL += (
    ".filter(e => e.getBoundingClientRect().height > 0 && e.getBoundingClientRect().height < 24).map(e => e.outerHTML)"
)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()


@pytest.fixture(params=[390, 1280])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": request.param, "height": 900}, java_script_enabled=False, locale="zh-CN"
    )
    yield context.new_page()
    context.close()


def look(page: Page, path: str) -> None:
    """Nothing is wider than the screen, in either language, and what is pressed is large enough for a finger."""
    for language in ("zh", "en"):
        page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
        assert page.evaluate(_WIDER) is False, path
        assert page.evaluate(_SMALL) == [], path
        if folder := os.environ.get("SHOTS"):
            name = path.split("/", 3)[3].replace("/", "_")[:40]
            page.screenshot(path=f"{folder}/{name}.{page.viewport_size['width']}.{language}.png", full_page=True)
    page.goto(f"{path}{'&' if '?' in path else '?'}lang=zh")


def test_a_question_is_sent_followed_and_read_in_public(page: Page, address: str, office: Office) -> None:
    answered(office, asked(office, text="路灯？"), "下周三修好。", answer_en="On Wednesday.")
    look(page, f"{address}/ask/{COMMUNITY}")
    page.get_by_label("提问").check()
    page.get_by_label("关于什么").select_option("environment")
    page.get_by_label("您想说什么").fill("北门的垃圾桶什么时候换？")
    page.get_by_role("button", name="提交").click()
    assert "请记下回执编号" in page.inner_text("main")
    look(page, page.url.partition("?")[0])
    look(page, f"{address}/ask/{COMMUNITY}/answers")
    page.locator("main").get_by_label("找", exact=True).fill("周三")
    page.locator("main").get_by_role("button", name="查找").click()
    assert "下周三修好" in page.inner_text("main")
    mailbox = office.post("/mailboxes", {"area": COMMUNITY, "place": "3号楼"}, scopes=STAFF).json
    look(page, f"{address}/ask/mailboxes/{mailbox['code']}/sheet")


def test_somebody_signs_up_and_sees_their_place(page: Page, address: str, office: Office) -> None:
    activity = planned(office, capacity=1, least=1, title_en="Lantern fair", body_en="Riddles.")
    signed_up(office, activity, "王芳")
    look(page, f"{address}/activities/{COMMUNITY}")
    look(page, f"{address}/activities/{activity['id']}")
    page.get_by_label("姓名").fill("李秀英")
    page.get_by_role("button", name="我要报名").click()
    assert "第1位" in page.inner_text("main")
    look(page, page.url.partition("?")[0])
    for path in (f"deeds/{COMMUNITY}", f"deeds/{COMMUNITY}/new", f"thanks/{COMMUNITY}"):
        look(page, f"{address}/{path}")
