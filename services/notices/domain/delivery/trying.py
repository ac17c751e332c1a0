"""When a delivery is tried again, and until when a channel is tried before the next one has its turn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.notices.domain.delivery.lanes import Lane

_PAUSES = {Lane.EMERGENCY: timedelta(seconds=5)}
_PAUSE = timedelta(seconds=30)
_LONGEST = {Lane.EMERGENCY: timedelta(minutes=2)}
_LONGEST_PAUSE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Term:
    """The time that a campaign has."""

    start: datetime
    deadline: datetime

    def channel_until(self, position: int, channels: int) -> datetime:
        """The end of the turn of the channel at `position` (from 0): each has an equal share of the time, and what an
        earlier one leaves. A campaign that uses every channel has one turn: position 0 of 1."""
        return self.start + (self.deadline - self.start) * (position + 1) / channels


def pause(attempts: int, lane: Lane, *, jitter: float) -> timedelta:
    """Doubles with each attempt up to a limit. `jitter` (0 to 1) spreads those who failed together over the second half
    of the pause."""
    longest = _LONGEST.get(lane, _LONGEST_PAUSE)
    doubled: int = 2 ** min(max(attempts - 1, 0), 16)
    whole = min(_PAUSES.get(lane, _PAUSE) * doubled, longest)
    return whole * (0.5 + jitter / 2)


def jitter_of(number: int, attempts: int) -> float:
    """From 0 to 1, spread as by dice but always the same: what went out together is tried again together."""
    return (number * 2_654_435_761 + attempts * 40_503) % 2**32 / 2**32


def next_try(
    now: datetime, *, attempts: int, lane: Lane, until: datetime, jitter: float, asked: float | None = None
) -> datetime | None:
    """None when the channel's turn is over before. `asked`: the provider wants so many seconds of peace."""
    wait = max(pause(attempts, lane, jitter=jitter), timedelta(seconds=asked or 0))
    return now + wait if now + wait <= until else None
