"""Who is meant: a rule as JSON, one condition an object, put together with and, or, not (R61).

    {"and": [{"kind": ["elderly", "low_income"]}, {"not": {"building": "3栋"}}, {"age": {"to": 75}}]}

Several values of a condition mean any of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from services.notices.domain.residents.kinds import Interest, ResidentKind
from shared import areas
from shared.columns.cells import clean
from shared.errors import FieldError, Invalid
from shared.worded import Worded

_DEEPEST = 8
_MOST_PARTS = 200
_MOST_VALUES = 500
_LONGEST_VALUE = 50
_OLDEST = 130


class What(Worded):
    """What of a resident a condition looks at."""

    KIND = "kind", "居民类别"
    INTEREST = "interest", "关注事项"
    GROUP = "group", "居民小组"
    BUILDING = "building", "楼栋"
    EMPLOYER = "employer", "工作单位"
    AREA = "area", "社区"


@dataclass(frozen=True, slots=True)
class Everyone:
    """All who live there."""


@dataclass(frozen=True, slots=True)
class Match:
    what: What
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Age:
    """In completed years, both included."""

    least: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class Not:
    rule: Rule


@dataclass(frozen=True, slots=True)
class And:
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Or:
    rules: tuple[Rule, ...]


Rule = Everyone | Match | Age | Not | And | Or

EVERYONE: dict[str, Any] = {"all": True}


def read_rule(value: object, *, within: str) -> Rule:
    """The rule of an audience in the area `within`. Raises Invalid with every fault by its path."""
    reader = _Reader(within)
    rule = reader.rule(value, "audience", 1)
    if reader.faults:
        raise Invalid("audience_invalid", "发送对象的条件有误，请按提示修改。", fields=reader.faults)
    return rule


class _Reader:
    """Goes through the whole rule; where something is wrong it notes that and goes on with everyone."""

    def __init__(self, within: str) -> None:
        self.faults: list[FieldError] = []
        self._within = within
        self._parts = 0
        self._readers: dict[str, Callable[[Any, str, int], Rule]] = {
            "all": self._everyone,
            "age": self._age,
            "not": lambda value, path, depth: Not(self.rule(value, path, depth + 1)),
            "and": lambda value, path, depth: And(self._rules(value, path, depth)),
            "or": lambda value, path, depth: Or(self._rules(value, path, depth)),
        } | {what: self._match(what) for what in What}

    def rule(self, value: object, path: str, depth: int) -> Rule:
        self._parts += 1
        if depth > _DEEPEST or self._parts > _MOST_PARTS:
            return self._fault(path, "rule_too_large", "条件最多{depth}层、{parts}项。")
        if not isinstance(value, dict) or len(value) != 1:
            return self._fault(path, "rule_malformed", "每个条件应是只有一个名称的对象，如{example}。")
        [(name, below)] = value.items()
        if name not in self._readers:
            return self._fault(path, "condition_unknown", "不认识条件“{value}”，可用：{names}。", str(name))
        return self._readers[name](below, f"{path}.{name}", depth)

    def _rules(self, value: object, path: str, depth: int) -> tuple[Rule, ...]:
        if not isinstance(value, list) or not value:
            self._fault(path, "rules_missing", "这里应列出至少一个条件。")
            return ()
        if len(value) > _MOST_PARTS:
            self._fault(path, "rule_too_large", "条件最多{depth}层、{parts}项。")
            return ()
        return tuple(self.rule(each, f"{path}.{place}", depth + 1) for place, each in enumerate(value))

    def _everyone(self, value: object, path: str, _: int) -> Rule:
        return Everyone() if value is True else self._fault(path, "rule_malformed", "“all”的值应为true。")

    def _match(self, what: What) -> Callable[[Any, str, int], Rule]:
        def read(value: object, path: str, _: int) -> Rule:
            values = value if isinstance(value, list) else [value]
            if not 1 <= len(values) <= _MOST_VALUES:
                return self._fault(path, "values_missing", "这里应列出1到{values}个值。")
            checked = (self._value(what, each, f"{path}.{place}") for place, each in enumerate(values))
            return Match(what, tuple(dict.fromkeys(checked)))

        return read

    def _value(self, what: What, value: object, path: str) -> str:
        text = clean(value) if isinstance(value, str) else ""
        if not 1 <= len(text) <= _LONGEST_VALUE or not text.isprintable():
            self._fault(path, "value_malformed", "这里应是1到{longest}个字的文字。")
        elif what in _CODES and text not in _CODES[what]:
            self._fault(path, "value_unknown", "不认识“{value}”。", text)
        elif what is What.AREA and not self._lies_within(text):
            self._fault(path, "area_outside", "“{value}”不是发送范围内的区划代码。", text)
        return text

    def _lies_within(self, code: str) -> bool:
        try:
            return areas.reaches(self._within, areas.check(code))
        except Invalid:
            return False

    def _age(self, value: object, path: str, _: int) -> Rule:
        if not isinstance(value, dict) or not value or set(value) - {"from", "to"}:
            return self._fault(path, "age_malformed", "年龄应写成from和to，如{age}。")
        for name, years in value.items():
            if isinstance(years, bool) or not isinstance(years, int) or not 0 <= years <= _OLDEST:
                return self._fault(f"{path}.{name}", "age_malformed", "年龄应是0到{oldest}的整数。")
        if value.get("from", 0) > value.get("to", _OLDEST):
            return self._fault(path, "age_reversed", "年龄的下限大于上限。")
        return Age(value.get("from"), value.get("to"))

    def _fault(self, path: str, code: str, message: str, value: str = "") -> Rule:
        facts = {"value": value[:_LONGEST_VALUE], "names": "、".join(self._readers), **_LIMITS}
        self.faults.append(FieldError(path, code, message, facts))
        return Everyone()


_CODES = {What.KIND: {kind.value for kind in ResidentKind}, What.INTEREST: {each.value for each in Interest}}
_LIMITS = {
    "depth": _DEEPEST,
    "parts": _MOST_PARTS,
    "values": _MOST_VALUES,
    "longest": _LONGEST_VALUE,
    "oldest": _OLDEST,
    "example": '{"kind": ["elderly"]}',
    "age": '{"from": 18, "to": 35}',
}
