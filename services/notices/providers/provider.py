"""What the delivery pipeline asks of whoever carries messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from services.notices.domain.delivery.channels import Channel


@dataclass(frozen=True, slots=True)
class Message:
    """One delivery, worded. `key` is the same at every try: a provider that knows idempotency keys sends it once.
    `text` is plain, `html` for those that can show it; `page` is the notice's address, `leave` the one-click address
    by which the resident leaves the channel."""

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
    """Never to be tried again on this channel: no such address, blocked."""
    LATER = "later"
    """Not taken over; worth another try."""
    UNKNOWN = "unknown"
    """The connection broke after the message had gone out: it may have been taken over or not."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`reason` is for the clerk, in the provider's words; `ref` the provider's name for the message."""

    verdict: Verdict
    ref: str | None = None
    reason: str | None = None


class Provider(Protocol):
    """`keeps_keys`: whether a key that was accepted before is not sent again. `batch` is the most messages at once."""

    name: str
    channel: Channel
    keeps_keys: bool
    batch: int

    def send(self, messages: Sequence[Message]) -> Sequence[Outcome]:
        """One outcome for each message, in their order. Never raises for what the network or the other side does."""
        ...
