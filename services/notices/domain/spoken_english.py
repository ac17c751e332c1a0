"""Figures as they are spoken in English."""

from __future__ import annotations

import re
from collections.abc import Callable

_BELOW_TEN = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_BELOW_TWENTY = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen")
_SMALL = (*_BELOW_TEN, *_BELOW_TWENTY, "nineteen")
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_GROUPS = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))


def speak(text: str) -> str:
    """The text with its figures in words, by the table at the end. Beside letters and Chinese characters (2A,
    西江三路20号) they stay."""
    for pattern, replaced in _RULES:
        text = pattern.sub(replaced, text)
    return text


def number(value: int) -> str:
    """1250 → one thousand two hundred and fifty."""
    for size, name in _GROUPS:
        if value >= size:
            above, rest = divmod(value, size)
            joined = " and " if 0 < rest < 100 else " "
            return f"{number(above)} {name}" + (joined + number(rest) if rest else "")
    if value < 20:
        return _SMALL[value]
    tens, ones = divmod(value, 10)
    return _TENS[tens] + (f"-{_SMALL[ones]}" if ones else "")


def ordinal(value: int) -> str:
    """21 → twenty-first."""
    said = number(value)
    start, last = re.fullmatch(r"(.*?)([a-z]+)", said).groups()  # type: ignore[union-attr] # words end in a word
    if last in _ORDINALS:
        return start + _ORDINALS[last]
    return start + (f"{last[:-1]}ie" if last.endswith("y") else last) + "th"


def _figure(figures: str) -> str:
    """A number; digit by digit what is no quantity: 0774, or longer than anybody counts."""
    whole, _, rest = figures.replace(",", "").partition(".")
    rest = rest.rstrip("0")
    counted = len(whole) <= 12 and (whole == "0" or whole[0] != "0")
    said = number(int(whole)) if counted else _digits(whole)
    return said + (f" point {_digits(rest)}" if rest else "")


def _digits(figures: str) -> str:
    return " ".join(_SMALL[int(digit)] for digit in figures)


def _time(found: re.Match[str]) -> str:
    """14:05 → two oh five p.m."""
    hour, minute = int(found[1]), int(found[2] or 0)
    if minute > 59 or hour * 60 + minute > 24 * 60:
        return found[0]
    rest = f" {'oh ' if minute < 10 else ''}{number(minute)}" if minute else ""
    half = found[3] or ("a" if hour % 24 < 12 else "p")
    return f"{number(hour % 12 or 12)}{rest} {half.lower()}.m."


def _year(figures: str) -> str:
    first, last = divmod(int(figures), 100)
    if first in {10, 20} and last < 10:
        return number(int(figures))
    return f"{number(first)} {'oh ' if 0 < last < 10 else ''}{number(last) if last else 'hundred'}"


def _date(found: re.Match[str]) -> str:
    month, day = int(found[2]), int(found[3])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return found[0]
    return f"{number(day)} {_MONTHS[month - 1]} {_year(found[1])}"


def _part_by_part(found: re.Match[str]) -> str:
    """Telephone numbers and doors: 3-2-501 → three, two, five zero one."""
    return ", ".join(_digits(part) for part in re.split(r"\D+", found[0]) if part)


def _fraction(found: re.Match[str]) -> str:
    part, whole = int(found[1]), int(found[2])
    if not part < whole:
        return found[0]
    named = {2: "half", 4: "quarter"}.get(whole, ordinal(whole))
    return f"{number(part)} {named}{'s' if part > 1 else ''}"


_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip
_UNITS = {
    "℃": "degrees Celsius", "°C": "degrees Celsius", "km": "kilometres", "m": "metres", "kg": "kilograms",
    "㎡": "square metres", "m²": "square metres",
}  # fmt: skip
_DASH = r"\s?[-–—~]\s?"
_FIGURES = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_ALONE = r"(?<![\w.-])(?<!\d,)"  # no letters, Chinese or figures before it
_WHOLE = r"(?![.,]?\d)(?!\w)"  # nor after it
_CLOCK = r"(\d{1,2}):(\d{2})(?:\s?([ap])\.?m\b\.?)?(?![\d:])"
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str] | str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), spoken)
    for pattern, spoken in (
        (rf"{_ALONE}([12]\d{{3}})-(\d{{1,2}})-(\d{{1,2}})(?![\w-])", _date),
        (rf"\b((?:{'|'.join(_MONTHS)})(?: \d{{1,2}})?,? )([12]\d{{3}})\b", lambda found: found[1] + _year(found[2])),
        (
            rf"{_ALONE}((?:19|20)\d\d){_DASH}((?:19|20)\d\d){_WHOLE}",
            lambda found: f"{_year(found[1])} to {_year(found[2])}",
        ),
        (rf"{_ALONE}(?:0\d{{2,3}}[- ]?\d{{7,8}}|1[3-9]\d{{9}}|[2-8]\d{{6,7}}){_WHOLE}", _part_by_part),
        (
            rf"\b((?:call|dial|ring|hotline|phone|telephone|number)(?: on| is)?:? )(\d{{3,6}}){_WHOLE}",
            lambda found: found[1] + _digits(found[2]),
        ),
        (rf"(?<=[\dm.]){_DASH}(?=\d{{1,2}}:\d\d)", " to "),
        (rf"(?<![\d:.,]){_CLOCK}", _time),
        (r"(?<![\w.:])(\d{1,2})()\s?([ap])\.?m\b\.?", _time),
        (r"([ap]\.m\.)\.", r"\1"),
        (rf"[¥￥]\s?({_FIGURES})", r"\1 yuan"),
        (r"\bNo(s?)\.\s?(?=\d)", r"number\1 "),
        (r"(?<![\w.,])(\d{1,9})(?:st|nd|rd|th)\b", lambda found: ordinal(int(found[1]))),
        (rf"{_ALONE}(?<!/)(\d{{1,4}})/(\d{{1,4}})(?!/){_WHOLE}", _fraction),
        (rf"{_ALONE}\d+(?:-\d+){{2,}}(?!-){_WHOLE}", _part_by_part),
        (rf"(?<=\d)\s?({'|'.join(_UNITS)})(?!\w)", lambda found: f" {_UNITS[found[1]]}"),
        (rf"(?<![\w.,-])({_FIGURES}){_DASH}({_FIGURES})(?!-)(?=%|{_WHOLE})", r"\1 to \2"),
        (r"(?<![\w.)%-])[-−](?=\d)", "minus "),
        (rf"{_ALONE}({_FIGURES})%", lambda found: f"{_figure(found[1])} per cent"),
        (rf"{_ALONE}{_FIGURES}{_WHOLE}", lambda found: _figure(found[0])),
    )
)
"""In this order: what a rule has put into words, the next ones do not see."""
