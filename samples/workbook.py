"""Saving workbooks so that the same contents give the same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

_MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - a workbook's properties have no zone
_ZIP_TIME = (2026, 1, 1, 0, 0, 0)


def write_rows(path: Path, rows: Iterable[Sequence[object]], *, sheet: str = "Sheet1") -> None:
    """A workbook of one sheet."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)
    for row in rows:
        page.append(list(row))
    _save(book, path)


def _save(book: Workbook, path: Path) -> None:
    book.properties.created = book.properties.modified = _MADE
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = [(name, archive.read(name)) for name in sorted(archive.namelist())]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name, _ZIP_TIME), _without_time(name, content), zipfile.ZIP_DEFLATED)


def _without_time(name: str, content: bytes) -> bytes:
    """openpyxl writes the moment of saving into the core properties, whatever they were set to."""
    if name != "docProps/core.xml":
        return content
    head, mark, rest = content.partition(b"<dcterms:modified")
    start, _, tail = rest.partition(b">")
    return head + mark + start + b">2026-01-01T00:00:00Z<" + tail.partition(b"<")[2] if mark else content
