"""Searching by pairs of characters: what a query asks for, and what a reader is shown of a find."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notices.domain.search import LONGEST, fold, marked, query, snippet


@pytest.mark.parametrize(
    ("typed", "words", "pairs"),
    [
        ("居委会", ("居委会",), ["委会", "居委"]),
        ("水", ("水",), ["水"]),
        ("ＷｉＦｉ　停水", ("wifi", "停水"), ["fi", "if", "wi", "停水"]),
        ("停水 停水", ("停水",), ["停水"]),
        ("  ", (), []),
        ("\x00停\ud800水", ("停", "水"), ["停", "水"]),
    ],
)
def test_a_query_asks_for_its_words_and_the_index_for_their_pairs(
    typed: str, words: tuple[str, ...], pairs: list[str]
) -> None:
    asked = query(typed)
    assert (asked.words, asked.pairs) == (words, pairs)


def test_a_query_that_was_pasted_is_cut() -> None:
    assert sum(map(len, query("字" * 500).words)) == LONGEST


@given(st.text(max_size=80), st.text(max_size=10))
@settings(max_examples=80)
def test_marking_loses_nothing_and_marks_only_what_was_asked_for(text: str, typed: str) -> None:
    asked = query(typed)
    pieces = marked(text, asked)
    assert "".join(piece.text for piece in pieces) == text
    for piece in pieces:
        assert not piece.found or any(word in fold(piece.text) or fold(piece.text) in word for word in asked.words)


def test_what_is_marked_is_as_it_was_written() -> None:
    found = [piece.text for piece in marked("免费ＷＩＦＩ和wifi", query("WiFi")) if piece.found]
    assert found == ["ＷＩＦＩ", "wifi"]


def test_a_snippet_is_cut_around_the_first_find() -> None:
    pieces = snippet("前" * 50 + "停水" + "后" * 200, query("停水"))
    assert [piece.text for piece in pieces if piece.found] == ["停水"]
    assert pieces[0].text == pieces[-1].text == "…"
    assert len("".join(piece.text for piece in pieces)) < 130


def test_a_text_without_the_words_shows_its_beginning() -> None:
    assert [piece.text for piece in snippet("只有标题里有", query("停水"))] == ["只有标题里有"]
