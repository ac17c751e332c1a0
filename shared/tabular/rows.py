"""What readers of text and of workbooks have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shared.errors import UnsupportedFile

Row = tuple[int, list[str]]
"""(line, cells as text); the first line of the file, or of the sheet, is 1."""

WIDEST = 50  # cells in a row that are read; a sheet formatted to its last column has 16,384
LONGEST_CELL = 10_000  # characters


@dataclass(slots=True)
class Rows:
    """An iterator. `expected` is about how many rows there are, for a progress bar; None if the file does not say."""

    _rows: Iterator[Row]
    expected: int | None = None

    def __iter__(self) -> Iterator[Row]:
        return self._rows

    def __next__(self) -> Row:
        return next(self._rows)


def unsupported() -> UnsupportedFile:
    return UnsupportedFile("unsupported_file", "只能读取 CSV 或 XLSX 文件，请另存为其中一种再上传。")
