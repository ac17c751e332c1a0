"""Areas: the statistical division codes (统计用区划代码) of 12 digits and what lies below one.

Source: 国家统计局《统计用区划代码和城乡划分代码编制规则》: province 2, prefecture 2, county 2, town or subdistrict 3,
community 3 digits; the places below an area's own level are zeros.
"""

from __future__ import annotations

import re
from typing import Literal

from shared.errors import Invalid

Level = Literal["province", "prefecture", "county", "subdistrict", "community"]

_ENDS: tuple[tuple[Level, int, int], ...] = (
    ("community", 9, 12),
    ("subdistrict", 6, 9),
    ("county", 4, 6),
    ("prefecture", 2, 4),
    ("province", 0, 2),
)
_CODE = re.compile(r"(?!00)[0-9]{12}")


def check(code: str) -> str:
    """The code itself. Raises Invalid when it is not 12 digits of an area."""
    if not _CODE.fullmatch(code):
        raise Invalid("area_code_invalid", "区划代码应为12位数字，收到的是“{area}”。", area=code)
    return code


def level(code: str) -> Level:
    return next(name for name, start, end in _ENDS if int(code[start:end]) > 0)


def prefix(code: str) -> str:
    """The digits that every area below `code` starts with: `450403000000` → `450403`."""
    return next(code[:end] for _, start, end in _ENDS if int(code[start:end]) > 0)


def reaches(holder: str, code: str) -> bool:
    """Whether someone whose token carries the area `holder` reaches the area `code`."""
    return code.startswith(prefix(holder))
