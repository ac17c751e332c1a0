"""Surnames' strokes, as every dictionary counts them."""

from __future__ import annotations

import pytest

from services.elections.domain.candidacy import surname_strokes as module
from services.elections.domain.candidacy.surname_strokes import surname, surname_strokes

KNOWN = (
    "丁2 于3 万3 马3 王4 方4 毛4 孔4 韦4 邓4 石5 田5 叶5 冯5 卢5 刘6 朱6 江6 许6 孙6 "
    "吕6 李7 杨7 吴7 何7 宋7 陈7 张7 沈7 周8 林8 罗8 金8 郑8 赵9 胡9 姜9 钟9 郭10 高10 "
    "唐10 徐10 秦10 黄11 梁11 曹11 龚11 彭12 韩12 董12 谢12 雷13 赖13 谭14 廖14 蔡14 潘15 黎15 颜15 薛16 "
    "霍16 戴17 魏17 瞿18 "
)


@pytest.mark.parametrize("known", KNOWN.split())
def test_a_well_known_surname_has_its_strokes(known: str) -> None:
    assert surname_strokes(f"{known[0]}三") == (int(known[1:]),)


@pytest.mark.parametrize(
    ("name", "strokes"), [("欧阳修", (8, 6)), ("司马光", (5, 3)), ("诸葛亮", (10, 12)), ("上官婉", (3, 8))]
)
def test_a_surname_of_two_characters_is_counted_one_after_the_other(name: str, strokes: tuple[int, int]) -> None:
    assert surname_strokes(name) == strokes


def test_two_characters_are_a_surname_only_when_a_name_follows() -> None:
    assert surname("东方") == "东"
    assert surname("东方红") == "东方"


def test_what_is_not_known_is_not_guessed() -> None:
    assert surname_strokes("䶮某") is None
    assert surname_strokes("Smith") is None


def test_no_surname_has_two_counts_and_the_common_ones_are_there() -> None:
    listed = [character for characters in module._BY_STROKES.values() for character in characters]
    assert len(listed) == len(set(listed))
    assert len(listed) >= 300
    assert all(surname_strokes(f"{two}某") for two in module._COMPOUND)
