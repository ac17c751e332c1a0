"""Reading a timetable template from plain data: nothing is guessed, and every fault is told at once.

A template may stand on another (`base: <id>`, as rule sets do) and keep only some of its stages (`only: [codes]`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from services.elections.domain.calendar.stages import (
    POLLING,
    POLLING_DAY,
    Bound,
    DoneBy,
    Fulfilment,
    Responsible,
    Stage,
    Template,
    number_at,
)
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.steps import Step
from services.elections.domain.rules.modes import Mode
from shared.errors import FieldError, Invalid

if TYPE_CHECKING:
    from services.elections.domain.rules.rule_set import RuleSet

_CLAUSE = re.compile(r"Art \d+(–\d+)?|local rule")
_CODE = re.compile(r"[a-z][a-z_]*")
_KEYS = {"id", "reminders", "stages"}


def parse_template(source: Mapping[str, Any], rules: RuleSet) -> Template:
    """`rules` are any rule set: they say which numbers and clauses there are. Raises Invalid naming every fault."""
    faults = [_fault(name, "rule_unknown", "没有这项规则。") for name in source if name not in _KEYS]
    stages = [_stage(code, each, rules, faults) for code, each in dict(source.get("stages", {})).items()]
    reminders = _read(source.get("reminders"), "reminders", _numbers, faults)
    if not faults:
        parsed = Template(str(source["id"]), reminders, tuple(each for each in stages if each is not None))
        faults += _out_of_order(parsed)
    if faults:
        raise Invalid("template_invalid", "日程模板“{id}”有误。", fields=faults, id=str(source.get("id", "")))
    return parsed


def _stage(code: str, source: object, rules: RuleSet, faults: list[FieldError]) -> Stage | None:
    path = f"stages.{code}"
    if not isinstance(source, Mapping):
        faults.append(_fault(path, "rule_missing", "缺少这一组规则。"))
        return None
    before = len(faults)
    unknown = source.keys() - (_READERS.keys() | _BOUNDS)
    faults += [_fault(f"{path}.{name}", "rule_unknown", "没有这项规则。") for name in sorted(unknown)]
    values = {
        name: _read(source.get(name), f"{path}.{name}", reader, faults)
        for name, reader in _READERS.items()
        if name in source or name in _NEEDED
    }
    values |= {name: _bound(source.get(name), f"{path}.{name}", rules, faults) for name in _BOUNDS}
    if len(faults) > before:
        return None
    stage = Stage(code=code, zh=values.pop("name"), **values)
    if not _CLAUSE.fullmatch(stage.article(rules)):
        faults.append(_wrong(f"{path}.clause", stage.clause))
    return stage


def _bound(source: object, path: str, rules: RuleSet, faults: list[FieldError]) -> Bound | None:
    """`{days: [roll.days_before], before: polling_day}` or `{days: [3], after: <stage>}`."""
    if source is None:
        return None
    try:
        return _bound_of(source, rules)
    except (TypeError, ValueError, LookupError):
        faults.append(_wrong(path, source))
        return None


def _bound_of(source: Any, rules: RuleSet) -> Bound:
    given = dict(source)
    days = tuple(given.pop("days"))
    excused_by = given.pop("excused_by", "")
    ((word, anchor),) = given.items()
    if word not in {"before", "after"} or (word == "before") != (anchor == POLLING_DAY) or not days:
        raise ValueError(word)
    for each in days:
        if type(each) is not int and number_at(each, rules) < 0:
            raise ValueError(each)
    return Bound(days, anchor, excused_by)


def _out_of_order(template: Template) -> list[FieldError]:
    """A stage waits for stages above it only, so that none waits for itself."""
    faults: list[FieldError] = []
    above: set[str] = set()
    for stage in template.stages:
        anchors = {each.anchor for each in (stage.earliest, stage.latest) if each is not None} - {POLLING_DAY}
        faults += [_wrong(f"stages.{stage.code}.after", each) for each in (*stage.after, *anchors) if each not in above]
        if stage.begins > stage.ends:
            faults.append(_wrong(f"stages.{stage.code}.begins", stage.begins))
        above.add(stage.code)
    if POLLING not in above:
        faults.append(_fault("stages.polling", "rule_missing", "缺少这一组规则。"))
    return faults


def _read(value: object, path: str, reader: Callable[[Any], Any], faults: list[FieldError]) -> Any:
    try:
        return reader(value)
    except (TypeError, ValueError, KeyError):
        faults.append(_wrong(path, value))
        return None


def _wrong(path: str, value: object) -> FieldError:
    return FieldError(path, "rule_value", "规则的值“{value}”不能用。", {"value": str(value)})


def _fault(path: str, code: str, message: str) -> FieldError:
    return FieldError(path, code, message)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError
    return value


def _day(value: Any) -> int:
    if type(value) is not int:
        raise TypeError
    return value


def _numbers(value: Any) -> tuple[int, ...]:
    if not all(type(each) is int and each > 0 for each in value):
        raise TypeError
    return tuple(sorted(value, reverse=True))


def _codes(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(_CODE.fullmatch(each) for each in value):
        raise TypeError
    return tuple(value)


def _fulfilment(value: Any) -> Fulfilment:
    ((by, code),) = value.items()
    return Fulfilment(DoneBy(by), Step(code).value if by == DoneBy.STEP else _text(code))


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "name": _text,
    "begins": _day,
    "ends": _day,
    "clause": _text,
    "responsible": Responsible,
    "done_by": _fulfilment,
    "event": _text,
    "after": _codes,
    "kinds": lambda value: frozenset(map(ElectionKind, value)),
    "modes": lambda value: frozenset(map(Mode, value)),
}
_BOUNDS = {"earliest", "latest"}
_NEEDED = ("name", "begins", "ends", "clause", "responsible", "done_by")
