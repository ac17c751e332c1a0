"""Employers in the community: whom of theirs the committee may write to (R17)."""

from __future__ import annotations

from datetime import datetime

from shared import areas
from shared.errors import Conflict


def must_have_agreed(consent_at: datetime | None) -> None:
    """Raises Conflict."""
    if consent_at is None:
        raise Conflict("liaison_not_agreed", "联系人还没有同意接收通知，请先征得同意并登记。")


def must_hang_there(notice_area: str, employer_area: str) -> None:
    """Raises Conflict: what does not concern the employer's community is none of its residents' business."""
    if not areas.reaches(notice_area, employer_area):
        raise Conflict("notice_elsewhere", "这条公告不是这个单位所在社区的。")


def must_be_new(*, told: bool) -> None:
    """Raises Conflict: who is asked twice stops reading."""
    if told:
        raise Conflict("liaison_told", "这条公告已经请这个单位的联系人转告过。")
