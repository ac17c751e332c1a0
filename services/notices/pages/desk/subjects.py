"""The desk's subjects: the tasks that are shown, what can be done in each, and what is due in it.

A subject is a module with `SECTIONS`, `ACTIONS` and, where something can be due, `DUES`.
"""

from __future__ import annotations

from collections.abc import Sequence

from services.notices.pages.desk import (
    activities,
    campaigns,
    consultations,
    coverage,
    deeds,
    disclosures,
    display,
    employers,
    figures,
    local_rules,
    marks,
    notices,
    periodicals,
    providers,
    residents,
    suggestions,
    surveys,
    themes,
)
from services.notices.pages.desk.dues import Due
from shared.errors import NotFound
from shared.web.desk.actions import Action
from shared.web.desk.parts import Section

GROUPS: Sequence[tuple[str, Sequence[Section]]] = (
    (
        "公告",
        (
            *notices.SECTIONS,
            *campaigns.SECTIONS,
            *coverage.SECTIONS,
            *themes.SECTIONS,
            *figures.SECTIONS,
            *providers.SECTIONS,
        ),
    ),
    ("居民", (*residents.SECTIONS, *employers.SECTIONS)),
    ("居务公开", (*disclosures.SECTIONS, *display.SECTIONS)),
    ("建议和活动", (*suggestions.SECTIONS, *activities.SECTIONS, *deeds.SECTIONS)),
    ("协商和调查", (*consultations.SECTIONS, *surveys.SECTIONS, *marks.SECTIONS, *local_rules.SECTIONS)),
    ("社区网站", periodicals.SECTIONS),
)
"""What a community's page offers, in groups."""

ACTIONS: Sequence[Action] = (
    *notices.ACTIONS,
    *residents.ACTIONS,
    *employers.ACTIONS,
    *campaigns.ACTIONS,
    *coverage.ACTIONS,
    *themes.ACTIONS,
    *periodicals.ACTIONS,
    *disclosures.ACTIONS,
    *display.ACTIONS,
    *consultations.ACTIONS,
    *surveys.ACTIONS,
    *marks.ACTIONS,
    *local_rules.ACTIONS,
    *suggestions.ACTIONS,
    *activities.ACTIONS,
    *deeds.ACTIONS,
)

DUES: Sequence[Due] = (
    *suggestions.DUES,
    *activities.DUES,
    *deeds.DUES,
    *disclosures.DUES,
    *consultations.DUES,
    *notices.DUES,
    *residents.DUES,
    *periodicals.DUES,
)
"""What the first page looks for, the most urgent first."""


def by_code(code: str) -> Section:
    """Raises NotFound."""
    found = next((each for _, sections in GROUPS for each in sections if each.code == code), None)
    if found is None:
        raise NotFound("section_not_found", "没有这项工作。")
    return found
