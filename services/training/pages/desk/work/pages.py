"""The page of one thing of a subject: of one session, one cadre, one cycle of awards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from operator import itemgetter

from shared.web.desk.forms import shown
from shared.web.desk.parts import Item, Section, at
from shared.web.desk.sections import Above


@dataclass(frozen=True, slots=True)
class OnePage:
    """`path` is where the API shows the thing, `id_name` what its operations call its id, `title` what it is called.

    `fills` is what its forms begin with, by the input's name; `above` the page that it belongs to, where that is not
    its subject's.
    """

    section: Section
    path: str
    id_name: str
    title: Callable[[Item], str] = itemgetter("title")
    fills: tuple[tuple[str, str], ...] = ()
    above: str = "/desk/records/{section}"
    above_title: str = "返回"

    def headed(self, found: Item) -> Section:
        return replace(self.section, title=self.title(found))

    def belongs(self, found: Item) -> Above:
        page = self.above.format(section=self.section.code, **found)
        begun = {name: shown(value) for name, path in self.fills if (value := at(path, found)) is not None}
        ids = {f"id.{self.id_name}": found["id"], **begun}
        return Above(page, self.above_title, ids, found.get("version"))
