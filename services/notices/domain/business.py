"""Whose business a notice tells of: the residents' own or the government's (R69). A committee that tells of nothing but
the latter is the government's spokesman (政府代言人)."""

from __future__ import annotations

from dataclasses import dataclass

from services.notices.domain.notice import Kind
from shared.worded import Worded


class Business(Worded):
    SELF_GOVERNMENT = "self_government", "居民自治事项"
    GOVERNMENT = "government", "政府事项"


_GOVERNMENTS = frozenset({Kind.ANNOUNCEMENT, Kind.EMERGENCY})
"""What committees mostly pass on. Where an announcement is the community's own, whoever writes it says so: the figure
must not flatter by default."""


def by_default(kind: Kind) -> Business:
    return Business.GOVERNMENT if kind in _GOVERNMENTS else Business.SELF_GOVERNMENT


@dataclass(frozen=True, slots=True)
class Balance:
    """Notices published, of each."""

    self_government: int
    government: int

    @property
    def percent(self) -> int | None:
        """Of self-government; None where nothing was published."""
        both = self.self_government + self.government
        return 100 * self.self_government // both if both else None
