"""The frame of a community's website: its parts, and where the community lies.

A page of a community renders with `**site(session, code)` and a template that extends `site.html`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from flask import current_app
from sqlalchemy.orm import Session

from services.notices.store import areas
from services.notices.store.tables import Area
from shared.worded import Worded


class Part(Worded):
    """What a website consists of, in the order of its navigation. The value is the endpoint of the part's first page,
    which takes the community's `code`; a part whose page is not there is not offered."""

    BOARD = "pages.board", "公告栏"
    NEWS = "archive_pages.news", "新闻"
    DEEDS = "deeds_pages.index", "好人好事"
    ACTIVITIES = "activities_pages.index", "活动"
    CALENDAR = "calendar_pages.index", "日历"
    DISCLOSURES = "disclosures_pages.index", "居务公开"
    ASK = "ask_pages.index", "问居委会"
    CONSULTATIONS = "consultations_pages.index", "征求意见"
    SURVEYS = "surveys_pages.index", "问卷"
    PROMISES = "promises_pages.index", "承诺"
    FIGURES = "figures_pages.index", "公开的数字"
    MARK = "marks_pages.index", "社区标志"
    PERIODICAL = "periodical_pages.index", "社区报"
    LIBRARY = "library_pages.index", "权利与办事"


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
