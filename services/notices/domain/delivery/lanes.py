"""Lanes: what may go out at this hour, and what goes first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.clock import CIVIL_ZONE
from shared.worded import Worded


class Lane(Worded):
    """The most urgent first: emergencies overtake everything, digests wait for everything."""

    EMERGENCY = "emergency", "紧急"
    ORDINARY = "ordinary", "普通"
    DIGEST = "digest", "汇总"


@dataclass(frozen=True, slots=True)
class Hours:
    """Whole hours of the civil day. Nobody is disturbed from `quiet_from` until `quiet_until` (past midnight; from 24
    until 0: no hour is quiet); digests go out within the `digest_hours` that follow each hour of `digests_at`."""

    quiet_from: int
    quiet_until: int
    digests_at: Sequence[int]
    digest_hours: int

    def quiet(self, moment: datetime) -> bool:
        hour = moment.astimezone(CIVIL_ZONE).hour
        return hour >= self.quiet_from or hour < self.quiet_until

    def digests(self, moment: datetime) -> bool:
        hour = moment.astimezone(CIVIL_ZONE).hour
        return any(start <= hour < start + self.digest_hours for start in self.digests_at)


def open_lanes(moment: datetime, hours: Hours) -> list[Lane]:
    """What may go out now, in the order in which it goes out."""
    lanes = [Lane.EMERGENCY]
    if not hours.quiet(moment):
        lanes.append(Lane.ORDINARY)
        if hours.digests(moment):
            lanes.append(Lane.DIGEST)
    return lanes
