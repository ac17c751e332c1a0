"""Which kinds of residents take part, and how far the best lies from the worst (R18).

Who has taken part once counts, however often they came. What is told singles nobody out: of all residents, and of a
kind, ten or more took part and ten or more did not; and so it is of those who are not of the kind, since whoever
subtracts the kind from the whole has their figures, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.notices.domain.anonymity import FLOOR, told_of
from services.notices.domain.participation import Affair
from services.notices.domain.residents.kinds import ResidentKind


@dataclass(frozen=True, slots=True)
class Rate:
    """Of all residents (`kind` is None) or of a kind."""

    kind: ResidentKind | None
    residents: int
    took_part: int

    @property
    def tenths(self) -> int:
        """Tenths of a percent, rounded half up: whole numbers, so that rates can be taken from each other."""
        return (2000 * self.took_part + self.residents) // (2 * self.residents) if self.residents else 0

    @property
    def percent(self) -> str:
        return percent(self.tenths)

    @property
    def is_of_few(self) -> bool:
        """Whether those who took part, or those who did not, are under ten; nought and all tell of everybody."""
        return min(self.took_part, self.residents - self.took_part) < FLOOR

    def without(self, part: Rate) -> Rate:
        return Rate(None, self.residents - part.residents, self.took_part - part.took_part)


@dataclass(frozen=True, slots=True)
class Report:
    """`whole` is None where it would tell of a few; `kinds` are those told, best first; `hidden` the others that there
    are."""

    whole: Rate | None
    kinds: Sequence[Rate]
    hidden: Sequence[ResidentKind]

    @property
    def gap(self) -> str | None:
        """Percentage points between the best and the worst kind; None with fewer than two."""
        if len(self.kinds) < 2:
            return None
        return percent(self.kinds[0].tenths - self.kinds[-1].tenths)


def report(whole: Rate, kinds: Mapping[ResidentKind, Rate]) -> Report:
    there = {kind: rate for kind, rate in kinds.items() if rate.residents}
    hidden = [kind for kind, rate in there.items() if _tells_of_few(rate, whole)]
    return Report(
        None if whole.is_of_few else whole,
        sorted((rate for kind, rate in there.items() if kind not in hidden), key=lambda rate: -rate.tenths),
        hidden,
    )


def told_by_affair(whole: Rate, took_part: Mapping[Affair, int]) -> dict[Affair, int | None]:
    """How many took part in each affair, of `whole`, who took part in any: told as a rate is. Where all but a few of
    those took part in one affair, how many took part in the others alone would be told with it."""
    told = told_of(whole.took_part, took_part)
    return {
        affair: None if Rate(None, whole.residents, took_part[affair]).is_of_few else count
        for affair, count in told.items()
    }


def _tells_of_few(rate: Rate, whole: Rate) -> bool:
    others = whole.without(rate)
    return rate.is_of_few or (others.residents > 0 and others.is_of_few)


def percent(tenths: int) -> str:
    """`125` → `12.5`."""
    return f"{tenths // 10}.{tenths % 10}"
