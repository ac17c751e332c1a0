"""A file's rows, column by column: what is read, and what is wrong where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from shared.columns.cells import Unreadable
from shared.columns.faults import Faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from shared.errors import Facts

    Row = Mapping[str, str]
    Rows = Iterable[tuple[int, Row]]


@dataclass(slots=True)
class RowReader:
    """Reads each column with its reader. A row's texts are by `headers`, the columns' headers as the file has them; a
    column that the file need not have is not read where it is missing."""

    headers: Mapping[str, str]
    readers: Mapping[str, Callable[[str], Any]]
    faults: Faults = field(default_factory=Faults)
    _columns: list[tuple[str, str, Callable[[str], Any]]] = field(init=False)

    def __post_init__(self) -> None:
        self._columns = [
            (column, self.headers[column], read) for column, read in self.readers.items() if column in self.headers
        ]

    def read(self, rows: Rows) -> Iterator[tuple[int, dict[str, Any]]]:
        """Line number and values by column of every row that is whole; blank rows are passed over."""
        for line, row in rows:
            if any(map(str.strip, row.values())):
                values = self._values(line, row)
                if len(values) == len(self._columns):
                    yield line, values

    def fault(self, line: int, column: str, code: str, message: str, facts: Facts) -> None:
        self.faults.add(line, self.headers[column], code, message, facts)

    def _values(self, line: int, row: Row) -> dict[str, Any]:
        values = {}
        for column, header, read in self._columns:
            try:
                values[column] = read(row.get(header, ""))
            except Unreadable as fault:
                self.fault(line, column, fault.code, fault.message, fault.facts)
        return values
