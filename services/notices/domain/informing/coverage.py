"""Coverage: residents whom at least one channel has reached, of all residents (R62), and what “reached” means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from services.notices.domain.anonymity import seen
from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.states import DeliveryState
from services.notices.domain.residents.kinds import ResidentKind
from shared.errors import FieldError, Invalid

_SEEN = frozenset({DeliveryState.OPENED, DeliveryState.ACKNOWLEDGED})
_ARRIVED = _SEEN | {DeliveryState.DELIVERED}
_TAKEN_OVER = _ARRIVED | {DeliveryState.SENT}

PROOFS: dict[Channel, frozenset[DeliveryState]] = {
    Channel.EMAIL: _TAKEN_OVER,  # mail servers give no receipts; what comes back is `bounced`
    Channel.WEBHOOK: _TAKEN_OVER,
    Channel.SMS: _ARRIVED,
    Channel.MESSAGING: _ARRIVED,
    Channel.INBOX: _SEEN,  # a page that nobody has opened has told nobody
    Channel.DOOR: _ARRIVED,
}
"""The states in which a delivery proves that the resident was told: where a channel gives receipts, only with one."""


@dataclass(frozen=True, slots=True)
class Share:
    residents: int
    reached: int

    @property
    def percent(self) -> int:
        """Rounded down: 79.9 is not 80."""
        return self.reached * 100 // self.residents if self.residents else 0

    @property
    def unreached(self) -> int:
        return self.residents - self.reached

    def seen(self, *, exact: bool) -> SeenShare:
        """The percentage is that of what is seen, so that it tells no more."""
        residents, reached, unreached = (
            seen(count, exact=exact) for count in (self.residents, self.reached, self.unreached)
        )
        told = None if residents is None or reached is None else Share(residents, reached).percent
        return SeenShare(residents, reached, unreached, told)


@dataclass(frozen=True, slots=True)
class SeenShare:
    """A share as its reader may know it; None for fewer than ten."""

    residents: int | None
    reached: int | None
    unreached: int | None
    percent: int | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of a notice. `days` are the days on which somebody was reached first, with how many were by then."""

    total: Share
    by_channel: dict[Channel, int]
    by_kind: dict[ResidentKind, Share]
    days: list[tuple[date, int]]


def cumulated(days: Iterable[tuple[date, int]]) -> list[tuple[date, int]]:
    """From how many were first reached on a day to how many were by then."""
    ordered = sorted(days)
    return list(zip((day for day, _ in ordered), accumulate(count for _, count in ordered), strict=True))


def is_short(share: Share, target: int) -> bool:
    """In whole numbers: the share itself may not be rounded."""
    return share.reached * 100 < target * share.residents


def check_goal(target: int, by_day: date, *, today: date) -> None:
    """Raises Invalid."""
    faults = []
    if not 1 <= target <= 100:
        faults.append(FieldError("target_share", "share_impossible", "目标比例应在1到100之间。"))
    if by_day < today:
        faults.append(FieldError("by_day", "day_passed", "日期已经过去。"))
    if faults:
        raise Invalid("goal_invalid", "告知目标有误，请按提示修改。", fields=faults)
