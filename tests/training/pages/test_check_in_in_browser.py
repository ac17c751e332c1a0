"""A hall in Chromium: the projector's page, a cadre's phone, and the list that staff see."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from tests.browser import browser as browser  # noqa: PLC0414 - a fixture
from tests.events import Publisher
from tests.office import Office
from tests.training.classes import about_to_begin
from tests.training.conftest import ZHANG, certify, result, roster

pytestmark = pytest.mark.browser


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def projector(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    yield context.new_page()
    context.close()


def test_a_cadre_scans_the_hall_s_code_confirms_and_is_on_the_list(
    office: Office, elections: Publisher, site: str, projector: Page, phone: Page
) -> None:
    certify(elections, result([ZHANG]))
    cadre = roster(office)["张平海"]
    made: dict[str, Any] = about_to_begin(office, cadre["id"])
    projector.goto(_here(site, made["hall_url"]))
    code = projector.get_by_role("link", name="签到二维码")
    box = code.locator("svg").bounding_box()
    assert box is not None
    assert box["width"] > 350  # to be read from the last row
    assert box["y"] + box["height"] <= 720  # without scrolling: a projector has no mouse

    phone.goto(_here(site, code.get_attribute("href")))
    phone.get_by_label("我的个人链接").fill(cadre["personal_url"])
    phone.get_by_role("button", name="签到").click()
    expect(phone.get_by_role("status")).to_contain_text("张平海，签到成功")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390

    projector.reload()
    expect(projector.get_by_role("status")).to_have_text("已签到1人，共1人")
    phone.goto(_here(site, projector.get_by_role("link", name="签到二维码").get_attribute("href")))
    phone.get_by_role("button", name="是我，签到").click()
    expect(phone.get_by_role("status")).to_contain_text("不用再签")
    (item,) = office.get(f"/sessions/{made['id']}/attendance").json["items"]
    assert (item["name"], item["state"], item["manner"]) == ("张平海", "present", "code")


def _here(site: str, address: str | None) -> str:
    """A public address, on the server that this test started."""
    return site + urlsplit(str(address)).path
