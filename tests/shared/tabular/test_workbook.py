from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from shared.errors import TooLarge, UnsupportedFile
from shared.tabular import read_rows, read_table


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def changed(content: bytes, name: str, data: bytes) -> bytes:
    """The archive with one of its files replaced or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, data)
    return made.getvalue()


def sheet(rows: bytes) -> bytes:
    namespace = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (namespace, rows)


def test_cells_are_read_as_a_clerk_sees_them() -> None:
    content = workbook(
        ["姓名", "出生日期", "票数"],
        ["张三", date(1980, 1, 2), 12],
        [],
        ["李四", datetime(1980, 1, 2), 12.0],  # noqa: DTZ001 - what a spreadsheet holds
        [None, "１９８０", 1.5],
    )
    table = read_table(content)
    assert table.header == ["姓名", "出生日期", "票数"]
    assert list(table.rows) == [
        (2, {"姓名": "张三", "出生日期": "1980-01-02", "票数": "12"}),
        (4, {"姓名": "李四", "出生日期": "1980-01-02", "票数": "12"}),
        (5, {"姓名": "", "出生日期": "１９８０", "票数": "1.5"}),
    ]
    assert table.expected == 5


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_before_the_data_is_passed_over(state: str) -> None:
    """Office templates keep their lists of choices there."""
    book = Workbook()
    book.active.append(["选项"])
    book.active.sheet_state = state
    book.create_sheet("名册").append(["姓名"])
    saved = io.BytesIO()
    book.save(saved)
    assert list(read_rows(saved.getvalue())) == [(1, ["姓名"])]


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(UnsupportedFile):
        read_rows(made.getvalue())


@pytest.mark.parametrize("kept", [100, 2_000, -30])
def test_a_workbook_cut_off_is_refused(kept: int) -> None:
    with pytest.raises(UnsupportedFile):
        list(read_rows(workbook(*([[f"姓名{n}", n] for n in range(200)]))[:kept]))


@pytest.mark.parametrize(
    "rows", [b"<row", b'<row r="a"><c r="A1"><v>1</v></c></row>', b'<row><c t="s"><v>99</v></c></row>']
)
def test_a_broken_sheet_is_refused(rows: bytes) -> None:
    content = changed(workbook(["a"]), "xl/worksheets/sheet1.xml", sheet(rows))
    with pytest.raises(UnsupportedFile):
        list(read_rows(content))


def test_an_archive_that_unpacks_to_gigabytes_is_refused_unread() -> None:
    bomb = changed(workbook(["a"]), "xl/bomb.xml", b"\0" * (201 * 1024 * 1024))
    assert len(bomb) < 1024 * 1024
    with pytest.raises(TooLarge):
        read_rows(bomb)


def test_a_forged_row_number_is_not_counted_to() -> None:
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="2000000000"><c r="A2000000000"><v>1</v></c></row>'
    content = changed(workbook(["a"]), "xl/worksheets/sheet1.xml", sheet(rows))
    with pytest.raises(TooLarge):
        list(read_rows(content))


def test_a_sheet_as_wide_as_can_be_is_read_to_its_fiftieth_column() -> None:
    rows = b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>'
    content = changed(workbook(["a"]), "xl/worksheets/sheet1.xml", sheet(rows))
    assert list(read_rows(content)) == [(1, ["1"])]
