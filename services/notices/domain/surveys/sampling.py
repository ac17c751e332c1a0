"""Whom interviewers see (R84): so many of each kind of residents, drawn so that anybody can draw them again.

Residents stand in the order of a hash of the seed and their id, so the draw follows from seed and register alone, and
nobody chose. Who was drawn for one kind is not drawn for another. Twice the wanted number is drawn: the second half
stands in, in its order, for those who were not met or refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from uuid import UUID

from shared.errors import FieldError, Invalid
from shared.worded import Worded

_SPARE = 2


class Outcome(Worded):
    """What came of a visit."""

    MET = "met", "已访问"
    REFUSED = "refused", "谢绝访问"
    NOT_MET = "not_met", "没有见到"


@dataclass(frozen=True, slots=True)
class Stratum:
    kind: str
    wanted: int


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody in a stratum's order, the first is 1."""

    place: int
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a stratum is. `drawn` are fewer than twice the wanted where the register has no more."""

    kind: str
    wanted: int
    drawn: int
    met: int
    refused: int
    not_met: int

    @property
    def missing(self) -> int:
        return max(self.wanted - self.met, 0)


def check_strata(strata: Sequence[Stratum]) -> None:
    kinds = [stratum.kind for stratum in strata]
    twice = [number for number, kind in enumerate(kinds) if kind in kinds[:number]]
    if twice:
        faults = [FieldError(f"strata.{number}.kind", "kind_twice", "每类居民只列一次。") for number in twice]
        raise Invalid("sample_invalid", "抽样方案有误，请按提示修改。", fields=faults)


def drawn(residents: Iterable[UUID], *, seed: str, wanted: int, taken: set[UUID]) -> list[UUID]:
    """The residents in the order of the draw, without those `taken` before."""
    free = (resident for resident in residents if resident not in taken)
    return nsmallest(wanted * _SPARE, free, key=lambda resident: (_lot(seed, resident), resident))


def to_see(places: Sequence[Place], wanted: int) -> list[Place]:
    """Those whose turn it is: not yet seen, and as many as are still wanted. Who was not met may be tried again, after
    the others."""
    met = sum(each.outcome is Outcome.MET for each in places)
    waiting = [each for each in places if each.outcome is None]
    again = [each for each in places if each.outcome is Outcome.NOT_MET]
    return [*waiting, *again][: max(wanted - met, 0)]


def coverage(stratum: Stratum, outcomes: Mapping[Outcome | None, int]) -> Coverage:
    return Coverage(
        stratum.kind,
        stratum.wanted,
        sum(outcomes.values()),
        outcomes.get(Outcome.MET, 0),
        outcomes.get(Outcome.REFUSED, 0),
        outcomes.get(Outcome.NOT_MET, 0),
    )


def _lot(seed: str, resident: UUID) -> bytes:
    return hashlib.sha256(f"{seed}/{resident}".encode()).digest()
