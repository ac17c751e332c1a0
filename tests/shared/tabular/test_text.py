from __future__ import annotations

import pytest

from shared.errors import Invalid, UnsupportedFile
from shared.tabular import read_rows, read_table

HEADER, PERSON = "姓名,性别,出生日期,住址", "张三,男,1980-01-02,和平路12号"
ROWS = [(1, HEADER.split(",")), (2, PERSON.split(","))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_text_is_read_in_each_encoding_that_offices_use(encoding: str, newline: str) -> None:
    assert list(read_rows(newline.join([HEADER, PERSON]).encode(encoding))) == ROWS


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "，"])
def test_the_delimiter_is_the_mark_that_the_first_line_has_most_of(delimiter: str) -> None:
    content = f"{HEADER}\n{PERSON}".replace(",", delimiter).encode()
    assert list(read_rows(content)) == ROWS


def test_a_row_is_on_the_line_on_which_it_begins() -> None:
    content = '姓名,住址\n张三,"和平路\n12号"\n\n李四,光明路\n'.encode()
    assert list(read_rows(content)) == [(1, ["姓名", "住址"]), (2, ["张三", "和平路\n12号"]), (5, ["李四", "光明路"])]


def test_rows_are_given_by_header_and_short_ones_are_filled() -> None:
    table = read_table("\n\n姓名,住址,,\n张三\n李四,光明路,多余\n".encode())
    assert (table.line, table.header) == (3, ["姓名", "住址"])
    assert list(table.rows) == [(4, {"姓名": "张三", "住址": ""}), (5, {"姓名": "李四", "住址": "光明路"})]


@pytest.mark.parametrize("content", [b"", b"\n \r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b",,,\n,,\n"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        read_table(content)
    assert refused.value.code == "empty_file"


@pytest.mark.parametrize("start", [b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x89PNG\r\n", b"a,b\n1,\0\n"])
def test_files_of_other_kinds_are_refused(start: bytes) -> None:
    with pytest.raises(UnsupportedFile) as refused:
        read_rows(start + b"x" * 100)
    assert refused.value.code == "unsupported_file"


@pytest.mark.parametrize("before", [0, 70_000])
def test_a_broken_byte_in_utf_8_is_told_with_its_line_and_position(before: int) -> None:
    right = (HEADER + "\n" + PERSON + "\n").encode() + b"x" * before + b"\n"
    with pytest.raises(Invalid) as refused:
        read_rows(right + b"\xff\xfe,abc\n" + "李四,女\n".encode())
    assert refused.value.code == "file_undecodable"
    assert refused.value.facts == {"line": 4, "position": len(right)}
    assert refused.value.fields[0].line == 4


def test_a_broken_byte_in_gb18030_is_told_with_its_position() -> None:
    right = (HEADER + "\n").encode("gb18030") * 5_000
    with pytest.raises(Invalid) as refused:
        read_rows(right + b"\xff,abc\n")
    assert refused.value.facts["position"] == len(right)


def test_a_quote_that_is_never_closed_is_told_with_the_line_on_which_it_begins() -> None:
    with pytest.raises(Invalid) as refused:
        list(read_rows('姓名,住址\n张三,"和平路\n李四,光明路\n'.encode()))
    assert (refused.value.code, refused.value.facts["line"]) == ("line_unreadable", 2)


def test_a_cell_without_end_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        list(read_rows(b"a,b\n1," + b"x" * 20_000))
    assert refused.value.code == "line_unreadable"


def test_how_many_rows_to_expect_is_the_number_of_lines() -> None:
    assert read_table(f"{HEADER}\n{PERSON}\n{PERSON}\n".encode()).expected == 3
