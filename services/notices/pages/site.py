"""The frame of a community's website: its parts, and where the community lies.

A page of a community renders with `**site(session, code)` and a template that extends `site.html`.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TypedDict

from flask import current_app
from sqlalchemy.orm import Session

from services.notices.store import areas
from services.notices.store.tables import Area


class Part(StrEnum):
    """What a website consists of, in the order of its navigation. The value is the endpoint of the part's first page,
    which takes the community's `code`; a part whose page is not there is not offered."""

    BOARD = "pages.board"
    NEWS = "archive_pages.news"
    DEEDS = "deeds_pages.index"
    ACTIVITIES = "activities_pages.index"
    CALENDAR = "calendar_pages.index"
    DISCLOSURES = "disclosures_pages.index"
    ASK = "ask_pages.index"
    CONSULTATIONS = "consultations_pages.index"
    SURVEYS = "surveys_pages.index"
    PROMISES = "promises_pages.index"
    MARK = "marks_pages.index"
    PERIODICAL = "periodical_pages.index"
    LIBRARY = "library_pages.index"

    @property
    def zh(self) -> str:
        return {
            "BOARD": "公告栏",
            "NEWS": "新闻",
            "DEEDS": "好人好事",
            "ACTIVITIES": "活动",
            "CALENDAR": "日历",
            "DISCLOSURES": "居务公开",
            "ASK": "问居委会",
            "CONSULTATIONS": "征求意见",
            "SURVEYS": "问卷",
            "PROMISES": "承诺",
            "MARK": "社区标志",
            "PERIODICAL": "社区报",
            "LIBRARY": "权利与办事",
        }[self.name]


class Site(TypedDict):
    """What `site.html` needs."""

    area: Area
    above: Sequence[Area]


def site(session: Session, code: str) -> Site:
    """Raises NotFound for an area that is not registered."""
    *above, own = areas.with_those_above(session, code)
    return {"area": own, "above": above}


def parts() -> list[Part]:
    """Those of this installation. A global of the templates."""
    return [part for part in Part if part in current_app.view_functions]
