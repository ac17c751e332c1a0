"""Counting: stations' agreed figures to the poll's totals.

`merge` is commutative and associative with NOTHING as its neutral element, so stations may be counted by any number of
workers in any order and grouping; a station that is in both parts is refused, so none is counted twice. Where not
every sheet names the grounds of its void papers or the other persons, the sums of those are less than the totals.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import reduce
from typing import TYPE_CHECKING, Any

from services.elections.domain.candidacy.post import Post
from services.elections.domain.counting.tally import MAPPINGS, Figures, Sheet
from shared.errors import Conflict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Totals:
    """`sheet` holds the sums of the figures of `stations` (ids)."""

    stations: frozenset[str] = frozenset()
    sheet: Sheet = field(default_factory=lambda: Sheet(0, 0, {}))

    def as_facts(self) -> dict[str, Any]:
        """Plain JSON, for a task's result."""
        return {"stations": sorted(self.stations), "sheet": self.sheet.as_facts()}

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Totals:
        return cls(frozenset(facts["stations"]), Sheet.from_facts(facts["sheet"]))


NOTHING = Totals()


def station_totals(station: str, *sheets: Sheet) -> Totals:
    """Of all the sheets of a station, each of which covers a bundle of its papers."""
    return Totals(frozenset({station}), reduce(_add_sheets, sheets, NOTHING.sheet))


def merge(one: Totals, other: Totals) -> Totals:
    """Raises Conflict when a station is in both."""
    twice = one.stations & other.stations
    if twice:
        raise Conflict("station_counted_twice", "有投票站重复计入。", stations=sorted(twice))
    return Totals(one.stations | other.stations, _add_sheets(one.sheet, other.sheet))


def total(parts: Iterable[Totals]) -> Totals:
    return reduce(merge, parts, NOTHING)


def _add_sheets(one: Sheet, other: Sheet) -> Sheet:
    posts = one.contests.keys() | other.contests.keys()
    contests = {post: _add(one.contests.get(post), other.contests.get(post)) for post in Post if post in posts}
    return Sheet(one.issued + other.issued, one.recovered + other.recovered, contests)


_NO_FIGURES = Figures(0, {}, 0)


def _add(one: Figures | None, other: Figures | None) -> Figures:
    a, b = one or _NO_FIGURES, other or _NO_FIGURES
    sums = {part: _sums(getattr(a, part), getattr(b, part)) for part in MAPPINGS}
    return Figures(void=a.void + b.void, others=a.others + b.others, **sums)


def _sums(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    """Zeros stay: a candidate without votes is in the totals."""
    sums = Counter(one)
    sums.update(other)
    return dict(sums)
