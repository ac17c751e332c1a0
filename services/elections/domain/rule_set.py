"""The rules that an election opened under: law as data, pinned by its id.

The files are `services/elections/rules/*.yaml`; reading them is the store's work, their meaning is here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from services.elections.domain.numbers import WORDS, Share
from shared.errors import FieldError, Invalid


class Mode(StrEnum):
    """Who votes (Art 14)."""

    ALL = "all"
    HOUSEHOLD = "household"
    REPRESENTATIVES = "representatives"


@dataclass(frozen=True, slots=True)
class CommitteeRule:
    least: int
    most: int
    clause: str


@dataclass(frozen=True, slots=True)
class TermRule:
    years: int
    clause: str


@dataclass(frozen=True, slots=True)
class ElectorRule:
    age: int
    clause: str


@dataclass(frozen=True, slots=True)
class RollRule:
    days_before: int
    objection_days: int
    reply_days: int
    days_off: frozenset[date]
    clause: str


@dataclass(frozen=True, slots=True)
class NominationRule:
    joint_electors: int
    more_than_seats: bool
    days_before: int
    clause: str


@dataclass(frozen=True, slots=True)
class TurnoutRule:
    all: Share
    household: Share
    representatives: Share
    clause: str

    def share(self, mode: Mode) -> Share:
        shares = {Mode.ALL: self.all, Mode.HOUSEHOLD: self.household, Mode.REPRESENTATIVES: self.representatives}
        return shares[mode]


@dataclass(frozen=True, slots=True)
class ElectedRule:
    share: Share
    clause: str


@dataclass(frozen=True, slots=True)
class AnotherBallotRule:
    share: Share
    extra_candidates: int
    clause: str


@dataclass(frozen=True, slots=True)
class PapersRule:
    over_issued_voids: bool
    clause: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    id: str
    law: str
    effective: date
    committee: CommitteeRule
    term: TermRule
    electors: ElectorRule
    roll: RollRule
    nomination: NominationRule
    turnout: TurnoutRule
    elected: ElectedRule
    another_ballot: AnotherBallotRule
    papers: PapersRule


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
    names = {field.name: str(field.type) for field in fields(part)}  # type: ignore[arg-type]  # always a dataclass
    values = {name: _value(kind, source.get(name), path + name, faults) for name, kind in names.items()}
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


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "str": _exactly(str),
    "bool": _exactly(bool),
    "date": _exactly(date),
    "int": _whole_number,
    "frozenset[date]": _dates,
    "Share": WORDS.__getitem__,
}
_PARTS: Mapping[str, type] = {
    part.__name__: part
    for part in (
        CommitteeRule,
        TermRule,
        ElectorRule,
        RollRule,
        NominationRule,
        TurnoutRule,
        ElectedRule,
        AnotherBallotRule,
        PapersRule,
    )
}
