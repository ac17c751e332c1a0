"""Searching Chinese: by every two neighbouring characters, since no spaces tell where words end.

A text is found by a word when it has all pairs of the word's characters (an index answers that) and the word itself
(looked at then). What is searched is folded: full-width letters and digits as ordinary ones, capitals as small letters.
The database folds by the same rule (`folded` in migration files).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

LONGEST = 60
"""Characters of a query; what is longer was pasted by mistake."""

_BEFORE, _AFTER = 24, 96
"""Characters of a snippet before and after the first find."""


@dataclass(frozen=True, slots=True)
class Query:
    """`words` are folded, in the order typed and each once."""

    words: tuple[str, ...]

    @property
    def pairs(self) -> list[str]:
        """What a text that is found has at least; of a word of one character that character."""
        found = {word[at : at + 2] for word in self.words for at in range(max(len(word) - 1, 1))}
        return sorted(found)

    def is_in(self, text: str) -> bool:
        folded = fold(text)
        return all(word in folded for word in self.words)


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    found: bool


def query(typed: str) -> Query:
    """Characters that no text can hold are left out."""
    cleaned = "".join(" " if unicodedata.category(each) in {"Cc", "Cs", "Co", "Cn"} else each for each in typed)
    return Query(tuple(dict.fromkeys(fold(cleaned[:LONGEST]).split())))


def fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def marked(text: str, asked: Query) -> list[Piece]:
    """The whole text in pieces, those that were searched for marked."""
    return _pieces(text, _spans(text, asked))


def snippet(text: str, asked: Query) -> list[Piece]:
    """The part of a text around the first find, or its beginning where it has none."""
    spans = _spans(text, asked)
    first = spans[0][0] if spans else 0
    start = max(first - _BEFORE, 0)
    end = min(first + _AFTER, len(text))
    inside = [(begin - start, stop - start) for begin, stop in spans if start <= begin and stop <= end]
    pieces = _pieces(text[start:end], inside)
    cut_before, cut_after = [Piece("…", found=False)] * (start > 0), [Piece("…", found=False)] * (end < len(text))
    return [*cut_before, *pieces, *cut_after]


def _spans(text: str, asked: Query) -> list[tuple[int, int]]:
    """Where the words stand in the text as it was written, without overlaps."""
    folded, places = _folded_with_places(text)
    found = sorted((at, at + len(word)) for word in asked.words for at in _all_places(folded, word))
    spans: list[tuple[int, int]] = []
    for begin, stop in ((places[begin], places[stop - 1] + 1) for begin, stop in found):
        if spans and begin < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], stop))
        else:
            spans.append((begin, stop))
    return spans


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """Folding may make one character several: for each folded one, the place of the written one."""
    folded, places = [], []
    for place, letter in enumerate(text):
        for each in fold(letter):
            folded.append(each)
            places.append(place)
    return "".join(folded), places


def _all_places(text: str, word: str) -> list[int]:
    places, at = [], text.find(word)
    while at >= 0:
        places.append(at)
        at = text.find(word, at + len(word))
    return places


def _pieces(text: str, spans: list[tuple[int, int]]) -> list[Piece]:
    pieces, at = [], 0
    for begin, stop in spans:
        pieces += [Piece(text[at:begin], found=False), Piece(text[begin:stop], found=True)]
        at = stop
    return [piece for piece in [*pieces, Piece(text[at:], found=False)] if piece.text]
