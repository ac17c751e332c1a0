"""Questions as a clerk types them, a line for each; what they become is checked as any other definition.

    * 您对居委会满意吗？ / Are you satisfied with the committee? [1-5]
    您怎样知道的？ (公告栏 / Notice board | 手机 / Phone)
    您参加过什么？ [选举 | 居民会议 | 活动]
    家里几口人？ {0-20}
    还有什么话想说？

A star asks for an answer. Brackets at the end say the kind: `[1-5]` a scale, `{0-20}` a number, `(… | …)` one of these,
`[… | …]` any of these, nothing a text. English stands behind ` / `; without it, the Chinese stands for both.
"""

from __future__ import annotations

import re
from typing import Any

_ENDING = re.compile(r"(?P<words>.*?)\s*(?P<ending>\[[^\[\]]*\]|\([^()]*\)|（[^（）]*）|\{[^{}]*\})\s*")
_BOUNDS = re.compile(r"\s*(\d{1,6})\s*[-–—~至]\s*(\d{1,6})\s*")
_BAR = re.compile(r"[|｜]")


def questions_in(text: str) -> list[dict[str, Any]]:
    """The definition; blank lines are passed over."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [_question(number, line) for number, line in enumerate(lines, start=1)]


def _question(number: int, line: str) -> dict[str, Any]:
    required = line.startswith(("*", "＊"))
    line = line.lstrip("*＊").strip()
    found = _ENDING.fullmatch(line)
    kind = _kind(found["ending"]) if found and found["words"] else None
    words = found["words"] if found and kind else line
    return {"code": f"q{number}", "required": required, **_both(words), **(kind or {"kind": "text"})}


def _kind(ending: str) -> dict[str, Any] | None:
    """None for brackets that only belong to the words."""
    opened, inside = ending[0], ending[1:-1]
    bounds = _BOUNDS.fullmatch(inside)
    if bounds and opened in "[{":
        return {"kind": "scale" if opened == "[" else "number", "low": int(bounds[1]), "high": int(bounds[2])}
    choices = [each.strip() for each in _BAR.split(inside)]
    if len(choices) < 2 or opened == "{" or not all(choices):
        return None
    listed = [{"code": f"c{place}", **_both(each)} for place, each in enumerate(choices, start=1)]
    return {"kind": "multiple" if opened == "[" else "single", "choices": listed}


def _both(words: str) -> dict[str, str]:
    zh, _, en = words.partition(" / ")
    return {"zh": zh.strip(), "en": en.strip() or zh.strip()}
