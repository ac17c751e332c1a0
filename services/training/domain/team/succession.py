"""Succession coverage: ready reserves against the seats that they may follow in, and how long it took (R8, R45)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from services.training.domain.office.cohorts import twice_median
from services.training.domain.team.reserves import OVER, Stage

_SUBDISTRICT = 9  # digits of a division code


@dataclass(frozen=True, slots=True)
class Coverage:
    """`red`: nobody is ready, so nobody could follow."""

    area: str
    post: str
    seats: int
    ready: int
    on_the_way: int

    @property
    def percent(self) -> int:
        return 100 * self.ready // self.seats

    @property
    def red(self) -> bool:
        return self.ready == 0


@dataclass(frozen=True, slots=True)
class Path:
    """The days on which a reserve came in, was ready, and took a post."""

    nominated_on: date
    ready_on: date | None
    in_post_on: date | None


@dataclass(frozen=True, slots=True)
class Waits:
    """Days; medians are doubled, so that halves stay integers, and None where there is nobody."""

    to_ready: int | None
    to_post: int | None
    readied: int
    posted: int


def office_of(area: str) -> str:
    """The subdistrict office above a community."""
    return area[:_SUBDISTRICT].ljust(12, "0")


def coverage(seats: Mapping[tuple[str, str], int], reserves: Iterable[tuple[str, str, Stage]]) -> list[Coverage]:
    """By office and post; `seats` by community and post, `reserves` as (office, post, stage)."""
    total, ready, coming = Counter[tuple[str, str]](), Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for (area, post), count in seats.items():
        total[office_of(area), post] += count
    for office, post, stage in reserves:
        ready[office, post] += stage is Stage.READY
        coming[office, post] += stage not in (Stage.READY, *OVER)
    return [Coverage(*key, count, ready[key], coming[key]) for key, count in sorted(total.items())]


def waits(paths: Iterable[Path]) -> Waits:
    """To ready from the nomination, to post from being ready."""
    known = list(paths)
    to_ready = [(each.ready_on - each.nominated_on).days for each in known if each.ready_on]
    to_post = [(each.in_post_on - each.ready_on).days for each in known if each.ready_on and each.in_post_on]
    return Waits(twice_median(to_ready), twice_median(to_post), len(to_ready), len(to_post))
