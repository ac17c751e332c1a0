"""Tables that offices send: CSV (UTF-8 or GB18030) and XLSX, row by row, in bounded memory.

The kind is told by the content, not by the name: a clerk's `.csv` may be a workbook, and the other way round.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Literal

from shared.errors import Invalid
from shared.tabular import text, workbook
from shared.tabular.export import as_meant
from shared.tabular.rows import Row, Rows

__all__ = ["Row", "Table", "read_rows", "read_table", "recognise"]


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows under it, as (line, texts by header). `expected` is about how many, if the file says."""

    line: int
    header: list[str]
    rows: Iterator[tuple[int, Mapping[str, str]]]
    expected: int | None


def recognise(content: bytes | BinaryIO) -> Literal["text", "workbook"]:
    """What kind of file it is, at little cost. Raises as `read_rows` does, as far as can be told without opening it."""
    file = _file(content)
    if not any(piece.strip(b"\xef\xbb\xbf \t\r\n") for piece in text.pieces(file)):
        raise _empty()
    file.seek(0)
    if file.read(len(workbook.SIGNATURE)) == workbook.SIGNATURE:
        workbook.check(file)
        return "workbook"
    text.check(file)
    return "text"


def read_rows(content: bytes | BinaryIO) -> Rows:
    """The rows that are not blank, their cells as they were before an export of ours made them harmless.

    Of an open file (it can be moved about in) little is in memory at a time.

    Raises UnsupportedFile, TooLarge, or Invalid when it is empty or not readable.
    """
    file = _file(content)
    found = workbook.read(file) if recognise(file) == "workbook" else text.read(file)
    meant = ((line, [as_meant(cell) for cell in cells]) for line, cells in found)
    return Rows(((line, cells) for line, cells in meant if any(map(str.strip, cells))), found.expected)


def read_table(content: bytes | BinaryIO) -> Table:
    """Like `read_rows`, with the first row as header. Raises before the first row is read what can be known by then."""
    rows = read_rows(content)
    line, header = next(rows, (1, []))
    while header and not header[-1].strip():
        header.pop()
    if not header:
        raise _empty()
    return Table(line, header, _by_header(header, rows), rows.expected)


def _file(content: bytes | BinaryIO) -> BinaryIO:
    return io.BytesIO(content) if isinstance(content, bytes) else content


def _by_header(header: list[str], rows: Rows) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Cells that a short row lacks are empty; those past the header have no meaning."""
    missing = [""] * len(header)
    for line, cells in rows:
        yield line, dict(zip(header, cells + missing, strict=False))


def _empty() -> Invalid:
    return Invalid("empty_file", "文件是空的。")
