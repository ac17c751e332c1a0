"""What the dashboard is made of: panels of rows that the API answers, with a chart reckoned from the same rows.

So a figure is true of the rows behind it: each bar leads to them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.auth.actor import Actor
from shared.tabular.export import Cell

Row = Mapping[str, Any]

_FULL = 100  # width of a bar's track, in user units of its drawing


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose figures of which year; `names` of areas by code."""

    area: str
    year: int
    today: date
    names: Mapping[str, str]

    def place(self, code: str) -> str:
        return self.names.get(code, code)


@dataclass(frozen=True, slots=True)
class Bar:
    """`key` is that of the rows behind it; `flag` says in words what is wrong, else it is empty."""

    key: str
    label: str
    part: int
    whole: int
    text: str
    flag: str = ""

    @property
    def width(self) -> float:
        return round(min(_FULL * self.part / self.whole, _FULL), 1) if self.whole else 0


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` number: written to the right."""

    title: str
    of: Callable[[Row], Cell]
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Panel:
    """`title` and `hint` are source texts. `key` tells behind which bar a row stands; `scope` is who may see it."""

    code: str
    title: str
    hint: str
    rows: Callable[[Asked], Sequence[Row]]
    bars: Callable[[Sequence[Row]], Sequence[Bar]]
    key: Callable[[Row], str]
    columns: tuple[Column, ...]
    scope: str = "training:read"


def column(title: str, name: str, kind: str = "text") -> Column:
    return Column(title, lambda row: row[name], kind)


def number(title: str, name: str) -> Column:
    return column(title, name, "number")


def placed(asked: Asked, items: Iterable[Row]) -> list[Row]:
    """Those of the area that was asked for, with the names of their own."""
    own = Actor(subject="desk", area=asked.area)
    return [{**item, "place": asked.place(item["area"])} for item in items if own.reaches(item["area"])]


def grouped(rows: Iterable[Row], key: Callable[[Row], str]) -> dict[str, list[Row]]:
    """In the order in which the keys come first."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return dict(found)


def area_of(row: Row) -> str:
    return str(row["area"])
