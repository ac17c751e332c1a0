"""Tables that offices send: CSV (UTF-8 or GB18030) and XLSX, row by row, in bounded memory.

The kind is told by the content, not by the name: a clerk's `.csv` may be a workbook, and the other way round.
"""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook

from shared.errors import Invalid, TooLarge, UnsupportedFile

Row = tuple[int, list[str]]
"""(line, cells as text); the header is line 1 unless blank lines stand before it."""

_ZIP, _OLD_EXCEL, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
_LARGEST_UNPACKED = 300 * 1024 * 1024  # bytes; 100,000 electors unpack to some 40 MB, a zip bomb to gigabytes
_WIDEST = 200  # cells in a row; a sheet formatted to its last column has 16,384
_LONGEST_CELL = 10_000


def read_rows(content: bytes) -> Iterator[Row]:
    """The rows that are not blank. Raises UnsupportedFile, Invalid (nothing in it, not readable) or TooLarge."""
    if not content.strip():
        raise Invalid("file_empty", "文件是空的。")
    rows = _read_workbook(content) if content.startswith(_ZIP) else _read_text(content)
    return ((line, cells) for line, cells in rows if any(cell.strip() for cell in cells))


def read_table(content: bytes) -> tuple[int, list[str], Iterator[tuple[int, Mapping[str, str]]]]:
    """Line and cells of the header, and the rows under it as mappings by header."""
    rows = read_rows(content)
    line, header = next(rows, (1, []))
    while header and not header[-1].strip():
        header.pop()
    if not header:
        raise Invalid("file_empty", "文件是空的。")
    width = len(header)
    return line, header, ((number, dict(zip(header, _padded(cells, width), strict=False))) for number, cells in rows)


def _padded(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))


def _read_text(content: bytes) -> Iterator[Row]:
    if content.startswith((_OLD_EXCEL, _PDF)) or b"\0" in content[:4096]:
        raise UnsupportedFile("file_unsupported", "只能读取 CSV 或 XLSX 文件，请另存为其中一种再上传。")
    text = _decode(content)
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",\t;，", key=first.count)
    if delimiter == "，":  # typed with a Chinese keyboard; the csv module reads it all the same
        text = text.replace("，", ",")
        delimiter = ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        for cells in reader:
            yield reader.line_num, cells[:_WIDEST]
    except csv.Error as error:
        message = "第{line}行无法读取，请检查引号和换行。"
        raise Invalid("line_unreadable", message, line=reader.line_num) from error


def _decode(content: bytes) -> str:
    """UTF-8 if it is that, which chance does not produce; else GB18030, which Chinese Excel writes."""
    try:
        return content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = "第{line}行有无法识别的文字，请用 UTF-8 或 GB18030 编码保存。"
        raise Invalid("encoding_unknown", message, line=line, position=error.start) from error


def _read_workbook(content: bytes) -> Iterator[Row]:
    """The first sheet of an XLSX workbook."""
    _refuse_bomb(content)
    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except Exception as error:  # a broken workbook makes openpyxl raise almost anything
        raise UnsupportedFile("file_unsupported", "这个 XLSX 文件已损坏或有密码，请另存后再上传。") from error
    try:
        sheet = workbook.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its size may be wrong
        for line, cells in enumerate(sheet.iter_rows(values_only=True, max_col=_WIDEST), 1):
            yield line, [_text(cell) for cell in cells]
    finally:
        workbook.close()


def _refuse_bomb(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            is_workbook = "xl/workbook.xml" in archive.namelist()
    except zipfile.BadZipFile as error:
        raise UnsupportedFile("file_unsupported", "这个 XLSX 文件已损坏或有密码，请另存后再上传。") from error
    if not is_workbook:
        raise UnsupportedFile("file_unsupported", "只能读取 CSV 或 XLSX 文件，请另存为其中一种再上传。")
    if unpacked > _LARGEST_UNPACKED:
        raise TooLarge("file_too_large", "文件展开后太大，请拆分后再上传。")


def _text(cell: Any) -> str:
    """What a clerk sees in the cell: dates without a time, whole numbers without `.0`."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time().isoformat() == "00:00:00" else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)[:_LONGEST_CELL]
