"""Lanes: what may go out at this hour, to whom, and what goes first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.notices.domain.residents.kinds import BestTime
from services.notices.domain.working_days import WorkingDays
from shared.clock import CIVIL_ZONE
from shared.worded import Worded

_HOUR = timedelta(hours=1)


class Lane(Worded):
    """The most urgent first: emergencies overtake everything, digests wait for everything."""

    EMERGENCY = "emergency", "紧急"
    ORDINARY = "ordinary", "普通"
    DIGEST = "digest", "汇总"


@dataclass(frozen=True, slots=True)
class Hours:
    """Whole hours of the civil day. Nobody is disturbed from `quiet_from` until `quiet_until` (past midnight; from 24
    until 0: no hour is quiet); digests go out within the `digest_hours` that follow each hour of `digests_at`. Evenings
    begin at `evening_from`; a weekend is any day that is no working day."""

    quiet_from: int
    quiet_until: int
    digests_at: Sequence[int]
    digest_hours: int
    evening_from: int = 18
    working_days: WorkingDays = field(default_factory=WorkingDays)

    def quiet(self, moment: datetime) -> bool:
        hour = moment.astimezone(CIVIL_ZONE).hour
        return hour >= self.quiet_from or hour < self.quiet_until

    def digests(self, moment: datetime) -> bool:
        hour = moment.astimezone(CIVIL_ZONE).hour
        return any(start <= hour < start + self.digest_hours for start in self.digests_at)

    def suit(self, best: BestTime, moment: datetime) -> bool:
        """Whether it is the time that a resident named as theirs (R17)."""
        civil = moment.astimezone(CIVIL_ZONE)
        if best is BestTime.EVENING:
            return civil.hour >= self.evening_from
        return best is BestTime.ANY or civil.date() not in self.working_days


def open_lanes(moment: datetime, hours: Hours) -> list[Lane]:
    """What may go out now, in the order in which it goes out."""
    lanes = [Lane.EMERGENCY]
    if not hours.quiet(moment):
        lanes.append(Lane.ORDINARY)
        if hours.digests(moment):
            lanes.append(Lane.DIGEST)
    return lanes


def goes_out(lane: Lane, best: BestTime, now: datetime, *, until: datetime, hours: Hours) -> datetime:
    """From when a message may go out: in the resident's own time, if an hour of it is left before `until`; else as soon
    as the lane is open, since told at a bad time is better than told too late. Emergencies wait for nobody."""
    if lane is Lane.EMERGENCY:
        return now
    earliest = None
    for moment in _moments(now, until):
        if lane in open_lanes(moment, hours):
            if hours.suit(best, moment):
                return moment
            earliest = earliest or moment
    return earliest or now


def _moments(now: datetime, until: datetime) -> Iterator[datetime]:
    """Now, and each whole hour that is over before `until`: all hours open and close with these."""
    yield now
    moment = now.replace(minute=0, second=0, microsecond=0) + _HOUR
    while moment + _HOUR <= until:
        yield moment
        moment += _HOUR
