"""Personal data in what residents write: found and covered before anybody else reads it."""

from __future__ import annotations

import re

# The longer patterns stand first, so that an identity number is not taken for a telephone number within it.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("电子邮件", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("身份证号", re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")),
    ("银行卡号", re.compile(r"(?<!\d)(?:\d[ -]?){15,18}\d(?!\d)")),
    ("手机号", re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")),
    ("电话号码", re.compile(r"(?<!\d)0\d{2,3}[ -]?\d{7,8}(?!\d)")),
    ("车牌号", re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z]·?[A-Z0-9]{5,6}")),
    ("门牌", re.compile(r"\d+(?:栋|幢|号楼|座)(?:\d+单元)?\d+(?:室|号|房)?")),
)


def personal_data(text: str) -> list[str]:
    """What kinds are in the text, in words for the clerk. Names cannot be found by a rule: a person looks for those."""
    return _covering(text)[1]


def covered(text: str) -> str:
    """The text with what was found replaced by its kind: a proposal for the clerk, who reads it before it is public."""
    return _covering(text)[0]


def _covering(text: str) -> tuple[str, list[str]]:
    """Pattern by pattern: what one has covered the next does not find again."""
    found = []
    for name, pattern in _PATTERNS:
        text, hits = pattern.subn(f"〔{name}〕", text)
        found += [name] if hits else []
    return text, found
