from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notices.domain.printing.poster import Poster, Size, poster_pdf
from tests.pdf import fonts_not_in, pages_of, text_of

POSTER = Poster(
    community="步埠社区",
    kind="居务公开",
    title="一季度收支",
    body="收入**1200**元。\n\n1. 水电\n2. 维修\n\n|项目|元|\n|---|---:|\n|水电|300|",
    language="zh",
    foot=("步埠社区居民委员会", "公布日期：2026年10月8日"),
    scan="扫码看全文和附件",
    address="https://shequ.example.org/notices/1",
)


@pytest.mark.parametrize(("size", "box"), [(Size.A4, b"595"), (Size.A3, b"841")])
def test_a_short_notice_stands_on_one_sheet_with_its_font(size: Size, box: bytes) -> None:
    pdf = poster_pdf(POSTER, size)
    assert pages_of(pdf) == 1
    assert re.search(rb"/MediaBox \[ 0 0 " + box, pdf)
    assert fonts_not_in(pdf) == []
    assert "一季度收支收入1200元。1.水电2.维修项目元水电300" in text_of(pdf)
    assert len(pdf) < 50_000


def test_the_same_poster_gives_the_same_bytes() -> None:
    first = poster_pdf(POSTER, Size.A4)
    poster_pdf.cache_clear()
    assert poster_pdf(POSTER, Size.A4) == first


def test_a_long_notice_flows_on() -> None:
    assert pages_of(poster_pdf(replace(POSTER, body=POSTER.body * 30), Size.A4)) > 2
    rows = "\n".join(f"|第{number}项|{number}|" for number in range(200))
    assert pages_of(poster_pdf(replace(POSTER, body=f"|项目|元|\n|---|---|\n{rows}"), Size.A4)) > 3


@settings(max_examples=15, deadline=None)
@given(st.text(alphabet="甲<>&1 *|-\n#[]()𠮷/", max_size=120), st.sampled_from(["zh", "en"]))
def test_any_text_can_be_printed(body: str, language: str) -> None:
    assert poster_pdf(replace(POSTER, body=body, title=body or "题", language=language), Size.A4).startswith(b"%PDF")
