"""Competencies: the level that somebody has against the level that their post needs (R3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.training.domain.learning.courses import Competency

MOST = 4
"""0 none, 1 knows of it, 2 does it with help, 3 alone, 4 teaches it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """`level` is None where nobody has assessed it; that counts as none at all."""

    competency: Competency
    level: int | None
    needed: int

    @property
    def missing(self) -> int:
        return max(self.needed - (self.level or 0), 0)


def needed(demands: Iterable[Mapping[Competency, int]]) -> dict[Competency, int]:
    """The most that any of somebody's posts asks of each competency."""
    most: dict[Competency, int] = {}
    for levels in demands:
        for competency, level in levels.items():
            most[competency] = max(level, most.get(competency, 0))
    return most


def gaps(levels: Mapping[str, int], demands: Iterable[Mapping[Competency, int]]) -> list[Gap]:
    """All competencies that the posts ask for, the widest gap first."""
    asked = needed(demands)
    found = [Gap(each, levels.get(each), level) for each, level in asked.items()]
    return sorted(found, key=lambda gap: -gap.missing)
