"""Personal data in what residents write."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from services.notices.domain.suggestions.privacy import covered, personal_data


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("我的电话是13800138000，请回", ["手机号"]),
        ("打 138 0013 8000 或 +86 13800138000", ["手机号"]),
        ("座机0774-3823456", ["电话号码"]),
        ("身份证450403195001011234", ["身份证号"]),
        ("身份证45040319500101123x。", ["身份证号"]),
        ("卡号6222 0213 0200 1234 567", ["银行卡号"]),
        ("写信到wang.fang@example.com", ["电子邮件"]),
        ("桂D12345停在门口", ["车牌号"]),
        ("3栋2单元501室漏水", ["门牌"]),
        ("3号楼门口的路灯坏了，2026年3月1日起每天晚上8点", []),
        ("楼道里有120个花盆，共1234567元", []),
    ],
)
def test_what_is_personal_is_found(text: str, kinds: list[str]) -> None:
    assert personal_data(text) == kinds


def test_what_is_covered_holds_nothing_personal_and_keeps_the_rest() -> None:
    assert covered("王芳13800138000说路灯坏了") == "王芳〔手机号〕说路灯坏了"


@given(some.text(alphabet="0123456789Xx@.ab京A栋室 -", max_size=60))
@settings(max_examples=60)
def test_a_covered_text_is_free_of_what_rules_can_find(text: str) -> None:
    assert personal_data(covered(text)) == []
