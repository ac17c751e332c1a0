"""How a notice is put right whose activity was moved or cancelled: a note above the text, in each of its languages.

The text itself stays: where in it time and place stand no rule can tell, and the note says what holds. A later note
takes the place of an earlier one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from services.notices.domain.wording import Text, one_line, plain
from shared.clock import CIVIL_ZONE

_LONGEST_REASON = 200
_LONGEST_TITLE = 200
_MOVED = ("活动有变动", "Activity changed")
_CANCELLED = ("活动取消", "Activity cancelled")
_NOTE = re.compile(rf"\A> \*\*(?:{'|'.join((*_MOVED, *_CANCELLED))})\*\*[^\n]*\n\n")


@dataclass(frozen=True, slots=True)
class Held:
    """When and where an activity is held now; `cancelled` is why it is not."""

    starts_at: datetime
    ends_at: datetime
    venue: str
    cancelled: str | None = None


def corrected(words: Text, held: Held) -> Text:
    """The notice's words with the note above them. An English body gets an English note."""
    body = _noted(words.body, _note_zh(held))
    body_en = None if words.body_en is None else _noted(words.body_en, _note_en(held))
    changed = replace(words, body=body, body_en=body_en)
    if held.cancelled is None:
        return changed
    title_en = words.title_en and _titled("Cancelled: ", words.title_en)
    return replace(changed, title=_titled("【取消】", words.title), title_en=title_en)


def reason_told(held: Held) -> str:
    """What stands beside the amended text."""
    reason = _MOVED[0] if held.cancelled is None else f"{_CANCELLED[0]}：{one_line(held.cancelled)}"
    return reason[:_LONGEST_REASON]


def _noted(body: str, note: str) -> str:
    return f"> {note}\n\n{_NOTE.sub('', body)}"


def _titled(prefix: str, title: str) -> str:
    return title if title.startswith(prefix) else f"{prefix}{title}"[:_LONGEST_TITLE]


def _note_zh(held: Held) -> str:
    start, end = (moment.astimezone(CIVIL_ZONE) for moment in (held.starts_at, held.ends_at))
    day = f"{start.year}年{start.month}月{start.day}日"
    if held.cancelled is not None:
        return f"**{_CANCELLED[0]}**：原定{day}的活动取消。原因：{plain(one_line(held.cancelled))}"
    until = f"{end:%H:%M}" if end.date() == start.date() else f"{end.year}年{end.month}月{end.day}日{end:%H:%M}"
    now = f"现在的时间是{day}{start:%H:%M}至{until}，地点是{plain(held.venue)}"
    return f"**{_MOVED[0]}**：{now}。以下文字与此不同的，以此为准。"


def _note_en(held: Held) -> str:
    start, end = (moment.astimezone(CIVIL_ZONE) for moment in (held.starts_at, held.ends_at))
    day = f"{start.day} {start:%B %Y}"
    if held.cancelled is not None:
        return f"**{_CANCELLED[1]}**: it does not take place on {day}. Reason: {plain(one_line(held.cancelled))}"
    until = f"{end:%H:%M}" if end.date() == start.date() else f"{end.day} {end:%B %Y}, {end:%H:%M}"
    now = f"now {day}, {start:%H:%M} to {until}; place: {plain(held.venue)}"
    return f"**{_MOVED[1]}**: {now}. This holds where the text below differs."
