"""What a check of a bundle finds, line by line: what was looked at, what came out, by which clause."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Level(StrEnum):
    """`noted` is true and should be known (a decision came late), but takes nothing from the bundle's proof."""

    OK = "ok"
    NOTED = "noted"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Line:
    """`message` is zh-CN source text with placeholders that `facts` fill, as messages of refusals are."""

    level: Level
    code: str
    message: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    clause: str | None = None

    @property
    def wrong(self) -> bool:
        return self.level is Level.WRONG


@dataclass(frozen=True, slots=True)
class Report:
    """Every line, in the order of the check. The bundle proves its result when none of them is wrong."""

    lines: tuple[Line, ...]

    @property
    def proven(self) -> bool:
        return not self.wrong

    @property
    def wrong(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.wrong)


def ok(code: str, message: str, clause: str | None = None, /, **facts: Any) -> Line:
    return Line(Level.OK, code, message, facts, clause)


def noted(code: str, message: str, clause: str | None = None, /, **facts: Any) -> Line:
    return Line(Level.NOTED, code, message, facts, clause)


def wrong(code: str, message: str, clause: str | None = None, /, **facts: Any) -> Line:
    return Line(Level.WRONG, code, message, facts, clause)


def first_or(lines: Iterable[Line], otherwise: Line) -> list[Line]:
    """What was found, or one line that says that nothing was."""
    return list(lines) or [otherwise]
