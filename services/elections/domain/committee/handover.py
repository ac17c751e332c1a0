"""The handover to the new committee (Art 25): run by the election committee, overseen by the subdistrict, ten days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.steps import State
from services.elections.domain.rules.numbers import deadline
from shared.errors import Conflict, FieldError, Invalid, Missing, NotFound

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from services.elections.domain.rules.aftermath_rules import HandoverRule
    from services.elections.domain.rules.rule_set import RuleSet


def due(certified: date, rules: RuleSet) -> date:
    """自新一届居民委员会产生之日起十日内."""
    return deadline(certified, rules.handover.days)


def check_open(kind: ElectionKind, state: State) -> None:
    """Raises Conflict where nothing is handed over: before there is a new committee, and where the committee stays."""
    if kind is not ElectionKind.TERM:
        raise Conflict("handover_not_needed", "只有换届选举需要工作移交。")
    if state is not State.CERTIFIED:
        raise Conflict("result_not_certified", "选举结果还没有确认。")


def check_item(code: str, rule: HandoverRule) -> None:
    """Raises NotFound for something that is not on the list."""
    if code not in rule.items:
        raise NotFound("handover_item_unknown", "移交清单上没有这一项。")


def check_day(field: str, on: date, *, certified: date, today: date) -> None:
    """Raises Invalid for a day before there was a new committee, or to come."""
    if certified <= on <= today:
        return
    facts = {"certified": certified.isoformat(), "today": today.isoformat()}
    fault = FieldError(field, "handover_day", "日期应在结果确认日{certified}到今天{today}之间。", facts)
    raise Invalid("handover_invalid", "工作移交的记录有误，请按提示修改。", fields=[fault])


def check_complete(done: Collection[str], rule: HandoverRule) -> None:
    """Raises Conflict that names what is not handed over yet."""
    missing = [
        Missing("handover_item_open", "“{item}”还没有移交。", rule.clause, {"code": code, "item": name})
        for code, name in rule.items.items()
        if code not in done
    ]
    if missing:
        raise Conflict(
            "handover_open", "工作移交还没有完成：有{count}项没有移交。", missing=missing, count=len(missing)
        )
