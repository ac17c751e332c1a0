"""An interviewer in Chromium: at doors without a network, with a phone that dies, and back in the office."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import func, select

from services.notices.store.database import reading
from services.notices.store.tables import Interview, SurveyAnswer, SurveyPhoto
from shared.embedded.ports import free_port
from shared.embedded.readiness import wait_until_ready
from tests.browser import browser as browser  # noqa: PLC0414 - a fixture
from tests.events import Publisher
from tests.notices.api.test_interviews import drawn, interviewer, interviews
from tests.notices.surveys import residents
from tests.office import Office

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[3]


def _png() -> bytes:
    """One white point."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff")) + chunk(b"IEND", b"")


@pytest.fixture
def web(office: Office, tmp_path: Path) -> Iterator[str]:
    """The web process as it is deployed; DATABASE_URL and the like stand in this process's environment."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", "services.notices.app:create_app()", "--bind", f"127.0.0.1:{port}"]
    options = ["--worker-class", "gthread", "--threads", "4", "--graceful-timeout", "2", "--no-control-socket"]
    with (tmp_path / "web.log").open("wb") as log:
        process = subprocess.Popen([*command, *options], cwd=ROOT, env=dict(os.environ), stdout=log, stderr=log)
    try:
        wait_until_ready({"web": address}, (), lambda: _must_run(process))
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def _must_run(process: subprocess.Popen[bytes]) -> None:
    assert process.poll() is None, "the web process ended while it started"


@pytest.fixture
def phone(browser: Browser, tmp_path: Path) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    yield context
    context.close()


def record(page: Page, place: int, *, photo: bool = False) -> None:
    page.locator("#who").select_option(f"elderly/{place}")
    page.get_by_label("受访人听了说明").check()
    page.locator('[name="answers.knows"][value="yes"]').check()
    page.locator('[name="answers.satisfaction"][value="4"]').check()
    if photo:
        picture = {"name": "door.png", "mimeType": "image/png", "buffer": _png()}
        page.locator("#evidence").set_input_files(picture)
        page.locator('[name="answers.photos"]').set_input_files(picture)
    page.get_by_role("button", name="保存这次访问").click()
    expect(page.locator("#fault")).to_have_text("")


def count(table: type) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_visits_without_a_network_are_all_there_once_it_is_back(
    office: Office, publisher: Publisher, web: str, phone: BrowserContext
) -> None:
    residents(8, kinds=["elderly"])
    made = interviews(office)
    who = interviewer(office, made)
    drawn(office, made)
    page = phone.new_page()
    page.goto(f"{web}{who['page']}")
    expect(page.locator("#kept")).to_have_text("本页已存在手机里，没有网络也能打开")
    keep_picture(page, "interview-390-zh")

    page.get_by_role("button", name="保存这次访问").click()
    expect(page.locator("#fault")).to_have_text("请选择访问的人。")

    phone.set_offline(True)
    record(page, 1, photo=True)
    expect(page.locator("#state")).to_have_text("还有1条存在手机里，有网络时自动发送")
    page.close()  # the phone dies at the door

    page = phone.new_page()
    page.goto(f"{web}{who['page']}")  # still without a network
    expect(page.locator("#state")).to_have_text("还有1条存在手机里，有网络时自动发送")
    record(page, 2)
    expect(page.locator("#state")).to_have_text("还有2条存在手机里，有网络时自动发送")
    assert count(Interview) == 0

    phone.set_offline(False)
    expect(page.locator("#state")).to_have_text("已全部发送", timeout=45_000)
    expect(page.locator("#sent")).to_have_text("已发送2条")
    assert (count(Interview), count(SurveyAnswer), count(SurveyPhoto)) == (2, 2, 2)

    page.goto(f"{web}{who['page']}?lang=en")
    expect(page.locator("#state")).to_have_text("everything is sent")
    assert page.locator('#who option[value="elderly/1"]').count() == 0
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    keep_picture(page, "interview-390-en")


def test_what_the_answer_to_was_lost_is_sent_again_and_counts_once(
    office: Office, publisher: Publisher, web: str, phone: BrowserContext
) -> None:
    residents(8, kinds=["elderly"])
    made = interviews(office)
    who = interviewer(office, made)
    drawn(office, made)
    page = phone.new_page()
    page.goto(f"{web}{who['page']}")
    lost = []

    def lose_the_answer(route: object) -> None:
        if not lost:
            lost.append(route.fetch())  # it arrived at the server, and its answer does not come back
            route.abort()
        else:
            route.continue_()

    page.route("**/visits", lose_the_answer)
    record(page, 1)
    expect(page.locator("#sent")).to_have_text("已发送1条", timeout=45_000)
    assert lost[0].json() == {"new": True}
    assert (count(Interview), count(SurveyAnswer)) == (1, 1)


def keep_picture(page: Page, name: str) -> None:
    """For whoever wants to look: SCREENSHOTS=folder make test."""
    if folder := os.environ.get("SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
