"""Assessed levels as a file (能力评估表): one row for each cadre and competency."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from services.training.domain.learning.competencies import MOST
from services.training.domain.learning.courses import Competency
from shared.columns import cells
from shared.columns.headers import Column

COLUMNS = (
    Column("area", "区划代码", ("社区代码", "division code")),
    Column("name", "姓名"),
    Column("birth_date", "出生日期", ("date of birth",), required=False),
    Column("competency", "能力"),
    Column("level", "等级"),
    Column("assessed_on", "评估日期"),
    Column("assessor", "评估人"),
    Column("evidence", "评估依据", ("依据",)),
)
_WORDS = {word: each for each in Competency for word in (each.zh, each.value)}


def _level(text: str) -> int:
    found = cells.number(text)
    if found > MOST:
        raise cells.Unreadable("level_unreadable", "等级应为0到{most}：“{value}”。", most=MOST, value=text)
    return found


def _maybe_day(text: str) -> Any:
    return cells.day(text) if cells.clean(text) else None


READERS: Mapping[str, Callable[[str], Any]] = {
    "area": partial(cells.required, longest=12),
    "name": cells.person_name,
    "birth_date": _maybe_day,
    "competency": cells.one_of(_WORDS, "、".join(each.zh for each in Competency)),
    "level": _level,
    "assessed_on": cells.day,
    "assessor": partial(cells.required, longest=100),
    "evidence": partial(cells.required, longest=500),
}
