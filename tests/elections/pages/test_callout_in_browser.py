"""A hall in Chromium: a recorder with and without a network, a viewer, and three who sign."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import browser as browser  # noqa: PLC0414 - a fixture
from tests.elections.callouts import ROLES, Hall
from tests.elections.conftest import EVERYTHING, ElectionOffice
from tests.elections.live_server import Servers, servers

pytestmark = pytest.mark.browser


@pytest.fixture
def hall(office: ElectionOffice, closed_election: dict[str, Any]) -> Hall:
    return Hall(office, closed_election["id"])


@pytest.fixture
def deployed(hall: Hall, tmp_path: Path) -> Iterator[Servers]:
    with servers(tmp_path) as running:
        yield running


@pytest.fixture
def signed_in(
    browser: Browser, deployed: Servers, token: Callable[..., str]
) -> Iterator[Callable[..., BrowserContext]]:
    """A browser of its own for each person."""
    opened: list[BrowserContext] = []

    def sign_in(subject: str, width: int = 390) -> BrowserContext:
        context = browser.new_context(viewport={"width": width, "height": 844}, locale="zh-CN")
        code = token(*EVERYTHING, subject=subject)
        context.add_cookies([{"name": "shequ_desk", "value": code, "url": deployed.web}])
        opened.append(context)
        return context

    yield sign_in
    for context in opened:
        context.close()


def record(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_role("button", name=name, exact=True).first.click()
    page.get_by_role("button", name="记下这张").click()


@pytest.fixture
def recorder(hall: Hall, deployed: Servers, signed_in: Callable[..., BrowserContext]) -> Page:
    page = signed_in("recorder").new_page()
    page.goto(f"{deployed.web}/desk/elections/{hall.election}/callouts/{hall.id}/")
    expect(page.locator("#state")).to_have_text("已全部同步")
    return page


def test_papers_recorded_without_a_network_are_all_there_once_it_is_back(
    hall: Hall, deployed: Servers, recorder: Page, signed_in: Callable[..., BrowserContext]
) -> None:
    viewer = signed_in("resident", 1280).new_page()
    viewer.goto(f"{deployed.web}/elections/{hall.election}/live")
    papers = viewer.locator('[data-count="papers"]')
    for _ in range(7):
        record(recorder, "主任1", "副主任2", "委员1", "委员2")
    expect(papers).to_have_text("7")
    row = viewer.locator("tr", has_text="主任1").first
    assert row.locator("use").evaluate_all("all => all.map(use => use.getAttribute('href'))") == [
        "#zheng-5",
        "#zheng-2",
    ]
    keep_picture(viewer, "live-1280")

    recorder.wait_for_selector("html[data-kept]")
    recorder.context.set_offline(True)
    for _ in range(3):
        record(recorder, "主任2", "副主任2", "委员3")
    expect(recorder.locator("#state")).to_have_text("未同步3条")
    keep_picture(recorder, "recorder-offline-390")
    assert hall.shown()["records"] == 7

    recorder.reload()  # the browser was closed and opened again
    expect(recorder.locator("#count")).to_have_text("已记10张（记录10条）")
    record(recorder, "主任2", "副主任1", "委员3")
    expect(recorder.locator("#state")).to_have_text("未同步4条")
    recorder.context.set_offline(False)
    expect(recorder.locator("#state")).to_have_text("已全部同步", timeout=40_000)
    expect(papers).to_have_text("11")
    now = hall.shown()
    assert (now["records"], now["papers"]) == (11, 11)
    assert recorder.locator("#head").inner_text() == now["head"][:8]


def test_a_paper_is_taken_back_and_three_persons_sign(
    hall: Hall, deployed: Servers, recorder: Page, signed_in: Callable[..., BrowserContext]
) -> None:
    record(recorder, "主任1", "主任2", "副主任1", "委员1")
    recorder.get_by_role("button", name="撤回").first.click()
    record(recorder, "主任1", "副主任1", "委员1")
    expect(recorder.locator("#count")).to_have_text("已记1张（记录3条）")
    expect(recorder.locator("#state")).to_have_text("已全部同步")
    keep_picture(recorder, "recorder-390")
    for role, words in zip(ROLES, ("唱票人", "计票人", "监票人"), strict=True):
        page = signed_in(role, 1280).new_page()
        page.goto(f"{deployed.web}/desk/elections/{hall.election}/callouts")
        keep_picture(page, f"desk-{role}-1280")
        page.get_by_role("link", name="在唱票记录上签字").click()
        page.get_by_label("签字身份").select_option(label=words)
        page.get_by_role("button", name="签字").click()
        expect(page.get_by_role("status").first).to_contain_text("已办理")
    assert (hall.shown()["state"], hall.shown()["papers"]) == ("signed", 1)
    recorder.reload()
    expect(recorder.locator("main")).to_contain_text("已签字")


def test_an_empty_paper_is_asked_about_and_too_many_names_are_told(recorder: Page) -> None:
    recorder.get_by_role("button", name="记下这张").click()
    expect(recorder.locator("#fault")).to_contain_text("没有选任何人")
    recorder.get_by_role("button", name="主任1", exact=True).click()
    recorder.get_by_role("button", name="主任2", exact=True).click()
    expect(recorder.locator("fieldset").first.get_by_role("status")).to_contain_text("已选2人")


def test_the_keyboard_records_as_well(recorder: Page) -> None:
    recorder.keyboard.press("1")
    recorder.keyboard.press("Enter")
    expect(recorder.locator("#count")).to_have_text("已记1张（记录1条）")
    expect(recorder.locator("#recent")).to_contain_text("主任1")


def test_a_second_window_does_not_record_the_same_callout(recorder: Page) -> None:
    second = recorder.context.new_page()
    second.goto(recorder.url)
    expect(second.locator("#stopped")).to_contain_text("另一个窗口")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_hall_reads_the_board_without_a_script(browser: Browser, hall: Hall, deployed: Servers, width: int) -> None:
    for _ in range(8):
        hall.call()
    context = browser.new_context(viewport={"width": width, "height": 844}, locale="zh-CN", java_script_enabled=False)
    for query, name in (("", "plain"), ("?hall=1", "hall"), ("?lang=en", "english")):
        page = context.new_page()  # one that is there already loads itself again, perhaps right now
        page.goto(f"{deployed.web}/elections/{hall.election}/live{query}")
        for box in (each.bounding_box() for each in page.locator("main *").all()):
            assert box is None or box["x"] + box["width"] <= width + 1
        keep_picture(page, f"live-{name}-{width}")
    context.close()


def keep_picture(page: Page, name: str) -> None:
    """For whoever wants to look: SCREENSHOTS=folder make test."""
    if folder := os.environ.get("SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
