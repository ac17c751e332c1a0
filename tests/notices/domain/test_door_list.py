"""Doors to call at, on paper."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notices.domain.printing.door_list import Call, DoorList, Group, door_list_pdf
from tests.pdf import fonts_not_in, pages_of, text_of

CALLS = [Call(f"{floor}01室", "欧阳明珠", floor % 3) for floor in range(1, 7)]
SHEETS = DoorList(
    community="步埠社区",
    name="上门告知名单",
    title="停水通知",
    told="共6位居民",
    header=("门牌", "姓名", "几次不在", "结果", "说了什么"),
    ticks=("已告知", "不在家", "已搬走", "拒绝接待"),
    groups=(Group("2栋 · 1单元（6人）", CALLS),),
    nobody="没有需要上门的居民。",
)


def test_the_same_list_gives_the_same_bytes_on_one_sheet() -> None:
    pdf = door_list_pdf(SHEETS)
    assert (pages_of(pdf), door_list_pdf(SHEETS)) == (1, pdf)
    assert fonts_not_in(pdf) == []
    assert "2栋 · 1单元（6人）101室欧阳明珠1□已告知 □不在家" in text_of(pdf)


@pytest.mark.parametrize(
    ("groups", "count"),
    [
        pytest.param([], 1, id="nobody"),
        pytest.param([Group("2栋", CALLS * 10)], 4, id="many-doors-of-one-building"),
        pytest.param([Group(f"{number}栋", CALLS[:1]) for number in range(40)], 5, id="many-buildings"),
    ],
)
def test_lists_flow_over_sheets_of_which_each_has_room_to_write(groups: list[Group], count: int) -> None:
    assert pages_of(door_list_pdf(replace(SHEETS, groups=groups))) == count


@settings(max_examples=15, deadline=None)
@given(st.text(alphabet="甲<>&1 室-()𠮷/", max_size=120))
def test_any_name_can_be_printed(text: str) -> None:
    strange = replace(SHEETS, title=text, community=text, groups=[Group(text, [Call(text, text, 1)])])
    assert door_list_pdf(strange).startswith(b"%PDF")
