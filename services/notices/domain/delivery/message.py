"""What a notice becomes as a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from services.notices.domain.markdown import to_html, to_lines


@dataclass(frozen=True, slots=True)
class Worded:
    """A notice in one language, as a message says it."""

    title: str
    text: str
    html: str


def worded(title: str, body: str) -> Worded:
    """`body` is Markdown. A title is one line, whatever stands in it: it becomes the subject of an e-mail."""
    return Worded(title=" ".join(title.split()), text="\n\n".join(to_lines(body)), html=to_html(body))


_TITLES = {"zh": "{count}条新通知：{first}", "en": "{count} new notices: {first}"}


def digest(parts: Sequence[tuple[Worded, str]], language: str) -> Worded:
    """Several notices in one message, each with its page's address."""
    titles = _TITLES[language].format(count=len(parts), first=parts[0][0].title)
    text = "\n\n\n".join(f"{words.title}\n\n{words.text}\n\n{page}" for words, page in parts)
    heads = (f'<h2><a href="{escape(page)}">{escape(words.title)}</a></h2>' for words, page in parts)
    html = "<hr>".join(head + words.html for head, (words, _) in zip(heads, parts, strict=True))
    return Worded(titles, text, html)
