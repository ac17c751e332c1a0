"""Figures as they are spoken in Chinese."""

from __future__ import annotations

import re

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万亿")


def speak(text: str) -> str:
    """The text with dates, times, shares, sums and telephone numbers in words."""
    for pattern, replaced in _RULES:
        text = pattern.sub(replaced, text)
    return text


def number(value: int) -> str:
    """1200 → 一千二百；10 → 十；105 → 一百零五."""
    if value == 0:
        return "零"
    groups, rest = [], value
    while rest:
        rest, group = divmod(rest, 10_000)
        groups.append(group)
    spoken = ""
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if group:
            gap = "零" if spoken and (group < 1000 or (groups[place + 1] % 10 == 0 and groups[place + 1] == 0)) else ""
            spoken += gap + _below_ten_thousand(group) + _GROUPS[place]
    return spoken.removeprefix("一") if spoken.startswith("一十") else spoken


def digits(figures: str, *, one: str = "一") -> str:
    return "".join(one if each == "1" else _DIGITS[int(each)] for each in figures)


def _below_ten_thousand(value: int) -> str:
    spoken, gap = "", False
    for place in range(3, -1, -1):
        digit = value // 10**place % 10
        if digit:
            spoken += ("零" if gap and spoken else "") + _DIGITS[digit] + _UNITS[place]
            gap = False
        else:
            gap = True
    return spoken


def _year(found: re.Match[str]) -> str:
    return digits(found[1]) + "年"


def _time(found: re.Match[str]) -> str:
    hour, minute = int(found[1]), int(found[2])
    if hour > 23 or minute > 59:
        return found[0]
    part = "凌晨" if hour < 6 else "上午" if hour < 12 else "中午" if hour == 12 else "下午" if hour < 18 else "晚上"
    clock = number(hour - 12 if hour > 12 else hour)
    rest = "半" if minute == 30 else f"{'零' if minute < 10 else ''}{number(minute)}分" if minute else ""
    return f"{part}{'两' if clock == '二' else clock}点{rest}"


def _decimal(figures: str) -> str:
    whole, _, rest = figures.replace(",", "").partition(".")
    if len(whole) > 16:
        return digits(whole)
    rest = rest.rstrip("0")
    return number(int(whole)) + (f"点{digits(rest)}" if rest else "")


def _money(found: re.Match[str]) -> str:
    """12.50元 → 十二元五角."""
    tenths, hundredths = found[2][0], found[2][1:]
    rest = f"{digits(tenths)}角" if tenths != "0" else "零" if hundredths.strip("0") else ""
    rest += f"{digits(hundredths)}分" if hundredths.strip("0") else ""
    whole = _decimal(found[1])
    return rest.removeprefix("零") if whole == "零" and rest else f"{whole}元{rest}"


def _share(found: re.Match[str]) -> str:
    return "百分之" + _decimal(found[1])


def _fraction(found: re.Match[str]) -> str:
    return f"{number(int(found[2]))}分之{number(int(found[1]))}"


def _telephone(found: re.Match[str]) -> str:
    return "，".join(digits(part, one="幺") for part in re.split(r"\D+", found[0]) if part)


_FIGURES = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_RULES = (
    (re.compile(r"(?<!\d)([12]\d{3})年"), _year),
    (
        re.compile(
            r"(?<!\d)(?:0\d{2,3}[- ]?\d{7,8}|1[3-9]\d{9}|[2-8]\d{6,7}|1[12]\d{1}(?=\D|$)(?<=110|119|120|122))(?!\d)"
        ),
        _telephone,
    ),
    (re.compile(r"(?<!\d)(\d{1,2})[:：](\d{2})(?!\d)"), _time),
    (re.compile(r"(?<![\d.])(\d{1,3}(?:,\d{3})+|\d+)\.(\d{1,2})元"), _money),
    (re.compile(rf"(?<![\d.])({_FIGURES})[%％]"), _share),
    (re.compile(r"(?<![\d/.])(\d{1,4})/(\d{1,4})(?![\d/])"), _fraction),
    (re.compile(rf"(?<![\d.A-Za-z]){_FIGURES}(?![\d])"), lambda found: _decimal(found[0])),
)
