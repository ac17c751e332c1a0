"""Figures as they are spoken in English."""

from __future__ import annotations

import re

_BELOW_TEN = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_BELOW_TWENTY = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen")
_SMALL = (*_BELOW_TEN, *_BELOW_TWENTY, "nineteen")
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_GROUPS = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))


def speak(text: str) -> str:
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


def _decimal(figures: str) -> str:
    whole, _, rest = figures.replace(",", "").partition(".")
    rest = rest.rstrip("0")
    said = number(int(whole)) if len(whole) <= 12 else " ".join(_SMALL[int(digit)] for digit in whole)
    return said + (" point " + " ".join(_SMALL[int(digit)] for digit in rest) if rest else "")


def _time(found: re.Match[str]) -> str:
    hour, minute = int(found[1]), int(found[2])
    if hour > 23 or minute > 59:
        return found[0]
    rest = f" {'oh ' if minute < 10 else ''}{number(minute)}" if minute else ""
    return f"{number(hour % 12 or 12)}{rest} {'a.m.' if hour < 12 else 'p.m.'}"


def _year(found: re.Match[str]) -> str:
    first, last = divmod(int(found[2]), 100)
    if first == 20 and last < 10:
        return f"{found[1]}{number(int(found[2]))}"
    return f"{found[1]}{number(first)} {'oh ' if 0 < last < 10 else ''}{number(last) if last else 'hundred'}"


def _telephone(found: re.Match[str]) -> str:
    return ", ".join(" ".join(_SMALL[int(digit)] for digit in part) for part in re.split(r"\D+", found[0]) if part)


_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_FIGURES = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_RULES = (
    (re.compile(rf"((?:{_MONTHS}),? )([12]\d{{3}})\b"), _year),
    (re.compile(r"(?<!\d)(?:0\d{2,3}[- ]?\d{7,8}|1[3-9]\d{9}|[2-8]\d{6,7})(?!\d)"), _telephone),
    (re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)"), _time),
    (re.compile(rf"(?<![\d.])({_FIGURES})%"), lambda found: f"{_decimal(found[1])} per cent"),
    (re.compile(rf"(?<![\d.A-Za-z]){_FIGURES}(?!\d)"), lambda found: _decimal(found[0])),
)
