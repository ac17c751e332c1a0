"""What is exported is no formula to a spreadsheet, and is read again as it was."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.columns.cells import Unreadable, optional
from shared.tabular import read_rows, read_table
from shared.tabular.export import as_meant, csv_file, harmless, workbook_file

HEADER = ["编号", "姓名", "楼栋"]


def _storable(text: str) -> bool:
    try:
        return optional(text, 100) == text
    except Unreadable:
        return False


TEXTS = st.text(st.sampled_from("'=+-@1栋,\"") | st.characters(exclude_categories=["Cs", "Cc"])).filter(_storable)


@pytest.mark.parametrize(
    ("text", "written"),
    [("-1栋", "'-1栋"), ("=1+1", "'=1+1"), ("'=1", "''=1"), ("'甲", "'甲"), ("1-1", "1-1"), ("", ""), ("''", "''")],
)
def test_only_what_looks_like_a_formula_gets_an_apostrophe(text: str, written: str) -> None:
    assert harmless(text) == written
    assert as_meant(written) == text


@given(text=st.text())
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert not str(harmless(text)).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("made", [csv_file, partial(workbook_file, "表")], ids=["csv", "xlsx"])
@given(rows=st.lists(st.lists(TEXTS, min_size=3, max_size=3).filter(any), max_size=5))
def test_a_table_is_read_as_it_was_before_its_export(
    made: Callable[[list[str], list[list[str]]], bytes], rows: list[list[str]]
) -> None:
    found = read_table(made(HEADER, rows))
    assert found.header == HEADER
    assert [list(row.values()) for _, row in found.rows] == rows


def test_an_apostrophe_that_no_export_wrote_stays() -> None:
    assert list(read_rows("姓名,原名\n'张三','甲'\n".encode())) == [(1, ["姓名", "原名"]), (2, ["'张三'", "'甲'"])]
