"""The font that PDFs carry: what it has, that it is in the file, and that words can be copied out of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from shared.printing.song import SONG, SONG_ALONE, register_song
from tests.pdf import fonts_not_in, text_of


def printed(text: str) -> bytes:
    register_song()
    written = BytesIO()
    canvas = Canvas(written, **SONG_ALONE)
    canvas.setFont(SONG, 12)
    canvas.drawString(50, 700, text)
    canvas.save()
    return written.getvalue()


def gbk() -> set[str]:
    pairs = (bytes([lead, trail]) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    return {sign for pair in pairs if (sign := pair.decode("gbk", "ignore")) and sign.isprintable()}


def test_it_has_all_of_gbk_and_the_rare_signs_of_names() -> None:
    register_song()
    has = pdfmetrics.getFont(SONG).face.charToGlyph
    assert {sign for sign in gbk() if ord(sign) not in has} == {"≒"}
    assert all(code in has for code in (*range(0x20, 0x7F), *range(0x3400, 0x4DB6), *range(0x4E00, 0x9FA6)))
    assert all(ord(sign) in has for sign in "𠅤𡎚𬭬𬱖𫖯𬸪〓□℃㎡①")


def test_words_are_in_the_file_with_the_signs_they_are_drawn_by() -> None:
    words = "步埠社区“居务公开” 㛃𬭬 Notice (1) 12,005.50元 \\"
    assert text_of(printed(words)) == words
    assert fonts_not_in(printed(words)) == []


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param("𠮷田", "〓田", id="a-sign-it-lacks"),
        pytest.param("好😀", "好〓", id="emoji"),
        pytest.param("❤\ufe0f好\u200b", "〓好", id="what-is-not-seen-is-left-out"),
        pytest.param("甲\t乙\u2028丙", "甲 乙 丙", id="blanks"),
        pytest.param("\ud800", "〓", id="half-a-sign"),
    ],
)
def test_what_it_lacks_is_told(written: str, shown: str) -> None:
    assert text_of(printed(written)) == shown
    assert pdfmetrics.stringWidth(written, SONG, 10) == pytest.approx(pdfmetrics.stringWidth(shown, SONG, 10))


@settings(max_examples=50)
@given(st.text(max_size=300))
def test_any_text_is_drawn_and_comes_back_with_nothing_but_blanks_and_blocks_instead(text: str) -> None:
    back = text_of(printed(text))
    assert len(back) <= len(text)
    assert set(back) <= set(text) | {" ", "〓"}


def test_a_file_of_more_signs_than_a_subset_holds_says_them_all() -> None:
    many = "".join(sorted(gbk()))[1000:2000]
    assert text_of(printed(many)) == many.replace("≒", "〓")


def test_several_threads_print_at_once_what_one_prints() -> None:
    texts = ["".join(chr(0x4E00 + 37 * number + each) for each in range(300)) for number in range(12)]
    alone = [printed(text) for text in texts]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(printed, texts)) == alone
