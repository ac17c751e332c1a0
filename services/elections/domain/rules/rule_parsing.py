"""Reading a rule set from plain data: nothing is guessed, and every fault is told at once.

A set may stand on another (`base: <id>`): then it says only what differs; mappings are merged, everything else
replaced. A rule that is younger than bundles already sealed has a default, for those carry their rule set as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from typing import Any, TypeVar

from services.elections.domain.rules import aftermath_rules
from services.elections.domain.rules import rule_set as parts
from services.elections.domain.rules.modes import Mode
from services.elections.domain.rules.numbers import WORDS
from services.elections.domain.rules.rule_set import RuleSet
from shared.errors import FieldError, Invalid


def overlaid(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """`base` with `changes` over it, mapping by mapping."""
    merged = dict(base)
    for name, value in changes.items():
        below = merged.get(name)
        if isinstance(below, Mapping) and isinstance(value, Mapping):
            merged[name] = overlaid(below, value)
        else:
            merged[name] = value
    return merged


def parse_rule_set(source: Mapping[str, Any]) -> RuleSet:
    """Raises Invalid naming every value that is missing, unknown or of the wrong kind: a rule is never guessed."""
    faults: list[FieldError] = []
    rule_set = _parse(RuleSet, source, "", faults)
    if rule_set is None:
        raise Invalid("rule_set_invalid", "规则集“{id}”有误。", fields=faults, id=str(source.get("id", "")))
    return rule_set


_Part = TypeVar("_Part")


def _parse(part: type[_Part], source: object, path: str, faults: list[FieldError]) -> _Part | None:
    """`part` read from a mapping by its fields' types; None, with faults noted, when anything is wrong."""
    if not isinstance(source, Mapping):
        faults.append(FieldError(path.rstrip("."), "rule_missing", "缺少这一组规则。"))
        return None
    before = len(faults)
    rules = fields(part)  # type: ignore[arg-type]  # always a dataclass
    names = {rule.name: str(rule.type) for rule in rules}
    given = {**{rule.name: rule.default for rule in rules if rule.default is not MISSING}, **source}
    values = {name: _value(kind, given.get(name), path + name, faults) for name, kind in names.items()}
    faults += [FieldError(f"{path}{name}", "rule_unknown", "没有这项规则。") for name in source if name not in names]
    return part(**values) if len(faults) == before else None


def _value(kind: str, value: object, path: str, faults: list[FieldError]) -> Any:
    if kind in _PARTS:
        return _parse(_PARTS[kind], value, f"{path}.", faults)
    try:
        return _READERS[kind](value)
    except (TypeError, ValueError, KeyError):
        faults.append(FieldError(path, "rule_value", "规则的值“{value}”不能用。", {"value": str(value)}))
        return None


def _exactly(kind: type) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if type(value) is not kind:  # a bool is an int in Python, and a datetime a date: neither is meant here
            raise TypeError
        return value

    return read


def _whole_number(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError
    return value


def _dates(value: Any) -> frozenset[date]:
    return frozenset(map(_exactly(date), value))


def _modes(value: Any) -> frozenset[Mode]:
    return frozenset(map(Mode, _exactly(list)(value)))


def _words(value: Any) -> tuple[str, ...]:
    return tuple(map(_exactly(str), _exactly(list)(value)))


def _named(value: Any) -> Mapping[str, str]:
    """Codes with their names, in the order of the file."""
    return {_exactly(str)(code): _exactly(str)(name) for code, name in _exactly(dict)(value).items()}


_CHOICES = (
    parts.CommitteeKind,
    parts.WomenFill,
    parts.AgentRule,
    parts.PaperStyle,
    parts.CandidateOrder,
)

_READERS: Mapping[str, Callable[[Any], Any]] = {
    "str": _exactly(str),
    "bool": _exactly(bool),
    "date": _exactly(date),
    "int": _whole_number,
    "frozenset[date]": _dates,
    "frozenset[Mode]": _modes,
    "tuple[str, ...]": _words,
    "Mapping[str, str]": _named,
    "Share": WORDS.__getitem__,
    **{kind.__name__: kind for kind in _CHOICES},
}
_PARTS: Mapping[str, type] = {
    name: part
    for name, part in {**vars(aftermath_rules), **vars(parts)}.items()
    if isinstance(part, type) and is_dataclass(part) and name.endswith("Rule")
}
