"""What follows for a delivery from what a worker or a provider tells of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from services.notices.domain.delivery.lanes import Lane
from services.notices.domain.delivery.states import DeliveryState, weightier
from services.notices.domain.delivery.trying import next_try

RECEIPT_WAIT = {
    Lane.EMERGENCY: timedelta(minutes=10),
    Lane.ORDINARY: timedelta(hours=1),
    Lane.DIGEST: timedelta(hours=1),
}
"""So long a campaign waits for the receipts of a provider that gives any, before what was sent counts as final."""


class Told(StrEnum):
    """How an attempt ended."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    NO_ADDRESS = "no_address"
    LATER = "later"
    UNKNOWN = "unknown"
    """Nobody knows whether the provider took it: the connection broke, or the worker died."""
    LEFT = "left"
    """Not even tried: the resident has left the channel."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """The circumstances of an attempt. `until`: the end of the channel's turn. `keeps_keys`: the same key can be given
    to the provider again without the message arriving twice. `receipts`: the provider tells what became of it.
    `stopped`: the campaign was cancelled meanwhile, so nothing is tried again."""

    now: datetime
    lane: Lane
    attempts: int
    until: datetime
    jitter: float
    keeps_keys: bool
    receipts: bool
    maybe_twice: bool = False
    asked: float | None = None
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Next:
    """`due_at`: of what is to be tried again, when; of what was sent, until when a receipt is awaited."""

    state: DeliveryState
    due_at: datetime
    maybe_twice: bool = False


def after(told: Told, attempt: Attempt) -> Next:
    if told is Told.ACCEPTED:
        wait = RECEIPT_WAIT[attempt.lane] if attempt.receipts else timedelta(0)
        return Next(DeliveryState.SENT, attempt.now + wait)
    if told is Told.LATER:
        return _again(attempt)
    if told is Told.UNKNOWN:
        return _after_unknown(attempt)
    return Next(_ENDS[told], attempt.now)


_ENDS = {
    Told.REFUSED: DeliveryState.FAILED,
    Told.NO_ADDRESS: DeliveryState.BOUNCED,
    Told.LEFT: DeliveryState.SKIPPED,
}


def _again(attempt: Attempt) -> Next:
    if attempt.stopped:
        return Next(DeliveryState.CANCELLED, attempt.now)
    due = next_try(
        attempt.now,
        attempts=attempt.attempts,
        lane=attempt.lane,
        until=attempt.until,
        jitter=attempt.jitter,
        asked=attempt.asked,
    )
    return Next(DeliveryState.EXPIRED, attempt.now) if due is None else Next(DeliveryState.CREATED, due)


def _after_unknown(attempt: Attempt) -> Next:
    """Without keys it is tried once more, which is marked: at most one duplicate, and none that is not counted."""
    if attempt.keeps_keys and not attempt.stopped:
        return _again(attempt)
    if attempt.maybe_twice or attempt.stopped:
        return Next(DeliveryState.UNCERTAIN, attempt.now)
    again = _again(attempt)
    if again.state is DeliveryState.EXPIRED:
        return Next(DeliveryState.UNCERTAIN, attempt.now)
    return Next(again.state, again.due_at, maybe_twice=True)


def settled(current: DeliveryState, told: DeliveryState, *, ours: bool) -> DeliveryState | None:
    """The state after a worker told what became of its attempt; None where that changes nothing. The claim is `ours` as
    long as nobody else has been given the delivery: then whatever the worker tells holds, a next try too. If the lease
    ran out meanwhile, only what proves more than is known already."""
    if ours and current is DeliveryState.QUEUED:
        return told
    heavier = weightier(current, told)
    return heavier if heavier is not current else None
