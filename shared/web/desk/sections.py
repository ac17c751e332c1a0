"""A task's page at the desk: what can be done, and tables of what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import g, render_template, request

from shared.web.desk.actions import Action
from shared.web.desk.pages import Desk
from shared.web.desk.parts import Section, Table


@dataclass(frozen=True, slots=True)
class Above:
    """What a section belongs to: its page, and what the forms of the section's actions are sent with.

    `version` is its own, so it goes with what is done with it, and not with what is done with one of its things.
    `state` says what can be done now.
    """

    page: str
    title: str
    ids: Mapping[str, str]
    version: int | None = None
    state: str | None = None

    @property
    def path(self) -> Mapping[str, str]:
        """What stands in addresses below it, by the variable's name."""
        return {name.removeprefix("id."): value for name, value in self.ids.items() if name.startswith("id.")}


def section_page(
    desk: Desk,
    found: Section,
    above: Above,
    owner: str,
    *,
    ahead: Callable[[Action, str], bool] = lambda _action, _state: False,
    states_of: Callable[[Action], str] = lambda _action: "",
) -> str:
    """`ahead` tells of an action that cannot be done yet, `states_of` in which states it can. Whoever may see no table
    of the section is told why, in place of an empty page."""
    seen = [each for each in found.tables if not each.scope or g.actor.has(each.scope)] or found.tables
    return render_template(
        "desk/section.html",
        above=above,
        section=found,
        tables=[(each, each.page(owner, request.args, cursor), cursor) for each, cursor in _with_cursors(seen)],
        actions=desk.actions,
        words=desk.words.values,
        ahead=ahead,
        states_of=states_of,
        done=desk.done(),
        may=desk.may,
        here=request.path,
        asked=request.args,
    )


def _with_cursors(tables: Sequence[Table]) -> Iterator[tuple[Table, str]]:
    """With what the page's address calls the cursor of each: every list on a page is turned by itself."""
    lists = 0
    for table in tables:
        lists += table.pages
        yield table, "cursor" if lists < 2 else f"cursor-{lists}"
