"""A person at the desk: fills in forms and presses their buttons, as a browser does without scripts."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shared.web.desk.pages import Desk
from tests.conftest import DISTRICT

_LINK = re.compile(r'<a href="([^"]+)"[^>]*>([^<]+)</a>')
_TAG = re.compile(r"<script.*?</script>|<[^>]+>", re.DOTALL)
_IDENTIFIER = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


_LONGEST_ADDRESS = 2_000  # characters: servers on the way refuse from some thousands on
NOBODY = "01890000-0000-7000-8000-000000000000"


def assert_no_form_fails_for_what_its_address_names(app: Flask, clerk: DeskClerk) -> None:
    """Neither for want of a thing, nor for one that cannot be, nor for one that is not there."""
    (desk,) = (each for each in app.blueprints.values() if isinstance(each, Desk))
    rules = {rule.endpoint: rule.arguments for rule in app.url_map.iter_rules()}
    for code, action in desk.actions.items():
        named = {*rules[action.endpoint], "area"}
        nobody = {f"id.{name}": NOBODY if name.endswith("_id") else "nothing" for name in named}
        for ids in ({}, dict.fromkeys(nobody, "?"), nobody):
            shown = clerk.client.get(f"/desk/do/{code}", query_string=ids)
            sent = clerk.post(f"/desk/do/{code}", ids)
            assert max(shown.status_code, sent.status_code) < 500, (code, ids)


class _Inputs(HTMLParser):
    """The names of a form's inputs with their values: of a choice what is selected, of ticks each on its own line."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._last = ""
        self._writing = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag in {"input", "select", "textarea"} and found.get("name"):
            self._last = str(found["name"])
            if found.get("type") != "checkbox":
                self.values[self._last] = found.get("value") or ""
            else:
                self._tick(found.get("value") or "", ticked="checked" in found)
        if tag == "option" and "selected" in found:
            self.values[self._last] = found["value"] or ""
        self._writing = tag == "textarea"

    def _tick(self, value: str, *, ticked: bool) -> None:
        before = self.values.setdefault(self._last, "")
        if ticked:
            self.values[self._last] = f"{before}\n{value}".strip()

    def handle_data(self, data: str) -> None:
        if self._writing:
            self.values[self._last] += data

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - as the parser calls it
        self._writing = False


class DeskClerk:
    def __init__(self, client: FlaskClient, token: Callable[..., str], subject: str, scopes: tuple[str, ...]) -> None:
        self.client = client
        code = token(*scopes, area=DISTRICT, subject=subject)
        entered = self.post("/desk/sign-in", {"code": code})
        assert entered.status_code == 303, entered.get_data(as_text=True)

    def get(self, path: str) -> str:
        """The page, on which a person never reads an identifier and no address is too long to be followed."""
        self.answer = self.client.get(path, headers={"Accept": "text/html"})
        page = self.answer.get_data(as_text=True)
        assert not _IDENTIFIER.search(_TAG.sub(" ", page)), path
        assert [address for address in self.links(page).values() if len(address) > _LONGEST_ADDRESS] == []
        return page

    def post(self, path: str, form: dict[str, Any], **headers: str) -> TestResponse:
        return self.client.post(path, data=form, headers={"Sec-Fetch-Site": "same-origin", **headers})

    def links(self, page: str) -> dict[str, str]:
        """Addresses by the words of the link."""
        return {unescape(words).strip(): unescape(address) for address, words in _LINK.findall(page)}

    def do(self, page: str, link: str, **typed: Any) -> TestResponse:
        """Follows a link of the page to a form, fills it in and sends it; names use `__` for the dots of paths."""
        return self.fill(self.links(self.get(page))[link], **typed)

    def do_with(self, page: str, part: str, **typed: Any) -> TestResponse:
        """As `do`, with the one link whose address has that part: lists have a link of the same words on each line."""
        (address,) = {unescape(address) for address, _ in _LINK.findall(self.get(page)) if part in address}
        return self.fill(address, **typed)

    def form(self, address: str) -> dict[str, str]:
        """What the form begins with."""
        return self.inputs(self.get(address))

    @staticmethod
    def inputs(page: str) -> dict[str, str]:
        """The values that a page's inputs hold, by their names."""
        form = _Inputs()
        form.feed(page)
        return form.values

    def fill(self, address: str, **typed: Any) -> TestResponse:
        begun = self.form(address)
        files = {name: (io.BytesIO(value), "f.csv") for name, value in typed.items() if isinstance(value, bytes)}
        values = {name.replace("__", "."): value for name, value in typed.items() if name not in files}
        unknown = values.keys() - begun.keys()
        assert not unknown, unknown
        return self.post(address, {**begun, **values, **files})
