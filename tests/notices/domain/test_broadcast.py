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
        ("2026-12-05", "二零二六年十二月五日"),
        ("2024-2026年", "二零二四到二零二六年"),
        ("2025-2026学年", "二零二五到二零二六学年"),
        ("3-5岁", "三到五岁"),
        ("1,000~2,000元", "一千到二千元"),
        ("12月5日-8日", "十二月五日到八日"),
        ("8:00-11:30", "上午八点到十一点半"),
        ("8:00—17:30", "上午八点到下午五点半"),
        ("下午2:30-5:00", "下午两点半到五点"),
        ("24:00", "晚上十二点"),
        ("降至-3℃", "降至零下三摄氏度"),
        ("-3~5℃", "零下三摄氏度到五摄氏度"),
        ("地下-1层", "地下负一层"),
        ("3%-5%", "百分之三到五"),
        ("¥1,250.50", "一千二百五十元五角"),
        ("12.5万元", "十二点五万元"),
        ("3.5元/㎡", "三元五角每平方米"),
        ("85m2，4.5-5.5kg，5km", "八十五平方米，四点五到五点五公斤，五公里"),
        ("3-2-501", "三杠二杠五零一"),
        ("501室", "五零一室"),
        ("7×24小时", "七乘二十四小时"),
        ("13/14栋", "十三/十四栋"),
        ("（0774）3820011转801", "零七七四，三八二零零幺幺转八零幺"),
        ("拨打12345或110", "拨打幺二三四五或幺幺零"),
        ("110户，12345元", "一百一十户，一万二千三百四十五元"),
        ("2户，第2户，12户", "两户，第二户，十二户"),
        ("A3，PM2.5", "A3，PM2.5"),
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
        ("2026-12-05", "five December twenty twenty-six"),
        ("08:00-11:30", "eight a.m. to eleven thirty a.m."),
        ("9 a.m. in the hall, until 15:00.", "nine a.m. in the hall, until three p.m."),
        ("1st, 3rd, 22nd, 40th", "first, third, twenty-second, fortieth"),
        ("No. 5, Nos. 6 and 7", "number five, numbers six and seven"),
        ("3-5 years, -3℃, 85㎡", "three to five years, minus three degrees Celsius, eighty-five square metres"),
        ("3/4 of 120", "three quarters of one hundred and twenty"),
        (
            "call 110 or (0774) 3820011",
            "call one one zero or (zero seven seven four) three eight two zero zero one one",
        ),
        ("3-2-501", "three, two, five zero one"),
        ("步埠巷1号, 西江三路20号, 1,250号, 2A, COVID-19", "步埠巷1号, 西江三路20号, 1,250号, 2A, COVID-19"),
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


def test_only_what_ends_a_sentence_ends_a_line() -> None:
    body = 'Ask Mr. Li, No. 5, at 9 a.m. in the hall. Polling ends at 15:00. "Come early." Thank you!'
    assert script("Election of the 8th committee.", body, "en").text.splitlines()[1:6] == [
        "Election of the eighth committee.",
        "Ask Mr. Li, number five, at nine a.m. in the hall.",
        "Polling ends at three p.m.",
        '"Come early."',
        "Thank you!",
    ]
    told = script("通知", "主任说：“请早点来。”大家都来了……\n\n？", "zh").text.splitlines()
    assert told[2:] == ["主任说：“请早点来。”", "大家都来了……"]


_TOKENS = st.sampled_from(
    ["", "A", "-", "~", "/", ".", ":", "%，", "元", "年", "室", "岁", "㎡", "℃", "，", " ", "号楼", "第", "×"]
)
_WRITTEN = st.lists(st.tuples(_TOKENS, st.integers(0, 99_999).map(str) | st.sampled_from(["05", "0774", "1,250.5"])))
_FIGURES_IN_WORDS = {each: str(value) for value, each in enumerate("零一二三四五六七八九")} | {"幺": "1", "两": "2"}


def _significant_zh(text: str) -> str:
    """Digits in order, without zeros: 十 alone is 10."""
    text = re.sub(r"(?<![一二三四五六七八九])十", "一", text)
    return "".join(_FIGURES_IN_WORDS.get(each, each) for each in text if each.isdigit() or each in _FIGURES_IN_WORDS)


@settings(max_examples=500)
@given(_WRITTEN)
def test_no_figure_is_lost_in_chinese_and_nothing_is_spoken_twice(written: list[tuple[str, str]]) -> None:
    text = "".join(map("".join, written))
    said = spoken_chinese.speak(text)
    assert spoken_chinese.speak(said) == said
    if not re.search(r"[/:]", text):  # a share names its whole first, a clock counts to twelve
        assert _significant_zh(said).replace("0", "") == re.sub("[^1-9]", "", text)


_EN = {spoken_english.number(value): str(value) for value in range(20)}
_EN |= {spoken_english.number(value): str(value // 10) for value in range(20, 100, 10)}


@settings(max_examples=500)
@given(_WRITTEN)
def test_no_figure_is_lost_in_english_and_nothing_is_spoken_twice(written: list[tuple[str, str]]) -> None:
    text = "".join(map("".join, written))
    said = spoken_english.speak(text)
    assert spoken_english.speak(said) == said
    if not re.search(r"[/:]|\d-\d+-\d", text):
        words = re.findall(r"[a-z]+|\d", said)
        assert re.sub("[^1-9]", "", "".join(_EN.get(each, each) for each in words)) == re.sub("[^1-9]", "", text)


@settings(max_examples=200)
@given(
    st.text(alphabet="甲在月日年:：,.%/-1290 \n#*|No.st～。“”!?am", max_size=80),
    st.sampled_from(["zh", "en"]),
    st.just("题"),
)
def test_any_text_can_be_read_aloud(body: str, language: str, title: str) -> None:
    found = script(title, body, language)
    assert found.seconds > 0
    for line in found.text.splitlines():
        assert re.search(r"\w", line)


@given(st.text(alphabet="甲在3 5日:：，,a", min_size=1, max_size=30), st.sampled_from([("zh", "。"), ("en", ".")]))
def test_each_line_ends_once(body: str, spoken: tuple[str, str]) -> None:
    language, end = spoken
    for line in script("题", f"{body}{end}", language).text.splitlines():
        assert line.endswith(end)
        assert not line.endswith(end * 2)


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
