"""What a notice becomes as a message."""

from __future__ import annotations

from dataclasses import dataclass

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
