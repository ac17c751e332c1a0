"""Who registered and who came, by residents' group, ground of registration and sex; never how anybody voted.

A cell of fewer than `FLOOR` electors would tell of persons. Small cells are put together, with the next larger ones
until there are enough, so what is shown of a dimension is the whole roll in parts of ten or more: whatever is added or
taken away, no smaller part comes out. Which cells go together follows from the roll alone, so it tells nothing of who
came.

Who came is told by cell only when the result is decided. Before, there is the total alone: of two looks at a cell a
minute apart the second would tell who came in between.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from services.elections.domain.procedure.steps import State
from services.elections.domain.roll.persons import Registration, Sex
from shared.worded import Worded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FLOOR = 10
"""Electors in the smallest cell that is shown."""

DECIDED = (State.CERTIFIED, State.VOID)


class Dimension(Worded):
    """By what electors are told apart: the names are those of `Count`'s columns."""

    GROUP = "group", "居民小组"
    REGISTRATION = "registration", "登记类型"
    SEX = "sex", "性别"

    def word(self, value: str) -> str:
        """What a value is called; a group has its own name, or none."""
        if self is Dimension.GROUP:
            return value or "未分组"
        return Registration(value).zh if self is Dimension.REGISTRATION else Sex(value).zh


class Count(NamedTuple):
    """Electors who have all three in common; `came` of them have received a paper, or their agent has."""

    group: str
    registration: str
    sex: str
    electors: int
    came: int


@dataclass(frozen=True, slots=True)
class Cell:
    """`values` are several where small cells were put together. `came` is None while it is not told."""

    dimension: Dimension
    values: tuple[str, ...]
    electors: int
    came: int | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """`residents` of voting age where they were recorded; `given` papers, of them `by_proxy`, where a register is kept;
    `voted` as the certified result has it."""

    electors: int
    residents: int | None = None
    given: int | None = None
    by_proxy: int | None = None
    voted: int | None = None

    @property
    def came(self) -> int | None:
        """The best that is known of how many have voted."""
        return self.given if self.voted is None else self.voted


@dataclass(frozen=True, slots=True)
class Figures:
    """None where something is not known or not told."""

    electors: int | None = None
    came: int | None = None

    @property
    def percent(self) -> str | None:
        return percent(self.came, self.electors)


@dataclass(frozen=True, slots=True)
class Line:
    """Of all electors, or of a cell, with the same of the last term. `values` is empty for all."""

    dimension: Dimension | None
    values: tuple[str, ...]
    now: Figures
    last: Figures

    @property
    def name(self) -> tuple[str, dict[str, int]]:
        """What it is called: a text, and the facts that fill it."""
        if self.dimension is None:
            return "全部选民", {}
        if len(self.values) == 1:
            return self.dimension.word(self.values[0]), {}
        return "其他{count}类合计", {"count": len(self.values)}


@dataclass(frozen=True, slots=True)
class Participation:
    total: Total
    cells: Sequence[Cell]


def lines(now: Participation, last: Participation | None) -> list[Line]:
    """All, then the cells. Cells that were put together are compared with the same ones put together, or not at all."""
    before = {} if last is None else {(cell.dimension, cell.values): _figures(cell) for cell in last.cells}
    whole = Line(None, (), _figures(now.total), Figures() if last is None else _figures(last.total))
    return [whole, *(_line(cell, before.get((cell.dimension, cell.values), Figures())) for cell in now.cells)]


def _line(cell: Cell, last: Figures) -> Line:
    return Line(cell.dimension, cell.values, _figures(cell), last)


def _figures(of: Total | Cell) -> Figures:
    return Figures(of.electors, of.came)


def told(counts: Iterable[Count], state: State, *, kept: bool) -> list[Cell]:
    """The cells of every dimension that may be shown; `kept` says that there is a register of papers."""
    there = list(counts)
    with_turnout = kept and state in DECIDED
    cells = (cell for dimension in Dimension for cell in merged(by(dimension, there)))
    return [cell if with_turnout else Cell(cell.dimension, cell.values, cell.electors) for cell in cells]


def by(dimension: Dimension, counts: Iterable[Count]) -> list[Cell]:
    electors: Counter[str] = Counter()
    came: Counter[str] = Counter()
    for count in counts:
        value: str = getattr(count, dimension)
        electors[value] += count.electors
        came[value] += count.came
    return [Cell(dimension, (value,), electors[value], came[value]) for value in sorted(electors)]


def merged(cells: Sequence[Cell]) -> list[Cell]:
    """The cells of one dimension with none under the floor; nothing where all would have to be put together."""
    by_size = sorted(cells, key=lambda cell: (cell.electors, cell.values))
    small = [cell for cell in by_size if cell.electors < FLOOR]
    large = by_size[len(small) :]
    while small and large and sum(cell.electors for cell in small) < FLOOR:
        small.append(large.pop(0))
    if not large:
        return []
    shown = sorted(large, key=lambda cell: cell.values)
    return [*shown, _together(small)] if small else shown


def percent(part: int | None, whole: int | None) -> str | None:
    """`1, 3` → `33.3`, rounded half up; None where either is not known, or there is nobody."""
    if part is None or not whole:
        return None
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}"


def _together(cells: Sequence[Cell]) -> Cell:
    values = tuple(sorted(value for cell in cells for value in cell.values))
    came = sum(cell.came or 0 for cell in cells)
    return Cell(cells[0].dimension, values, sum(cell.electors for cell in cells), came)
