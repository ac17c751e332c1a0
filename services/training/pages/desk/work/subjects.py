"""The desk's subjects in the order in which an office meets them."""

from __future__ import annotations

from collections.abc import Sequence

from services.training.pages.desk.work import catalogue, oversight, people, sessions
from shared.errors import NotFound
from shared.web.desk.actions import Action
from shared.web.desk.parts import Section

SECTIONS: Sequence[Section] = (
    *people.SECTIONS,
    *sessions.SECTIONS,
    *catalogue.SECTIONS,
    *oversight.SECTIONS,
)

ACTIONS: Sequence[Action] = (*people.ACTIONS, *sessions.ACTIONS, *catalogue.ACTIONS, *oversight.ACTIONS)


def by_code(code: str) -> Section:
    """Raises NotFound."""
    found = next((each for each in SECTIONS if each.code == code), None)
    if found is None:
        raise NotFound("section_not_found", "没有这项工作。")
    return found
