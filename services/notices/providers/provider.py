"""What the delivery pipeline asks of whoever carries messages. Nobody calls a provider directly: `workflows/carriers`
chooses one, keeps to its rate and leaves it alone while it is broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from services.notices.domain.delivery.channels import Channel


@dataclass(frozen=True, slots=True)
class Message:
    """One delivery, worded. `key` is the same at every try: a provider that knows idempotency keys sends it once.
    `text` is plain, `html` for those that can show it; `page` is the notice's address, `leave` the one-click address
    by which the resident leaves the channel (the provider puts it where the channel has a place for it)."""

    key: str
    address: str
    title: str
    text: str
    html: str
    page: str
    leave: str
    language: str


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    """Taken over by the provider; receipts may follow under `ref`."""
    REFUSED = "refused"
    """This message is never to be tried again on this channel: blocked, not allowed."""
    NO_ADDRESS = "no_address"
    """Nobody is there: the address is not written to again, whatever the message."""
    LATER = "later"
    """Not taken over; worth another try."""
    UNKNOWN = "unknown"
    """The connection broke after the message had gone out: it may have been taken over or not."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`reason` is for the clerk, in the provider's words; `ref` the provider's name for the message. `wait`: so many
    seconds it wants to be left in peace. `outage`: no fault of this message, the provider as a whole does not work.
    `provider` is filled in by who chose it."""

    verdict: Verdict
    ref: str | None = None
    reason: str | None = None
    wait: float | None = None
    outage: bool = False
    provider: str = ""


class Provider(Protocol):
    """`keeps_keys`: whether a key that was accepted before is not sent again. `receipts`: whether it tells afterwards
    what became of what it accepted (a campaign waits for that). `batch` is the most messages at once."""

    name: str
    channel: Channel
    keeps_keys: bool
    receipts: bool
    batch: int

    def send(self, messages: Sequence[Message]) -> Sequence[Outcome]:
        """One outcome for each message, in their order. Never raises for what the network or the other side does."""
        ...


class Fate(StrEnum):
    """What a provider may tell afterwards of a message that it accepted."""

    DELIVERED = "delivered"
    FAILED = "failed"
    BOUNCED = "bounced"
    """The address does not exist or takes nothing: not to be written to again."""
    OPENED = "opened"


@dataclass(frozen=True, slots=True)
class Receipt:
    """Names its message by `key`, or by the provider's `ref` where it does not know keys."""

    fate: Fate
    at: datetime
    key: str | None = None
    ref: str | None = None
    reason: str | None = None
