from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notices.domain.markdown import to_html

HOSTILE = [
    "<script>alert(1)</script>",
    "[点我](javascript:alert(1))",
    '<img src=x onerror="alert(1)">',
    "![图](https://example.org/track.png)",
    "<svg onload=alert(1)>",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    '<a href="https://example.org" style="position:fixed" onclick="x()">a</a>',
    "<iframe src=//example.org></iframe>",
]


class Elements(HTMLParser):
    """The tags and attributes of a piece of HTML: text that only looks like them is harmless."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs


def assert_harmless(html: str) -> None:
    found = Elements(html)
    assert found.tags.isdisjoint({"script", "img", "svg", "iframe", "style", "form"})
    assert {name for name, _ in found.attributes} <= {"href", "rel"}
    links = [value or "" for name, value in found.attributes if name == "href"]
    assert not any(link.lower().startswith(("javascript:", "data:", "vbscript:")) for link in links)


@pytest.mark.parametrize("body", HOSTILE)
def test_what_could_do_harm_does_not_come_through(body: str) -> None:
    assert_harmless(to_html(body))


@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(HOSTILE), max_size=3).map("".join)))
def test_no_text_makes_a_script_or_an_event_handler(body: str) -> None:
    assert_harmless(to_html(body))


def test_ordinary_markdown_becomes_html() -> None:
    html = to_html("# 题\n\n- **一**\n\n[居委会](https://example.org)\n\n|甲|乙|\n|-|-|\n|1|2|")
    assert "<h2>题</h2>" in html
    assert "<strong>一</strong>" in html
    assert 'rel="nofollow noopener"' in html
    assert "<td>1</td>" in html
