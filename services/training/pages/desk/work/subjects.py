"""The desk's subjects in the order in which an office meets them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.training.pages.desk.work import (
    awards,
    cadre,
    catalogue,
    goals,
    joint_meetings,
    merits,
    oversight,
    pay,
    people,
    pool,
    registers,
    sessions,
)
from services.training.pages.desk.work.pages import OnePage
from shared.errors import NotFound
from shared.web.desk.actions import Action
from shared.web.desk.parts import Section

GROUPS: Sequence[tuple[str, Sequence[Section]]] = (
    ("干部", (*people.SECTIONS, *pool.SECTIONS)),
    ("培训", (*sessions.SECTIONS, *catalogue.SECTIONS)),
    ("考核和奖励", (*goals.SECTIONS, *merits.SECTIONS, *awards.SECTIONS)),
    ("待遇", pay.SECTIONS),
    ("管理和监督", (*joint_meetings.SECTIONS, *registers.SECTIONS, *oversight.SECTIONS)),
)

SECTIONS: Sequence[Section] = [section for _, group in GROUPS for section in group]

_PAGES: Mapping[str, OnePage] = {
    page.section.code: page
    for subject in (cadre, pool, sessions, goals, awards, joint_meetings, oversight)
    for page in subject.PAGES
}

ACTIONS: Sequence[Action] = (
    *people.ACTIONS,
    *cadre.ACTIONS,
    *pool.ACTIONS,
    *sessions.ACTIONS,
    *catalogue.ACTIONS,
    *goals.ACTIONS,
    *merits.ACTIONS,
    *awards.ACTIONS,
    *pay.ACTIONS,
    *joint_meetings.ACTIONS,
    *registers.ACTIONS,
    *oversight.ACTIONS,
)


def by_code(code: str) -> Section:
    """Raises NotFound."""
    found = next((each for each in SECTIONS if each.code == code), None)
    if found is None:
        raise NotFound("section_not_found", "没有这项工作。")
    return found


def page_of_one(code: str) -> OnePage:
    """Raises NotFound."""
    if code not in _PAGES:
        raise NotFound("section_not_found", "没有这项工作。")
    return _PAGES[code]
