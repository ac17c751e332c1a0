"""Boards, and what may hang on them."""

from __future__ import annotations

from datetime import date

from services.notices.domain import attachments
from services.notices.domain.notice import State
from shared import areas
from shared.errors import Conflict, UnsupportedFile
from shared.worded import Worded


class Visibility(Worded):
    PROMINENT = "prominent", "显眼"
    PASSED_BY = "passed_by", "路过可见"
    HIDDEN = "hidden", "不显眼"


def recognise(content: bytes) -> str:
    """A photo's media type, by its content. Raises TooLarge and UnsupportedFile."""
    kind = attachments.recognise(content)
    if kind not in {attachments.FileKind.JPEG, attachments.FileKind.PNG}:
        raise UnsupportedFile("photo_unreadable", "照片应是JPEG或PNG文件。")
    return kind.value


def may_hang(notice_area: str, state: State, board_area: str, retired_on: date | None) -> None:
    """A published notice of the community, or of an area around it. Raises Conflict."""
    if retired_on is not None:
        raise Conflict("board_retired", "这个宣传栏已经停用。")
    if state is not State.PUBLISHED or not areas.reaches(notice_area, board_area):
        raise Conflict("notice_not_for_board", "只有已公布、并且面向本社区的公告才能张贴。")


def must_hang(removed_on: date | None) -> None:
    if removed_on is not None:
        raise Conflict("removed_already", "这条公告已于{day}取下。", day=removed_on.isoformat())
