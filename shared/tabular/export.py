"""Tables that go out: CSV that Excel opens in the right encoding, and XLSX.

A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection): a community's
name may come from anywhere. One that looks so already gets another, so that imports know which they may take off.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date

from openpyxl import Workbook

Cell = str | int | date | None

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what a workbook's XML cannot hold


def csv_file(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with the mark by which Excel knows it, lines ended as RFC 4180 has it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([harmless(each) for each in header])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return codecs.BOM_UTF8 + text.getvalue().encode()


def workbook_file(title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
    sheet.freeze_panes = "A2"
    sheet.append([harmless(each) for each in header])
    for row in rows:
        sheet.append([harmless(cell) for cell in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def harmless(cell: Cell) -> Cell:
    """Numbers and days as they are; a text never becomes a formula."""
    if not isinstance(cell, str):
        return cell
    text = _CONTROL.sub("", cell)
    return f"'{text}" if _FORMULA.match(text) else text


def as_meant(text: str) -> str:
    """A cell's text without the apostrophe that `harmless` put before it."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
