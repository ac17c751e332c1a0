"""Figures as they are spoken in Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万亿")


def speak(text: str) -> str:
    """The text with its figures in words, by the table at the end; beside Latin letters (A3, PM2.5) they stay."""
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


def _date(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return found[0]
    return f"{digits(year)}年{number(int(month))}月{number(int(day))}日"


def _time(found: re.Match[str]) -> str:
    """下午2:30 → 下午两点半；8:00-11:30 → 上午八点到十一点半."""
    part = said = ""
    for told, hour, minute in re.findall(_CLOCK, found[0]):
        if int(minute) > 59 or int(hour) * 60 + int(minute) > 24 * 60:
            return found[0]
        before, part = part, told or (part if part and int(hour) < 12 else _part_of_day(int(hour)))
        said += ("到" if said else "") + (part if part != before else "") + _clock(int(hour), int(minute))
    return said


def _part_of_day(hour: int) -> str:
    return "凌晨" if hour < 6 else "上午" if hour < 12 else "中午" if hour == 12 else "下午" if hour < 18 else "晚上"


def _clock(hour: int, minute: int) -> str:
    said = number(hour - 12 if hour > 12 else hour)
    rest = "半" if minute == 30 else f"{'零' if minute < 10 else ''}{number(minute)}分" if minute else ""
    return f"{'两' if said == '二' else said}点{rest}"


def _figure(figures: str) -> str:
    """A number; digit by digit what is no quantity: 0774, or longer than anybody counts."""
    whole, _, rest = figures.replace(",", "").partition(".")
    said = digits(whole) if len(whole) > 16 or (len(whole) > 1 and whole[0] == "0") else number(int(whole))
    rest = rest.rstrip("0")
    return said + (f"点{digits(rest)}" if rest else "")


def _money(found: re.Match[str]) -> str:
    """12.50元 → 十二元五角."""
    tenths, hundredths = found[2][0], found[2][1:]
    rest = f"{digits(tenths)}角" if tenths != "0" else "零" if hundredths.strip("0") else ""
    rest += f"{digits(hundredths)}分" if hundredths.strip("0") else ""
    whole = _figure(found[1])
    return rest.removeprefix("零") if whole == "零" and rest else f"{whole}元{rest}"


def _share(found: re.Match[str]) -> str:
    """3-5% → 百分之三到五."""
    first = f"{_figure(found[1])}到" if found[1] else ""
    return f"{'千' if found[3] == '‰' else '百'}分之{first}{_figure(found[2])}"


def _degrees(found: re.Match[str]) -> str:
    """-3~5℃ → 零下三摄氏度到五摄氏度."""
    minus, first, last_minus, last = found.groups()
    told = ((minus, first), (last_minus, last)) if last else ((minus, first),)
    return "到".join(f"{'零下' if below else ''}{_figure(figures)}摄氏度" for below, figures in told)


def _fraction(found: re.Match[str]) -> str:
    part, whole = int(found[1]), int(found[2])
    return f"{number(whole)}分之{number(part)}" if part < whole else found[0]


def _range(found: re.Match[str]) -> str:
    """3-5 → 三到五; 5-3 is no range but a door."""
    first, last = (float(each.replace(",", "")) for each in found.groups())
    return f"{_figure(found[1])}到{_figure(found[2])}" if first < last else _door(found)


def _door(found: re.Match[str]) -> str:
    """3-2-501 → 三杠二杠五零一."""
    return "杠".join(digits(each) if each.isdigit() and len(each) > 2 else _figure(each) for each in _split(found[0]))


def _telephone(found: re.Match[str]) -> str:
    """With 幺 for one, which by telephone sounds like seven."""
    return re.sub(r"\d+", lambda part: digits(part[0], one="幺"), re.sub(r"\D*[-) ）]\D*", "，", found[0].strip("(（")))


def _split(figures: str) -> list[str]:
    return re.split(rf"[{_DASH}]", figures)


_DASH = r"\-–—~～－"
_MINUS = r"\-−－"
_TO = rf"\s?[{_DASH}至到]\s?"
_FIGURES = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_ALONE = r"(?<![\d.,A-Za-z])"  # no figures or letters before it
_WHOLE = r"(?![.,]?\d)"  # nor figures after it
_COUNTED = "元万亿人户名个份岁天次位张件套间栋层楼号路米吨度年月日周时分秒克斤升票㎡℃%％‰A-Za-z"
"""What follows a quantity: 110户 is no call to the police."""
_CLOCK = r"(?:(凌晨|早上|早晨|上午|中午|下午|傍晚|晚上)\s?)?(\d{1,2})[:：](\d{2})(?![\d:：])"
_NUMBERED = "邮编|邮政编码|尾号|编号|账号|帐号|卡号|密码|验证码|会议号|群号"
_UNITS_IN_WORDS = {
    "km/h": "公里每小时", "km²": "平方公里", "m²": "平方米", "m2": "平方米", "㎡": "平方米", "m³": "立方米",
    "m3": "立方米", "km": "公里", "cm": "厘米", "mm": "毫米", "m": "米", "kg": "公斤", "g": "克", "t": "吨",
    "mL": "毫升", "ml": "毫升", "L": "升", "kWh": "千瓦时", "kW": "千瓦", "W": "瓦",
}  # fmt: skip
_PHONES = (
    r"(?:[(（]0\d{2,3}[)）]\s?|0\d{2,3}[- ]?)\d{7,8}(?:[-转]\d{1,6})?|[48]00-?\d{3}-?\d{4}|1[3-9]\d(?:[- ]?\d{4}){2}"
    r"|[2-8]\d{6,7}(?:转\d{1,6})?|12[0-9]\d{2}|9[56]\d{3,4}|100(?:00|10|86)|110|119|12[0-2]"
)
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str] | str], ...] = tuple(
    (re.compile(pattern), spoken)
    for pattern, spoken in (
        (rf"((?:{_NUMBERED})[：:为是 ]*)(\d+)", lambda found: found[1] + digits(found[2])),
        (rf"{_ALONE}([12]\d{{3}})[-/.](\d{{1,2}})[-/.](\d{{1,2}})(?![\d-])", _date),
        (rf"{_ALONE}(20\d\d)-(0[1-9]|1[0-2])(?![\d-])", lambda found: f"{digits(found[1])}年{number(int(found[2]))}月"),
        (
            rf"{_ALONE}((?:19|20)\d\d)(年?){_TO}((?:19|20)\d\d){_WHOLE}(?![{_COUNTED}](?<!年))",
            lambda found: f"{digits(found[1])}{found[2]}到{digits(found[3])}",
        ),
        (rf"{_ALONE}([12]\d{{3}})(?=[年届级])", lambda found: digits(found[1])),
        (rf"{_ALONE}(?:{_PHONES}){_WHOLE}(?!\s?[{_COUNTED}/])", _telephone),
        (rf"(?<![\d:：.,]){_CLOCK}(?:{_TO}{_CLOCK})?", _time),
        (rf"[¥￥]\s?({_FIGURES})", r"\1元"),
        (rf"{_ALONE}(\d{{1,3}}(?:,\d{{3}})+|\d+)\.(\d{{1,2}})元", _money),
        (
            rf"(?:(?<![\dA-Za-z])([{_MINUS}]))?(?<![\d.,])({_FIGURES})(?:[{_DASH}至到]([{_MINUS}]?)({_FIGURES}))?\s?(?:℃|°C)",
            _degrees,
        ),
        (rf"(?<![\w)）.%％{_DASH}])[{_MINUS}](?=\d)|(?<![\dA-Za-z])[{_MINUS}](?=\d+[层楼])", "负"),
        (r"(?<=[元角分度吨次])/(?=[\u4e00-\u9fff㎡m])(?![零一二三四五六七八九十])", "每"),
        (rf"(?<=[\d每])\s?({'|'.join(_UNITS_IN_WORDS)})(?![A-Za-z])", lambda found: _UNITS_IN_WORDS[found[1]]),
        (rf"(?<=[日月号点时分里米斤克吨升元])[{_DASH}](?=\d)", "到"),
        (rf"{_ALONE}(?:({_FIGURES})[%％]?{_TO})?({_FIGURES})([%％‰])", _share),
        (rf"{_ALONE}(?<!/)(\d{{1,4}})/(\d{{1,4}})(?![\d/栋号楼层期组])", _fraction),
        (rf"{_ALONE}(?<!-)\d+(?:-\d+){{2,}}(?![\d-])|{_ALONE}(?<!-)\d+-\d{{3,4}}(?=[室房])", _door),
        (rf"{_ALONE}(?<!-)({_FIGURES})\s?[{_DASH}]\s?({_FIGURES})(?![\d{_DASH}])", _range),
        (r"(?<![\d:：])(\d+)[:：](\d+)(?![\d:：])", r"\1比\2"),
        (r"(?<=\d)\s?[×xX*]\s?(?=\d)", "乘"),
        (rf"{_ALONE}(\d{{3,4}})(?=[室房])", lambda found: digits(found[1])),
        (r"(?<![\d.,第A-Za-z])2(?=[个人户名份天次位张件套间家种场遍辆台本])", "两"),
        (rf"{_ALONE}\d+(?:\.\d+){{2,}}", lambda found: "点".join(map(_figure, found[0].split(".")))),
        (rf"(?<![\d.A-Za-z]){_FIGURES}(?!\d)", lambda found: _figure(found[0])),
    )
)
"""In this order: what a rule has put into words, the next ones do not see."""
