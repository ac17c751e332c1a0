"""A notice as a script to be read aloud, over a loudspeaker or at a door: short sentences, numbers as they are spoken,
and once more at the end when and where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from services.notices.domain import spoken_chinese, spoken_english
from services.notices.domain.markdown_blocks import Block, blocks, plain

_SIGNS_A_MINUTE = 200
"""Chinese signs read slowly and clearly for elderly listeners; news is read at 300."""
_WORDS_A_MINUTE = 120
_UNITS = frozenset("元人名户次个份岁天")
_REPEATED = 3  # sentences
_LONGEST_SLIP = 100  # signs: what runs past within half a minute


@dataclass(frozen=True, slots=True)
class Script:
    text: str
    seconds: int


def script(title: str, body: str, language: str) -> Script:
    english = language == "en"
    sentences = [sentence for block in blocks(body) for sentence in _sentences(block, english=english)]
    again = [each for each in sentences if _says_when_or_where(each, english=english)][:_REPEATED]
    opening, repeat = ("Notice.", "Once more.") if english else ("各位居民，请注意。", "再说一遍。")
    lines = [opening, _ended(title, english=english), *sentences, *([repeat, *again] if again else [])]
    speak = spoken_english.speak if english else spoken_chinese.speak
    text = "\n".join(speak(each) for each in lines)
    return Script(text, _seconds(text, english=english))


def slip(title: str, body: str, language: str) -> str:
    """One line for the edge of a TV screen or a board of lamps (字幕条): the title, and the first that says when or
    where. As it is written: it is read, not heard."""
    english = language == "en"
    sentences = [sentence for block in blocks(body) for sentence in _sentences(block, english=english)]
    telling = [each for each in sentences if _says_when_or_where(each, english=english)] or sentences
    line = (": " if english else "：").join([title.rstrip("。.：:"), *telling[:1]])
    return line if len(line) <= _LONGEST_SLIP else line[: _LONGEST_SLIP - 1] + "…"


def _sentences(block: Block, *, english: bool) -> Iterator[str]:
    """One idea on a line; a table is read row by row, with the head's words before each figure."""
    if block.rows:
        head, *rows = [[plain(cell).strip() for cell in row] for row in block.rows]
        for first, *others in rows:
            named = [_named(name, cell, english=english) for name, cell in zip(head[1:], others, strict=False)]
            yield _ended((", " if english else "，").join([first, *named]), english=english)
        return
    for piece in _pieces(plain(block.runs)):
        if re.search(r"\w", piece):
            yield _ended(piece.strip(), english=english)


def _pieces(text: str) -> Iterator[str]:
    """Split where a sentence ends: not after an abbreviation, and with the quotation mark that closes it."""
    start = 0
    for end in _ENDS.finditer(text):
        if not _ABBREVIATED.search(text[start : end.end() + 1]):
            yield text[start : end.end()]
            start = end.end()
    yield text[start:]


def _named(name: str, cell: str, *, english: bool) -> str:
    """A head that is a unit follows its figure: 一万二千元."""
    if english:
        return f"{name} {cell}"
    return f"{cell}{name}" if name in _UNITS and cell[-1:].isdigit() else f"{name}{cell}"


def _ended(sentence: str, *, english: bool) -> str:
    plain_end = sentence.rstrip("：:;；,，、 ")
    ended = plain_end.rstrip(_CLOSING)[-1:] in tuple("。！？….!?")
    return plain_end if ended else plain_end + ("." if english else "。")


_CLOSING = "”’」』）)】》\"'"
_ENDS = re.compile(rf"(?<=[。！？；])(?![。！？；…])[{_CLOSING}]*|(?<=[.!?;])[{_CLOSING}]*\s+|\n")
_ABBREVIATED = re.compile(
    r"\b(?i:Mr|Mrs|Ms|Dr|Prof|St)\. +\S$|\b(?i:Nos?|Tel|Ext|Art|Rm|Bldg|Apt|Fl|approx|pp?)\. +\d$|\. +[a-z]$"
)
"""A full stop that ends no sentence, with the sign that follows it: Mr. Li, No. 5, 9 a.m. in."""
_WHEN_ZH = re.compile(r"\d+月\d+日|\d{1,2}:\d{2}|地点|电话|在.{1,20}(?:召开|举行|投票|领取|报名)")
_WHEN_EN = re.compile(r"\d{1,2}:\d{2}|\b\d{1,2} [A-Z][a-z]+ \d{4}|\b(?:where|telephone)\b", re.IGNORECASE)


def _says_when_or_where(sentence: str, *, english: bool) -> bool:
    return bool((_WHEN_EN if english else _WHEN_ZH).search(sentence))


def _seconds(text: str, *, english: bool) -> int:
    """With a breath at the end of each line."""
    spoken = len(text.split()) / _WORDS_A_MINUTE if english else len(re.sub(r"[\W_]", "", text)) / _SIGNS_A_MINUTE
    return round(spoken * 60) + text.count("\n") + 1
