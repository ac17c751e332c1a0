"""What hangs on a community's boards against what should hang there (R82)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.worded import Worded

IN_TIME_DAYS = 1
"""A notice that hangs on the day after its publication hangs in time."""


class Match(Worded):
    MISSING = "missing", "没有张贴"
    LATE = "late", "张贴晚了"
    IN_TIME = "in_time", "及时张贴"
    OUTDATED = "outdated", "过期未取下"  # hangs, though it is no longer in force


@dataclass(frozen=True, slots=True)
class Wanted:
    """A published notice that the law wants on the board until a day."""

    notice: UUID
    title: str
    published_on: date
    until: date


@dataclass(frozen=True, slots=True)
class Hung:
    """`in_force`: the notice is still published."""

    notice: UUID
    title: str
    hung_on: date
    removed_on: date | None
    in_force: bool


@dataclass(frozen=True, slots=True)
class Line:
    """`days` it is late, or outdated."""

    notice: UUID
    title: str
    match: Match
    days: int
    until: date | None


def compare(wanted: Sequence[Wanted], hung: Sequence[Hung], *, today: date) -> list[Line]:
    """What is missing first."""
    lines = [*(_line(each, hung, today) for each in wanted), *_outdated(hung, today)]
    order = list(Match)
    return sorted(lines, key=lambda line: (order.index(line.match), -line.days, line.title))


def _line(each: Wanted, hung: Sequence[Hung], today: date) -> Line:
    days = [found.hung_on for found in hung if found.notice == each.notice]
    if not any(found.notice == each.notice and found.removed_on is None for found in hung):
        return Line(each.notice, each.title, Match.MISSING, (today - each.published_on).days, each.until)
    late = (min(days) - each.published_on).days
    match = Match.LATE if late > IN_TIME_DAYS else Match.IN_TIME
    return Line(each.notice, each.title, match, max(0, late), each.until)


def _outdated(hung: Sequence[Hung], today: date) -> Iterator[Line]:
    for each in hung:
        if each.removed_on is None and not each.in_force:
            yield Line(each.notice, each.title, Match.OUTDATED, (today - each.hung_on).days, None)
