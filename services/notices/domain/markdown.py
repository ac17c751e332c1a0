"""Bodies of notices: Markdown to HTML that can do no harm."""

from __future__ import annotations

from collections.abc import Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

_TAGS = {
    "p",
    "br",
    "strong",
    "em",
    "ul",
    "ol",
    "li",
    "h2",
    "h3",
    "blockquote",
    "a",
    "hr",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
_ATTRIBUTES = {"a": {"href"}}
_SCHEMES = {"http", "https", "mailto", "tel"}

_parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")


def tokens(markdown: str) -> Sequence[Token]:
    """What the text is made of, in its order."""
    return _parser.parse(markdown)


def to_html(markdown: str) -> str:
    """Only the tags above, links to ordinary addresses only, nothing that runs. Headings start at h2."""
    html = _parser.render(markdown).replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="nofollow noopener")


def to_text(markdown: str) -> str:
    """The words alone, in one line: for excerpts and for what a search found."""
    inline = (token.children or [] for token in _parser.parse(markdown) if token.type == "inline")
    lines = ("".join(child.content or " " * child.type.endswith("break") for child in each) for each in inline)
    return " ".join(" ".join(lines).split())


def to_lines(markdown: str) -> list[str]:
    """The words alone, each paragraph, heading or item of a list as a line: for who reads no HTML."""
    blocks = (token.children or [] for token in _parser.parse(markdown) if token.type == "inline")
    return ["".join("\n" if part.type.endswith("break") else part.content for part in block) for block in blocks]
