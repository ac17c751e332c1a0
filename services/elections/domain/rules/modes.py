"""Who votes (Art 14), and shares that differ by that."""

from __future__ import annotations

from dataclasses import dataclass

from services.elections.domain.rules.numbers import Share
from shared.worded import Worded


class Mode(Worded):
    """Who votes (Art 14)."""

    ALL = "all", "全体居民投票"
    HOUSEHOLD = "household", "户代表投票"
    REPRESENTATIVES = "representatives", "居民代表投票"


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
