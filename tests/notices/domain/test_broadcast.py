from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notices.domain import spoken_chinese, spoken_english
from services.notices.domain.broadcast import script, slip

BODY = """定于**2026年12月5日 09:30**在步埠社区礼堂召开居民会议，请居民准时参加。

1. 审议2026年收支，共12,005.50元
2. 表决，须有1/2以上到会

| 项目 | 元 |
|---|---|
| 水电 | 300 |

联系电话：0774-3820011。"""


@pytest.mark.parametrize(
    ("value", "spoken"),
    [
        (0, "零"),
        (2, "二"),
        (10, "十"),
        (15, "十五"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1200, "一千二百"),
        (10_005, "一万零五"),
        (12_005, "一万二千零五"),
        (100_000, "十万"),
        (100_200_000, "一亿零二十万"),
        (1_000_010, "一百万零一十"),
    ],
)
def test_numbers_are_spoken_as_a_chinese_speaker_says_them(value: int, spoken: str) -> None:
    assert spoken_chinese.number(value) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("2026年12月5日", "二零二六年十二月五日"),
        ("09:30", "上午九点半"),
        ("14:05", "下午两点零五分"),
        ("12.50元", "十二元五角"),
        ("1,680.05元", "一千六百八十元零五分"),
        ("3.00元", "三元"),
        ("0.50元", "五角"),
        ("45%", "百分之四十五"),
        ("1/2", "二分之一"),
        ("0774-3820011", "零七七四，三八二零零幺幺"),
        ("13812345678", "幺三八幺二三四五六七八"),
        ("3栋2单元", "三栋二单元"),
    ],
)
def test_dates_times_shares_and_telephones_are_spoken(written: str, spoken: str) -> None:
    assert spoken_chinese.speak(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("5 December 2026, 09:30", "five December twenty twenty-six, nine thirty a.m."),
        ("1,250 yuan", "one thousand two hundred and fifty yuan"),
        ("45%", "forty-five per cent"),
        ("12.5", "twelve point five"),
        ("March 2005", "March two thousand and five"),
    ],
)
def test_english_figures_are_spoken(written: str, spoken: str) -> None:
    assert spoken_english.speak(written) == spoken


def test_a_script_has_short_lines_no_figures_and_repeats_when_and_where() -> None:
    found = script("居民会议通知", BODY, "zh")
    lines = found.text.splitlines()
    assert lines[:2] == ["各位居民，请注意。", "居民会议通知。"]
    assert "水电，三百元。" in lines
    when = "定于二零二六年十二月五日 上午九点半在步埠社区礼堂召开居民会议，请居民准时参加。"
    assert lines.count(when) == 2
    assert lines.index("再说一遍。") < len(lines) - 1
    assert not re.search(r"\d|[*|#]", found.text)
    assert 20 <= found.seconds <= 60


@settings(max_examples=50)
@given(st.text(alphabet="甲在月日年:：,.%/-1290 \n#*|", max_size=80), st.sampled_from(["zh", "en"]))
def test_any_text_can_be_read_aloud(body: str, language: str) -> None:
    found = script("题", body, language)
    assert found.seconds > 0


@given(st.integers(0, 10**15))
def test_every_number_has_words(value: int) -> None:
    assert not re.search(r"\d", spoken_chinese.number(value))
    assert not re.search(r"\d", spoken_english.number(value))


def test_a_slip_for_the_screen_is_one_line_with_when_and_where() -> None:
    assert slip("停水通知", "水管检修。\n\n12月3日9:00停水。", "zh") == "停水通知：12月3日9:00停水。"
    assert slip("Book fair", "All are welcome.", "en") == "Book fair: All are welcome."


def test_a_slip_is_no_longer_than_a_screen_shows() -> None:
    line = slip("通知", "长" * 300, "zh")
    assert len(line) == 100
    assert line.endswith("…")
