"""Ways to tell many at once by word of mouth (R63): nobody knows who listened, only that it was told."""

from __future__ import annotations

from datetime import datetime

from shared.errors import FieldError, Invalid
from shared.worded import Worded


class AiringWay(Worded):
    LOUDSPEAKER = "loudspeaker", "广播"
    TV = "tv", "电视字幕"
    CLASS = "class", "市民学校"


def check_moment(at: datetime, *, now: datetime) -> None:
    """Raises Invalid."""
    if at > now:
        fault = FieldError("at", "in_the_future", "这里记录已经播过、讲过的，时间不能在将来。")
        raise Invalid("airing_invalid", "播讲记录有误，请按提示修改。", fields=[fault])
