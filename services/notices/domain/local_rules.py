"""When a place's own rule on taking part begins and ends (R19)."""

from __future__ import annotations

from datetime import date

from shared.errors import Conflict, FieldError, Invalid


def check_adoption(adopted_on: date, *, today: date) -> None:
    """Raises Invalid."""
    if adopted_on > today:
        _refuse("adopted_on", "day_ahead", "通过的日期不能在今天以后。")


def check_repeal(adopted_on: date, repealed_on: date | None, *, on: date) -> None:
    """Raises Conflict for a rule that holds no longer, Invalid for a day before it was adopted."""
    if repealed_on is not None:
        raise Conflict("rule_repealed", "这项规则已经废止。")
    if on < adopted_on:
        _refuse("on", "day_before", "废止的日期不能早于通过的日期。")


def _refuse(field: str, code: str, message: str) -> None:
    raise Invalid("rule_invalid", "规则有误，请按提示修改。", fields=[FieldError(field, code, message)])
