"""Ways to tell many at once by word of mouth (R63): nobody knows who listened, only that it was told."""

from __future__ import annotations

from datetime import datetime

from shared.clock import civil_date
from shared.errors import FieldError, Invalid
from shared.worded import Worded


class AiringWay(Worded):
    LOUDSPEAKER = "loudspeaker", "广播"
    TV = "tv", "电视字幕"
    CLASS = "class", "市民学校"


def check_moment(at: datetime, *, published_at: datetime, now: datetime) -> None:
    """Raises Invalid. On the day of its publication a notice may be told aloud before it is put up."""
    published_on = civil_date(published_at)
    if at > now:
        raise _wrong("in_the_future", "这里记录已经播过、讲过的，时间不能在将来。")
    if civil_date(at) < published_on:
        raise _wrong("before_publishing", "公告{day}才公布，播讲不能早于这一天。", day=published_on.isoformat())


def _wrong(code: str, message: str, **facts: str) -> Invalid:
    return Invalid("airing_invalid", "播讲记录有误，请按提示修改。", fields=[FieldError("at", code, message, facts)])
