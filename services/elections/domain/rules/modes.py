"""Who votes (Art 14), and shares that differ by that."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from services.elections.domain.rules.numbers import Share


class Mode(StrEnum):
    """Who votes (Art 14)."""

    ALL = "all"
    HOUSEHOLD = "household"
    REPRESENTATIVES = "representatives"

    @property
    def zh(self) -> str:
        return _MODE_ZH[self]


_MODE_ZH = {Mode.ALL: "全体居民投票", Mode.HOUSEHOLD: "户代表投票", Mode.REPRESENTATIVES: "居民代表投票"}


@dataclass(frozen=True, slots=True)
class TurnoutRule:
    """A share for each mode: what of its own voters must take part, or ask."""

    all: Share
    household: Share
    representatives: Share
    clause: str

    def share(self, mode: Mode) -> Share:
        shares = {Mode.ALL: self.all, Mode.HOUSEHOLD: self.household, Mode.REPRESENTATIVES: self.representatives}
        return shares[mode]
