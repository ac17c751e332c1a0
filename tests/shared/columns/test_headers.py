"""Which column is which."""

from __future__ import annotations

import pytest

from shared.columns.headers import Column, read_headers
from shared.errors import Invalid

COLUMNS = (
    Column("name", "姓名"),
    Column("sex", "性别"),
    Column("birth_date", "出生日期"),
    Column("address", "住址", ("地址",)),
    Column("group", "居民小组"),
    Column("registration", "登记类型"),
)
ZH = ["姓名", "性别", "出生日期", "住址", "居民小组", "登记类型"]


def faults(found: list[str]) -> list[tuple[str, str | None]]:
    with pytest.raises(Invalid) as refused:
        read_headers(found, COLUMNS)
    return [(fault.code, fault.column) for fault in refused.value.fields]


def test_chinese_headers_are_found_in_any_order_as_they_stand_in_the_file() -> None:
    padded = ["登记类型", " 姓　名*", "性别", "\ufeff出生日期", "住址", "居民小组"]
    assert read_headers(padded, COLUMNS).by_column["name"] == " 姓　名*"


def test_english_headers_are_found() -> None:
    english = ["Name", "Sex", "Birth date", "Address", "Group", "Registration"]
    assert read_headers(english, COLUMNS).by_column["birth_date"] == "Birth date"
    assert read_headers([header.upper().replace(" ", "_") for header in english], COLUMNS).unknown == ()


def test_every_missing_column_is_named() -> None:
    assert faults(["姓名", "性别", "住址", "登记类型"]) == [
        ("column_missing", "出生日期"),
        ("column_missing", "居民小组"),
    ]


def test_a_doubled_column_is_named_also_when_it_is_doubled_under_another_name() -> None:
    assert faults([*ZH, "姓名"]) == [("column_doubled", "姓名")]
    assert faults([*ZH, "Name"]) == [("column_doubled", "Name")]


def test_a_misspelt_column_is_told_beside_the_one_that_is_missing() -> None:
    assert faults([*ZH[:-1], "登计类型"]) == [("column_missing", "登记类型"), ("column_unknown", "登计类型")]


def test_columns_that_are_not_asked_for_are_passed_over_and_told() -> None:
    assert read_headers(["序号", *ZH, "备注", ""], COLUMNS).unknown == ("序号", "备注")


def test_an_empty_file_lacks_every_column() -> None:
    assert faults([]) == [("column_missing", header) for header in ZH]
