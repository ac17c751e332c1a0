"""Reading what clerks type into cells: full-width digits, stray spaces and several spellings of a date are accepted.

Every reader takes a cell's text and answers the value, or raises Unreadable.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, TypeVar
from unicodedata import normalize

from shared.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_Value = TypeVar("_Value")

_SHOWN = 40
"""So much of a wrong value is repeated to the clerk; a pasted page should not be."""

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")
# Control characters cannot be stored or shown, U+FFFD is what is left of a character lost in decoding, the two after it
# are none. Private-use and unassigned characters stay: rare family names are written with them.
_BROKEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffd-\uffff]")
_NAME_DOTS = re.compile("[•‧・･∙⋅]")
_BETWEEN = "[-/.]"
_YEAR, _MONTH, _DAY = "年", "月", "日"
_DATE = re.compile(
    rf"([0-9]{{4}}) ?(?:{_BETWEEN}|{_YEAR}) ?([0-9]{{1,2}}) ?(?:{_BETWEEN}|{_MONTH}) ?([0-9]{{1,2}}) ?{_DAY}?"
    r"(?:[ T]0{1,2}:00(?::00)?)?"  # what a spreadsheet makes of a date without a time
)
_COMPACT_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_NUMBER = re.compile(r"([0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})(?:\.0+)?")


class Unreadable(Refusal):
    """A cell's text is not what its column asks for."""


def clean(text: str) -> str:
    """Invisible characters out, NFKC (full-width forms become plain), runs of white space to one space."""
    return " ".join(normalize("NFKC", _INVISIBLE.sub("", text)).split())


def required(text: str, longest: int) -> str:
    cleaned = optional(text, longest)
    if not cleaned:
        raise Unreadable("cell_empty", "这一格不能为空。")
    return cleaned


def optional(text: str, longest: int) -> str:
    cleaned = clean(text)
    if len(cleaned) > longest:
        raise _unreadable("cell_too_long", "最多{longest}个字符：“{value}”。", cleaned, longest=longest)
    if _BROKEN.search(cleaned):
        raise _unreadable("cell_broken", "有不能显示的字符：“{value}”。", _BROKEN.sub("?", cleaned))
    return cleaned


def person_name(text: str, longest: int = 50) -> str:
    """`张　三` is `张三`: names are padded for looks; the dot within a minority name is always `·`."""
    name = _NAME_DOTS.sub("·", required(text, longest))
    return name if name.isascii() else normalize("NFKC", name.replace(" ", ""))  # what was apart may now be one letter


def day(text: str) -> date:
    """1980-01-02, 1980/1/2, 1980.1.2, 1980年1月2日 or 19800102."""
    cleaned = required(text, 100)
    found = _DATE.fullmatch(cleaned) or _COMPACT_DATE.fullmatch(cleaned)
    try:
        year, month, number = map(int, found.groups()) if found else (0, 0, 0)
        return date(year, month, number)
    except ValueError:
        raise _unreadable("date_unreadable", "不是日期：“{value}”，应如1980-01-02。", cleaned) from None


def number(text: str) -> int:
    """A whole number of at most nine digits: `１ ６００`, `1,600` and a spreadsheet's `1600.0` are 1600."""
    typed = required(text, 100)
    found = _NUMBER.fullmatch(typed.replace(" ", ""))
    if not found:
        raise _unreadable("number_unreadable", "不是整数：“{value}”。", typed)
    return int(found[1].replace(",", ""))


def one_of(words: Mapping[str, _Value], shown: str) -> Callable[[str], _Value]:
    """A reader of a column with a few permitted words; `shown` is how they are told to the clerk."""

    def read(text: str) -> _Value:
        word = required(text, 100)
        try:
            return words[word.casefold()]
        except KeyError:
            raise _unreadable("word_unknown", "“{value}”不能用，应为{words}。", word, words=shown) from None

    return read


def _unreadable(code: str, message: str, value: str, **facts: object) -> Unreadable:
    return Unreadable(code, message, value=value[:_SHOWN], **facts)
