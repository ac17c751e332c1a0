"""The order of buildings and doors as people count them: building 2 stands before building 10."""

from __future__ import annotations

import re

_DIGITS = re.compile(r"(\d+)")

Counted = tuple[tuple[int, int, str], ...]


def counted(name: str) -> Counted:
    """To sort by. Figures are compared as figures, what stands between them as text."""
    parts = _DIGITS.split(name)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part)
