"""Time in office without a break, and what it tells: turnover, and how long people have been there (R6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from services.training.domain.office.ages import age_on
from services.training.domain.office.vacancies import Held

BANDS = (1, 3, 5, 10)
"""Years in office that end a band: under 1, 1 to 2, 3 to 4, 5 to 9, 10 and more."""


@dataclass(frozen=True, slots=True)
class Turnover:
    """`at_start` and `at_end` are in office on the period's first and last day; `left` and `joined` are in between."""

    at_start: int
    joined: int
    left: int
    at_end: int

    @property
    def permille(self) -> int | None:
        """Who left, of the mean of both days; None where nobody was there."""
        total = self.at_start + self.at_end
        return 2000 * self.left // total if total else None


def spells(terms: Iterable[Held]) -> list[Held]:
    """Somebody's terms put together where there is no day between them: another post, or the same again."""
    found: list[Held] = []
    for term in sorted(terms, key=lambda each: each.starts_on):
        last = found[-1] if found else None
        if last is None or (last.until is not None and last.until < term.starts_on):
            found.append(term)
        elif last.until is not None:
            until = None if term.until is None else max(last.until, term.until)
            found[-1] = Held(last.starts_on, until)
    return [each for each in found if each.until is None or each.starts_on < each.until]


def turnover(people: Iterable[Sequence[Held]], first: date, last: date) -> Turnover:
    """Of people's spells, from one day to another."""
    every = [spell for person in people for spell in person]
    return Turnover(
        at_start=sum(_there(spell, first) for spell in every),
        joined=sum(first < spell.starts_on <= last for spell in every),
        left=sum(left_between(spell, first, last) for spell in every),
        at_end=sum(_there(spell, last) for spell in every),
    )


def left_between(spell: Held, first: date, last: date) -> bool:
    return spell.until is not None and first < spell.until <= last


def tenure(people: Iterable[Sequence[Held]], on: date) -> list[int]:
    """How many are in each band on the day."""
    years = [age_on(spell.starts_on, on) for person in people for spell in person if _there(spell, on)]
    counted = Counter(sum(year >= bound for bound in BANDS) for year in years)
    return [counted[band] for band in range(len(BANDS) + 1)]


def _there(spell: Held, on: date) -> bool:
    return spell.starts_on <= on and (spell.until is None or on < spell.until)
