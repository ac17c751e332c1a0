"""Which kinds of residents take part, and how far the best lies from the worst (R18).

A resident is of several kinds, so kinds are no parts of a whole: one is told only where those of it, and those not of
it, are ten or more. Who has taken part once counts, however often they came.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.notices.domain.anonymity import FLOOR, told_of
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


@dataclass(frozen=True, slots=True)
class Report:
    """`whole` is None for fewer than ten residents; `kinds` are those told, best first; `hidden` the others that there
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
    told = told_of(whole.residents, {kind: rate.residents for kind, rate in there.items()})
    shown = [there[kind] for kind, count in told.items() if count is not None]
    return Report(
        whole if whole.residents >= FLOOR else None,
        sorted(shown, key=lambda rate: -rate.tenths),
        [kind for kind, count in told.items() if count is None],
    )


def percent(tenths: int) -> str:
    """`125` → `12.5`."""
    return f"{tenths // 10}.{tenths % 10}"
