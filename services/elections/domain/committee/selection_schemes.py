"""Schemes of selections (such as 两推一询) as data: stages in order, each with its quorum and who goes on from it.

Nothing in a scheme is guessed, and every fault is told at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from services.elections.domain.rules.numbers import WORDS, Share
from shared.errors import FieldError, Invalid

_CODE = re.compile(r"[a-z][a-z_]{0,49}")
_CLAUSE = re.compile(r"Art \d+(–\d+)?|local rule")
_KEYS = ("id", "name", "stages")


class SelectionKind(StrEnum):
    """What people are asked at a stage: whom they recommend, or whether they agree to each name."""

    RECOMMEND = "recommend"
    INQUIRE = "inquire"


@dataclass(frozen=True, slots=True)
class SelectionStage:
    """`quorum` is of the roster. `go_on`: so many names, or whoever has this share of those present."""

    code: str
    name: str
    kind: SelectionKind
    quorum: Share
    go_on: int | Share
    clause: str


@dataclass(frozen=True, slots=True)
class Scheme:
    id: str
    name: str
    stages: tuple[SelectionStage, ...]

    def stage(self, code: str) -> SelectionStage | None:
        return next((stage for stage in self.stages if stage.code == code), None)


def parse_scheme(source: Mapping[str, Any]) -> Scheme:
    """Raises Invalid naming every value that is missing, unknown or of the wrong kind."""
    faults = [_unknown(name) for name in source if name not in _KEYS]
    named = {name: _read(_text, source.get(name), name, faults) for name in ("id", "name")}
    given = source.get("stages")
    if not isinstance(given, Mapping) or not given:
        faults.append(FieldError("stages", "rule_missing", "缺少这一组规则。"))
        given = {}
    stages = tuple(_stage(code, each, faults) for code, each in given.items())
    if faults:
        raise Invalid("scheme_invalid", "推荐办法“{id}”有误。", fields=faults, id=str(source.get("id", "")))
    return Scheme(**named, stages=tuple(stage for stage in stages if stage is not None))


def _stage(code: object, source: object, faults: list[FieldError]) -> SelectionStage | None:
    path, before = f"stages.{code}", len(faults)
    if not isinstance(source, Mapping):
        faults.append(FieldError(path, "rule_missing", "缺少这一组规则。"))
        return None
    faults += [_unknown(f"{path}.{name}") for name in source if name not in _READERS]
    values = {name: _read(read, source.get(name), f"{path}.{name}", faults) for name, read in _READERS.items()}
    values["code"] = _read(_matching(_CODE), code, path, faults)
    return SelectionStage(**values) if len(faults) == before else None


def _read(reader: Callable[[Any], Any], value: object, path: str, faults: list[FieldError]) -> Any:
    try:
        return reader(value)
    except (TypeError, ValueError, KeyError):
        faults.append(FieldError(path, "rule_value", "规则的值“{value}”不能用。", {"value": str(value)}))
        return None


def _unknown(path: str) -> FieldError:
    return FieldError(path, "rule_unknown", "没有这项规则。")


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    return value


def _matching(pattern: re.Pattern[str]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if not pattern.fullmatch(value):
            raise ValueError
        return str(value)

    return read


def _going_on(value: Any) -> int | Share:
    if type(value) is not int:  # a bool is an int in Python, and not meant here
        return WORDS[value]
    if value < 1:
        raise ValueError
    return value


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "name": _text,
    "kind": SelectionKind,
    "quorum": WORDS.__getitem__,
    "go_on": _going_on,
    "clause": _matching(_CLAUSE),
}
