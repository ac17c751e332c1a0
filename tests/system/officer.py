"""A person at the desk in a real browser: finds things by the words on the page, clicks and types."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from playwright.sync_api import Browser, Locator, Page, expect

_PATIENCE = 60_000  # ms that a page or heavy work may take on a busy machine
_FILE = "text/csv"


class Officer:
    """Signs in with an access code, as everybody does."""

    def __init__(self, browser: Browser, address: str, code: str, *, width: int = 1280) -> None:
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN", accept_downloads=True)
        context.set_default_timeout(_PATIENCE)
        self.page: Page = context.new_page()
        self.page.goto(f"{address}/desk/")
        self.fill({"登录码": code})
        self.press("登录")

    def follow(self, *links: str) -> None:
        for name in links:
            self.page.get_by_role("link", name=name, exact=True).first.click()

    def in_row(self, name: str, link: str) -> None:
        self.page.get_by_role("row", name=re.compile(f"^{re.escape(name)}")).get_by_role("link", name=link).click()

    def fill(self, typed: Mapping[str, str]) -> None:
        """By label; in a form with lines, the first."""
        for label, value in typed.items():
            _enter(self._labelled(label).first, value)

    def fill_lines(self, labels: Sequence[str], lines: Sequence[Sequence[str]], *, start: int = 0) -> None:
        for place, line in enumerate(lines, start):
            for label, value in zip(labels, line, strict=True):
                _enter(self._labelled(label).nth(place), value)

    def choose_file(self, content: str) -> None:
        file = {"name": "file.csv", "mimeType": _FILE, "buffer": content.encode()}
        self.page.get_by_label("文件", exact=True).set_input_files(files=[file])

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).first.click()

    def do(self, link: str, typed: Mapping[str, str], button: str) -> None:
        """An action with its form, done when the page says so."""
        self.follow(link)
        self.fill(typed)
        self.press(button)
        self.sees(f"已办理：{link.removeprefix('办理：')}")

    def sees(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text, timeout=_PATIENCE)

    def waits_for(self, link: str) -> None:
        """Until the page, which looks again by itself, offers it."""
        expect(self.page.get_by_role("link", name=link, exact=True).first).to_be_visible(timeout=_PATIENCE)

    def _labelled(self, label: str) -> Locator:
        return self.page.get_by_label(re.compile(rf"^{re.escape(label)}(\s*（可不填）)?$"))


def _enter(field: Locator, value: str) -> None:
    if field.evaluate("field => field.tagName") == "SELECT":
        field.select_option(label=value)
    else:
        field.fill(value)
