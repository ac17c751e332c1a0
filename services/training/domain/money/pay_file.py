"""A file of payments, as the finance office exports it."""

from __future__ import annotations

import re
from datetime import date

from services.training.domain.regimes.fields import fen
from shared.columns import cells
from shared.columns.cells import Unreadable
from shared.columns.headers import Column

_MONTH = re.compile(r"([0-9]{4})(?:[-/.]| ?年 ?)([0-9]{1,2})(?: ?月)?(?:[-/.]0?1)?")
_FLAGS = {"是": True, "已缴": True, "yes": True, "1": True, "否": False, "未缴": False, "no": False, "0": False}

COLUMNS = (
    Column("area", "区划代码", ("社区代码",)),
    Column("name", "姓名"),
    Column("birth_date", "出生日期", required=False),
    Column("month", "月份", ("工资月份",)),
    Column("fen", "实发金额", ("实发金额（元）", "实发")),
    Column("paid_on", "发放日期"),
    Column("pension", "养老", ("养老保险",)),
    Column("medical", "医疗", ("医疗保险",)),
    Column("unemployment", "失业", ("失业保险",)),
)


def month(text: str) -> date:
    """2026-11, 2026/11, 2026年11月 or the month's first day. Raises Unreadable."""
    typed = cells.required(text, 100)
    found = _MONTH.fullmatch(typed)
    try:
        year, number = map(int, found.groups()) if found else (0, 0)
        return date(year, number, 1)
    except ValueError:
        raise Unreadable("month_unreadable", "不是月份：“{value}”，应如2026-11。", value=typed[:40]) from None


def _maybe_day(text: str) -> date | None:
    return cells.day(text) if cells.clean(text) else None


_flag = cells.one_of(_FLAGS, "是、否")

READERS = {
    "area": lambda text: cells.required(text, 12),
    "name": cells.person_name,
    "birth_date": _maybe_day,
    "month": month,
    "fen": fen,
    "paid_on": cells.day,
    "pension": _flag,
    "medical": _flag,
    "unemployment": _flag,
}
