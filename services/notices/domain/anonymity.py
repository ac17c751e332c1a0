"""Figures in which nobody can be singled out: groups of under ten are not told, nor what would give them away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

FLOOR = 10

_Key = TypeVar("_Key")


def told(count: int) -> int | None:
    """None for “fewer than ten”: nought is among them, since it tells of everybody who might have been counted."""
    return count if count >= FLOOR else None


def told_of(total: int, counts: Mapping[_Key, int]) -> dict[_Key, int | None]:
    """Counts that may overlap, each among the same `total`: one that leaves only a few out would tell who those are."""
    return {key: None if 0 < total - count < FLOOR else told(count) for key, count in counts.items()}


def told_parts(parts: Mapping[_Key, int]) -> dict[_Key, int | None]:
    """Counts that add up to a total which is told, too. Where what is hidden could be worked out from the rest or is
    still a small group, the next smallest part is hidden with it (complementary suppression)."""
    ordered = sorted(parts, key=lambda key: parts[key])
    hidden = [key for key in ordered if parts[key] < FLOOR]
    for key in ordered[len(hidden) :]:
        if not hidden or (len(hidden) > 1 and sum(parts[each] for each in hidden) >= FLOOR):
            break
        hidden.append(key)
    return {key: None if key in hidden else count for key, count in parts.items()}


def seen(count: int | None, *, exact: bool) -> int | None:
    """A figure that may be told, as whoever may look the residents up (`exact`) sees it, and as all others do."""
    return count if exact or count is None else rounded(count)


def rounded(count: int) -> int | None:
    """Down to a full ten: two rules that differ by one person hardly ever tell so. For those who cannot look the
    residents up anyway."""
    return told(count // FLOOR * FLOOR)
