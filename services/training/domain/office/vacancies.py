"""Posts that nobody holds: on a day, and for how many days of a period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Held:
    """A post that somebody held from a day on, until the day before `until`; None if they still do."""

    starts_on: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Seats:
    """How many of a post there are to be from a day on."""

    since: date
    count: int


def vacant(seats: Mapping[str, int], holders: Mapping[str, int]) -> dict[str, int]:
    """Seats that nobody holds, by post; posts that are full are left out."""
    empty = {post: count - holders.get(post, 0) for post, count in seats.items()}
    return {post: count for post, count in empty.items() if count > 0}


def vacancy_days(seats: Sequence[Seats], terms: Iterable[Held], first: date, last: date) -> int:
    """Seats times days without a holder, from `first` to `last`, both among them."""
    held, end = list(terms), last + timedelta(days=1)
    marks = {first, end, *(each.since for each in seats)}
    marks |= {day for term in held for day in (term.starts_on, term.until) if day is not None}
    days = sorted(day for day in marks if first <= day <= end)
    return sum(
        max(_seats_on(seats, start) - _held_on(held, start), 0) * (stop - start).days for start, stop in pairwise(days)
    )


def _seats_on(seats: Sequence[Seats], day: date) -> int:
    valid = [each for each in seats if each.since <= day]
    return max(valid, key=lambda each: each.since).count if valid else 0


def _held_on(terms: Iterable[Held], day: date) -> int:
    return sum(term.starts_on <= day and (term.until is None or day < term.until) for term in terms)
