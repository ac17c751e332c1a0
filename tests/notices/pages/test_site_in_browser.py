"""Every public page in Chromium: held against the rules of axe (WCAG 2.2 AA), at the widths of a phone and of a desk.

Pages of a community are found in the application itself: a new one is tried as soon as it is there. Pages of single
things stand in `things`, since something has to be there first.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from services.notices.workflows.disclosures import open_disclosures
from shared import clock
from tests.browser import browser as browser  # noqa: PLC0414 - a fixture
from tests.conftest import COMMUNITY, DISTRICT
from tests.events import Publisher
from tests.notices.activities import planned
from tests.notices.api.test_consultations import entries, meeting, say, show
from tests.notices.api.test_consultations import opened as consulted
from tests.notices.asking import answered, asked
from tests.notices.conftest import published, sample
from tests.notices.pages.test_disclosures import late
from tests.notices.surveys import answer_own, opened, residents, survey_step
from tests.office import Office

pytestmark = pytest.mark.browser

COMMUNITY_CODE = "<string(length=12):code>"
NO_PAGES = (".ics", ".xml", "feed.<any(atom, rss, json):form>")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SEEN = ((390, "zh-CN", "light"), (1280, "en", "dark"))


@dataclass(frozen=True)
class Site:
    address: str
    paths: tuple[str, ...]


@pytest.fixture
def site(app: Flask, office: Office, publisher: Publisher) -> Iterator[Site]:
    """A community in which something of everything is going on."""
    paths = (*of_communities(app), *things(office, publisher))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}", paths)
    server.shutdown()
    thread.join()
    server.server_close()


def of_communities(app: Flask) -> list[str]:
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set())]
    pages = [each.rule for each in rules if each.arguments == {"code"} and COMMUNITY_CODE in each.rule]
    return [
        "/",
        *(
            page.replace(COMMUNITY_CODE, COMMUNITY)
            for page in pages
            if not page.endswith(NO_PAGES) and not page.startswith(("/desk", "/api"))
        ),
    ]


def things(office: Office, publisher: Publisher) -> list[str]:
    for kind, title in (("emergency", "停气抢修"), ("news", "楼道装上扶手"), ("good_deeds", "邻居救起落水老人")):
        published(
            office,
            kind=kind,
            title=title,
            body="**今天**上午。\n\n- 一\n- 二\n\n| 项 | 元 |\n|---|---|\n| 扶手 | 900 |",
        )
    notice = published(office, title="一季度收支", title_en="First quarter", body_en="Income **1200**.")
    published(office, area=DISTRICT, kind="announcement", title="全区停水")
    data, subject = sample("elections.election_announced.v1")
    ahead = {**data, "polling_day": clock.today() + timedelta(days=20)}
    publisher.tell("elections.election_announced.v1", ahead, subject=subject)
    open_disclosures()
    late(4)
    complaint = {"area": COMMUNITY, "kind": "untrue", "text": "收支数字对不上"}
    receipt = office.client.post("/api/v1/disclosure-complaints", json=complaint).json["code"]
    activity, survey, suggestion = planned(office), opened(office), asked(office)
    consultation, over = discussed(office), finished(office)
    assert answered(office, suggestion).status_code == 200
    issue = office.post("/periodicals", {"area": COMMUNITY, "month": clock.today().isoformat()}, subject="editor").json
    office.post(f"/periodicals/{issue['id']}/steps", {"step": "publish"}, subject="approver")
    return [
        f"/boards/{DISTRICT}",
        f"/boards/{COMMUNITY}/search?q=停",
        f"/notices/{notice['id']}",
        f"/periodicals/{issue['id']}",
        f"/activities/{activity['id']}",
        f"/surveys/{survey['id']}",
        f"/surveys/{over['id']}",
        f"/consultations/{consultation['id']}",
        f"/boards/{COMMUNITY}/rights/recall",
        f"/suggestions/{suggestion['id']}",
        f"/disclosure-complaints/{receipt}",
        "/?name=步埠",
    ]


def discussed(office: Office) -> dict[str, Any]:
    """A consultation with a comment, a proposal and a meeting."""
    made = consulted(office)
    for kind in ("comment", "proposal"):
        say(office, made, "一楼不分摊", kind=kind)
    for each in entries(office, made):
        show(office, each)
    residents(1)
    people = [{"name": "王芳", "capacity": "resident", "came": True, "number": "1"}]
    scopes = ("notices:answer", "notices:read")
    assert (
        office.post(f"/consultations/{made['id']}/meetings", meeting(people=people), scopes=scopes).status_code == 201
    )
    return made


def finished(office: Office) -> dict[str, Any]:
    """A survey with results of one kind of residents."""
    made = opened(office, audience="residents")
    for each in residents(12, kinds=["elderly"]):
        answer_own(office, made, each, content=4, way="phone")
    return survey_step(office, made, "close").json


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    contexts = []

    def make(width: int, language: str, *, scheme: str = "light", scripts: bool = True) -> Page:
        seen: Any = {"viewport": {"width": width, "height": 844}, "locale": language, "color_scheme": scheme}
        contexts.append(browser.new_context(java_script_enabled=scripts, **seen))
        return contexts[-1].new_page()

    yield make
    for each in contexts:
        each.close()


@pytest.mark.parametrize(("width", "language", "scheme"), SEEN)
def test_every_page_keeps_the_rules_of_accessibility(
    site: Site, open_page: Callable[..., Page], width: int, language: str, scheme: str
) -> None:
    page, found = open_page(width, language, scheme=scheme), []
    for path in site.paths:
        answer = page.goto(site.address + path)
        assert answer is not None
        assert answer.status == 200, path
        violations = Axe().run(page, options=RULES).response["violations"]
        found += [
            (path, each["id"], node["html"], node["failureSummary"]) for each in violations for node in each["nodes"]
        ]
    assert found == []


@pytest.mark.parametrize(("width", "language"), [(390, "en"), (1280, "zh-CN")])
def test_every_page_works_without_scripts_and_fits_its_width(
    site: Site, open_page: Callable[..., Page], width: int, language: str
) -> None:
    page = open_page(width, language, scripts=False)
    for path in site.paths:
        page.goto(site.address + path)
        assert page.locator("h1").count() == 1, path
        keep_picture(page, f"{path.strip('/').replace('/', '-') or 'home'}-{language}-{width}")
        widest = max(box["x"] + box["width"] for each in page.locator("main > *").all() if (box := each.bounding_box()))
        assert widest <= width + 1, path


def keep_picture(page: Page, name: str) -> None:
    """For whoever wants to look: SCREENSHOTS=folder make test."""
    if folder := os.environ.get("SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
