"""What a task's page at the desk is made of: tables of what is there, and links to what can be done.

Tables are made of what the API lists; columns are paths into an item with the words of their headers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from shared import clock, context
from shared.messages import translate
from shared.web.desk.forms import shown
from shared.web.desk.inside import Answer, call
from shared.worded import Worded

Item = Mapping[str, Any]


_MOST = 50  # items on a page of a list that has pages
_NOT_YET = 404  # what a table is of has not come about: a committee, a result, a sample
_ABOUT = 60  # characters by which a thing is known again; addresses are short


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` says how a value is shown: text, moment, time, yes, short, names, members, or by the macro of that name in
    the service's own `desk/_kinds.html`.

    `codes` are what the value is one of, where others have the same code for another thing.
    """

    path: str
    title: str
    kind: str = "text"
    codes: type[Worded] | None = None

    def of(self, item: Item) -> Any:
        return read_at(self.path, item)

    def moment(self, value: str) -> datetime:
        return datetime.fromisoformat(value)

    def word(self, value: Any) -> str | None:
        return None if self.codes is None else self.codes(value).zh


def at(path: str, item: Item) -> Any:
    """What stands there, None if nothing does."""
    value: Any = item
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def read_at(path: str, item: Item) -> Any:
    """What people read there: an English reader the English beside it (`name_en` by `name`), if there is any."""
    english = at(f"{path}_en", item) if context.current().language == "en" else None
    return english or at(path, item)


@dataclass(frozen=True, slots=True)
class Table:
    """What `path` lists ({id} is its owner's: an election's, a community's code). Without a `scope` whoever sees the
    section sees it, as far as the API lets them. `actions` are done with an item, whose
    id is the operation's `id_name` and whom people know by what `about` says.

    `query` goes with each call: {today}, {year} and {month_before} are the day's. A list that is too long for a page
    is given in `pages`, and searched by the API's query parameter `find`, typed into an input of `find_kind`.
    """

    path: str
    columns: tuple[Column, ...]
    title: str = ""
    scope: str = ""
    id_name: str = ""
    fills: tuple[tuple[str, str], ...] = ()
    actions: tuple[str, ...] = ()
    items: str = "items"
    query: Mapping[str, str] = field(default_factory=dict)
    find: str = ""
    find_title: str = "按姓名查找"
    find_kind: str = "search"
    pages: bool = False
    show: Callable[[str, Item], bool] = lambda _code, _item: True
    about: tuple[str, ...] = ("name",)

    def arguments(self, item: Item) -> dict[str, Any]:
        """Of the address of an action's page: whose it is, and what its form begins with."""
        ids = {f"id.{self.id_name}": item.get("id") or item.get(self.id_name)} if self.id_name else {}
        named = " · ".join(self._named(path, found) for path in self.about if (found := read_at(path, item)))
        filled = {field: shown(value) for field, path in self.fills if (value := at(path, item)) is not None}
        return {
            **ids,
            **filled,
            **({"about": named if len(named) <= _ABOUT else f"{named[:_ABOUT]}…"} if named else {}),
        }

    def _named(self, path: str, found: Any) -> str:
        """By its word, where the column has words for it."""
        words = (column.word(found) for column in self.columns if column.path == path)
        return translate(next(words, None) or str(found))

    def page(self, owner: str, asked: Mapping[str, str], cursor: str = "cursor") -> TablePage:
        """Empty when there is nothing yet; with the API's own words where it refuses to tell. `asked` is the page's own
        query: what is looked for and, under the name `cursor`, from where on."""
        today = clock.today()
        before = today.replace(day=1) - timedelta(days=1)
        query: dict[str, Any] = {
            name: value.format(id=owner, today=today, year=today.year, month_before=before)
            for name, value in self.query.items()
        }
        if self.pages:
            query |= {"limit": _MOST} | ({"cursor": asked[cursor]} if asked.get(cursor) else {})
        if self.find and asked.get(self.find):
            query[self.find] = asked[self.find]
        answer: Answer = call("GET", self.path.format(id=owner), query=query)
        if not answer.ok:
            refusal = "" if answer.status == _NOT_YET else answer.body["detail"]
            return TablePage(sought=query.get(self.find, ""), refusal=refusal)
        if not self.items:
            return TablePage([answer.body])
        return TablePage(list(answer.body.get(self.items, ())), answer.body.get("next"), query.get(self.find, ""))


@dataclass(frozen=True, slots=True)
class TablePage:
    """Rows of a table, the cursor of those that follow, what was looked for, and why nothing is shown of it."""

    rows: Sequence[Item] = ()
    next: str | None = None
    sought: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A page of the desk's own, for who may do `action`; without one for whoever sees the section."""

    endpoint: str
    title: str
    action: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """`actions` are done with the owner itself (an election, a community); `links` lead to pages of its own."""

    code: str
    title: str
    tables: tuple[Table, ...] = ()
    actions: tuple[str, ...] = ()
    hint: str = ""
    shown: Callable[[Item], bool] = lambda _owner: True
    links: tuple[Link, ...] = ()
