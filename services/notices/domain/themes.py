"""Themes of what a community tells its residents (R67): that it is theirs, not only what is asked of them."""

from __future__ import annotations

from services.notices.domain.delivery.campaign import check_notice
from services.notices.domain.notice import State
from shared.errors import Conflict
from shared.worded import Worded


class Subject(Worded):
    OWNERS = "owners", "居民是社区的主人"
    MUTUAL_HELP = "mutual_help", "守望相助"
    SELF_GOVERNMENT = "self_government", "居委会是群众性自治组织"
    OTHER = "other", "其他"


def must_fit(theme_area: str, notice_area: str, state: State) -> None:
    """Raises Conflict."""
    if theme_area != notice_area:
        raise Conflict("notice_elsewhere", "这条公告不是本社区的。")
    check_notice(state)
