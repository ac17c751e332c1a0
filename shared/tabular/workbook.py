"""The first sheet of an XLSX workbook that is not hidden, as the texts that a clerk sees in its cells."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from shared.errors import TooLarge, UnsupportedFile
from shared.tabular.rows import LONGEST_CELL, WIDEST, Row, Rows, unsupported

SIGNATURE = b"PK\x03\x04"
_LARGEST = 200 * 1024 * 1024  # bytes unpacked; 100,000 electors unpack to some 50 MB, a zip bomb to gigabytes
_LARGEST_STRINGS = 64 * 1024 * 1024  # of which texts, which openpyxl keeps in memory as a whole
_LONGEST = 1_048_576  # rows that a sheet can have; a forged row number would make openpyxl count to it

# What openpyxl and what lies under it raise over a workbook that is broken; a bug of our own is not among them.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, ParseError, InvalidFileException,
    KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError, NotImplementedError, OSError, RuntimeError,
)  # fmt: skip


def check(file: BinaryIO) -> None:
    """By the archive's own list of what is in it, past which zipfile does not unpack."""
    with _refusing_broken(), zipfile.ZipFile(file) as archive:
        sizes = [(entry.filename, entry.file_size) for entry in archive.infolist()]
    if not any(name == "xl/workbook.xml" for name, _ in sizes):
        raise unsupported()
    strings = sum(size for name, size in sizes if name.lower().endswith("sharedstrings.xml"))
    if sum(size for _, size in sizes) > _LARGEST or strings > _LARGEST_STRINGS:
        raise _too_large()


def read(file: BinaryIO) -> Rows:
    with _refusing_broken():
        book = load_workbook(file, read_only=True, data_only=True)
        sheet = next((each for each in book.worksheets if each.sheet_state == "visible"), None)
        if sheet is None:
            raise unsupported()
        expected = sheet.max_row
        sheet.reset_dimensions()  # what a file says of its size may be wrong: good for a progress bar, no more
    return Rows(_rows(book, sheet), expected)


def _rows(book: Any, sheet: Any) -> Iterator[Row]:
    with closing(book), _refusing_broken():
        for line, cells in enumerate(sheet.iter_rows(values_only=True, max_col=WIDEST), 1):
            if line > _LONGEST:
                raise _too_large()
            yield line, [_text(cell) for cell in cells[: _width(cells)]]


def _width(cells: tuple[Any, ...]) -> int:
    """How many cells there are to the last that is not empty."""
    width = len(cells)
    while width and cells[width - 1] is None:
        width -= 1
    return width


@contextmanager
def _refusing_broken() -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise UnsupportedFile("unsupported_file", "这个 XLSX 文件已损坏或有密码，请另存后再上传。") from error


def _too_large() -> TooLarge:
    return TooLarge("file_too_large", "文件展开后太大，请拆分后再上传。")


def _text(cell: Any) -> str:
    """Dates without a time, whole numbers without `.0`."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time().isoformat() == "00:00:00" else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)[:LONGEST_CELL]
