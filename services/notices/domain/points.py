"""Points for taking part (R15): reckoned from who took part in what, and kept nowhere, so that no sum can drift."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from services.notices.domain.participation import Affair

VOTES = frozenset({Affair.MARK_VOTE})
"""Affairs in which people vote: whoever is paid for a vote is not free in it."""


@dataclass(frozen=True, slots=True)
class Worth:
    each: int
    most: int


@dataclass(frozen=True, slots=True)
class PointRules:
    """Raises ValueError for points on a vote."""

    points: Mapping[Affair, Worth]
    thanks_from: int

    def __post_init__(self) -> None:
        if VOTES & set(self.points):
            raise ValueError("votes bring no points")

    def of(self, times: Mapping[Affair, int]) -> dict[Affair, int]:
        """Points of a year by affair; what brings none is left out."""
        return {
            affair: min(count * self.points[affair].each, self.points[affair].most)
            for affair, count in times.items()
            if affair in self.points and count
        }

    def total(self, times: Mapping[Affair, int]) -> int:
        return sum(self.of(times).values())

    def thanked(self, times: Mapping[Affair, int]) -> bool:
        return self.total(times) >= self.thanks_from
