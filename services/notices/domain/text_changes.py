"""What changed between two texts, so that a reader of the later one sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_TOKEN = re.compile(r"\d[\d,.:/-]*\d|[A-Za-z]+|.", re.DOTALL)
"""Figures and words are replaced as a whole: nobody reads 1,860 against 1,680 digit by digit. Chinese goes by signs."""

Mark = Literal["same", "gone", "new"]
_SIMILAR = 0.4  # paragraphs that have less in common are shown one after the other, not woven into each other

_LONGEST = 4_000  # signs of two paragraphs: comparing costs their product, and anyone may ask for it


@dataclass(frozen=True, slots=True)
class Part:
    mark: Mark
    text: str


Paragraph = tuple[Part, ...]


def changes(before: Sequence[str], after: Sequence[str]) -> list[Paragraph]:
    """The paragraphs of both texts in their order, with what is gone and what is new; sign by sign within one that was
    reworded."""
    found: list[Paragraph] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for operation, start, end, new_start, new_end in matcher.get_opcodes():
        old, new = before[start:end], after[new_start:new_end]
        if operation == "equal":
            found += [(Part("same", text),) for text in old]
        else:
            found += _replaced(old, new)
    return found


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    pairs = min(len(old), len(new))
    for gone, came in zip(old[:pairs], new[:pairs], strict=True):
        yield from _reworded(gone, came)
    yield from ((Part("gone", text),) for text in old[pairs:])
    yield from ((Part("new", text),) for text in new[pairs:])


def _reworded(old: str, new: str) -> Iterator[Paragraph]:
    matcher = SequenceMatcher(None, before := _TOKEN.findall(old), after := _TOKEN.findall(new), autojunk=False)
    if len(before) + len(after) > _LONGEST or matcher.ratio() < _SIMILAR:
        yield (Part("gone", old),)
        yield (Part("new", new),)
        return
    parts: list[Part] = []
    for operation, start, end, new_start, new_end in matcher.get_opcodes():
        if operation == "equal":
            parts.append(Part("same", "".join(before[start:end])))
            continue
        parts += [Part("gone", "".join(before[start:end]))] * (end > start)
        parts += [Part("new", "".join(after[new_start:new_end]))] * (new_end > new_start)
    yield tuple(parts)
