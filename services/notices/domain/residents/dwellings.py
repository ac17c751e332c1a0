"""Buildings, stairs and doors in the order in which somebody walks by them: building 2 stands before building 10."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, Protocol, TypeVar

_DIGITS = re.compile(r"(\d+)")
_STAIRS = re.compile(r"(.*(?:单元|门洞|梯)|.*(?=[-－—]))[-－—]?(.+)")  # 2单元301, 2-301

Counted = tuple[tuple[int, int, str], ...]


class Dwelling(Protocol):
    @property
    def building(self) -> str: ...

    @property
    def door(self) -> str: ...


AnyDwelling = TypeVar("AnyDwelling", bound=Dwelling)


@dataclass(frozen=True, slots=True)
class Stairs(Generic[AnyDwelling]):
    """Doors that one walks by on the same stairs; `stairs` is empty where the register names none."""

    building: str
    stairs: str
    doors: Sequence[AnyDwelling]


def counted(name: str) -> Counted:
    """To sort by. Figures are compared as figures, what stands between them as text."""
    parts = _DIGITS.split(name)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part)


def stairs_of(door: str) -> str:
    found = _STAIRS.fullmatch(door.strip())
    if found is None:
        return ""
    return f"{found[1]}单元" if found[1].isdecimal() else found[1]


def walked(dwellings: Iterable[AnyDwelling]) -> list[Stairs[AnyDwelling]]:
    """Building by building and stairs by stairs, from the lowest door up; those without a building at the end."""
    ordered = sorted(dwellings, key=_place)
    groups = groupby(ordered, key=lambda each: (each.building, stairs_of(each.door)))
    return [Stairs(building, stairs, list(doors)) for (building, stairs), doors in groups]


def _place(each: Dwelling) -> tuple[bool, Counted, Counted, Counted]:
    return not each.building, counted(each.building), counted(stairs_of(each.door)), counted(each.door)
