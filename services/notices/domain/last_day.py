"""A last day that is over: whoever began something then would ask people who can no longer answer."""

from __future__ import annotations

from datetime import date

from shared.errors import FieldError, Missing


def last_day_fault(last_day: date | None, today: date) -> list[FieldError]:
    """Of a draft that is written; without a last day it goes on until somebody ends it."""
    if last_day is None or last_day >= today:
        return []
    message = "最后一天（{day}）已经过去，请改为今天或以后的日期。"
    return [FieldError("closes_on", "last_day_over", message, {"day": last_day.isoformat()})]


def last_day_over(last_day: date | None, today: date, *, draft: bool) -> Missing | None:
    """Of one that is to be approved, while its writers can still change the day, or to be opened, when nobody can."""
    if last_day is None or last_day >= today:
        return None
    message = (
        "最后一天（{day}）已经过去：请先把它改为今天或以后的日期。"
        if draft
        else "最后一天（{day}）已经过去，审核后也不能再改：请作废，换一个最后一天重新发起。"
    )
    return Missing("last_day_over", message, facts={"day": last_day.isoformat()}, field="closes_on")
