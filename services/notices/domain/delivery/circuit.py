"""A provider's circuit breaker and rate, as a state that its workers share and rules that make the next one of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.worded import Worded

_FAILURES_IN_A_ROW = 3
"""Batches. One may be an accident, and messages of a broken batch are tried again anyway."""

_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=5)
_PROBE = timedelta(seconds=90)
"""So long only one message is under way; its sender may have died, hence not for ever. Longer than the longest
time limit of a provider, or two would probe at once."""


class Circuit(Worded):
    CLOSED = "closed", "正常"
    """It works."""
    OPEN = "open", "暂停使用"
    """Left alone until `opens_until`."""
    HALF_OPEN = "half_open", "试探中"
    """The pause is over; one message tells whether it works again."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What all workers know of a provider. `tokens` at the time `at`; with `failures` in a row the circuit is open
    until `open_until`; `probing_until` while somebody tries whether it works again."""

    at: datetime
    tokens: float
    failures: int = 0
    open_until: datetime | None = None
    probing_until: datetime | None = None

    def circuit(self, now: datetime) -> Circuit:
        if self.open_until is None:
            return Circuit.CLOSED
        return Circuit.OPEN if now < self.open_until else Circuit.HALF_OPEN


@dataclass(frozen=True, slots=True)
class Taken:
    """So many messages may go out now; if none, it is worth asking again after `wait` seconds."""

    condition: Condition
    count: int
    wait: float = 0.0


def take(condition: Condition, wanted: int, now: datetime, *, rate: float | None, burst: float) -> Taken:
    """A token bucket behind a circuit breaker. Without a `rate` only the breaker holds anything back."""
    circuit = condition.circuit(now)
    if circuit is Circuit.OPEN:
        return Taken(condition, 0, _seconds(condition.open_until, now))
    if circuit is Circuit.HALF_OPEN:
        if condition.probing_until and now < condition.probing_until:
            return Taken(condition, 0, 1.0)
        condition, wanted = replace(condition, probing_until=now + _PROBE), min(wanted, 1)
    if rate is None:
        return Taken(condition, wanted)
    return _from_bucket(condition, wanted, now, rate, burst)


def _from_bucket(condition: Condition, wanted: int, now: datetime, rate: float, burst: float) -> Taken:
    """A clock that was set back fills nothing, and does not fill the same seconds twice afterwards."""
    passed = max((now - condition.at).total_seconds(), 0.0)
    tokens = min(condition.tokens + passed * rate, burst)
    count = min(wanted, int(tokens))
    left = replace(condition, tokens=tokens - count, at=max(now, condition.at))
    if count == 0:
        return Taken(replace(left, probing_until=None), 0, (1 - tokens) / rate)
    return Taken(left, count)


def give_back(condition: Condition, unused: int, *, burst: float) -> Condition:
    return replace(condition, tokens=min(condition.tokens + unused, burst), probing_until=None)


def worked(condition: Condition) -> Condition:
    return replace(condition, failures=0, open_until=None, probing_until=None)


def failed(condition: Condition, now: datetime, *, asked: float | None = None) -> Condition:
    """After some failures in a row, or when the provider `asked` for so many seconds of peace, it is left alone; each
    further failure doubles the pause."""
    failures = condition.failures + 1
    pause = timedelta(0)
    if failures >= _FAILURES_IN_A_ROW:
        pause = min(_FIRST_PAUSE * 2 ** min(failures - _FAILURES_IN_A_ROW, 10), _LONGEST_PAUSE)
    if asked is not None:
        pause = max(pause, min(timedelta(seconds=asked), _LONGEST_PAUSE))
    if not pause:
        return replace(condition, failures=failures, probing_until=None)
    until = max(now + pause, condition.open_until or now)
    return replace(condition, failures=failures, open_until=until, probing_until=None)


def _seconds(until: datetime | None, now: datetime) -> float:
    return max((until - now).total_seconds(), 0.0) if until else 0.0
