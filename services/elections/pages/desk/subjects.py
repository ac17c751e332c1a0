"""The desk's subjects in the order of an election: the tasks that are shown, and what can be done in each."""

from __future__ import annotations

from services.elections.pages.desk import (
    aftermath,
    appraisals,
    callouts,
    candidates,
    election_committee,
    elections,
    introductions,
    meetings,
    members,
    polling,
    proxies,
    recalls,
    register,
    relatives,
    results,
    rolls,
    selections,
    sheets,
    timetables,
)
from shared.errors import NotFound
from shared.web.desk.actions import Action
from shared.web.desk.parts import Section

PHASES: tuple[tuple[str, tuple[Section, ...]], ...] = (
    ("筹备", (*timetables.SECTIONS, *election_committee.SECTIONS, *elections.SECTIONS)),
    ("选民", rolls.SECTIONS),
    ("候选人", (*relatives.SECTIONS, *candidates.SECTIONS, *introductions.SECTIONS)),
    ("投票", (*proxies.SECTIONS, *polling.SECTIONS, *register.SECTIONS)),
    ("计票", (*callouts.SECTIONS, *sheets.SECTIONS)),
    ("结果", (*results.SECTIONS, *aftermath.SECTIONS)),
)
"""The work on an election, from what comes first to what comes last."""

SECTIONS: tuple[Section, ...] = tuple(section for _, sections in PHASES for section in sections)

OF_A_COMMUNITY: tuple[Section, ...] = (
    *members.SECTIONS,
    *recalls.SECTIONS,
    *meetings.SECTIONS,
    *appraisals.SECTIONS,
    *selections.SECTIONS,
)
"""What is not about an election: on the community's page."""

ACTIONS: tuple[Action, ...] = (
    *elections.ACTIONS,
    *timetables.ACTIONS,
    *rolls.ACTIONS,
    *election_committee.ACTIONS,
    *relatives.ACTIONS,
    *candidates.ACTIONS,
    *introductions.ACTIONS,
    *proxies.ACTIONS,
    *polling.ACTIONS,
    *register.ACTIONS,
    *callouts.ACTIONS,
    *sheets.ACTIONS,
    *results.ACTIONS,
    *members.ACTIONS,
    *recalls.ACTIONS,
    *meetings.ACTIONS,
    *appraisals.ACTIONS,
    *selections.ACTIONS,
    *aftermath.ACTIONS,
)


def by_code(code: str) -> Section:
    """Raises NotFound."""
    found = next((section for section in (*SECTIONS, *OF_A_COMMUNITY) if section.code == code), None)
    if found is None:
        raise NotFound("section_not_found", "没有找到您要的内容。")
    return found
