"""What a feed says, whatever its format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared import clock


@dataclass(frozen=True, slots=True)
class Entry:
    """`html` is the whole text, sanitised."""

    id: UUID
    title: str
    html: str
    kind: str
    address: str
    published: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """`id` does not depend on addresses. `address` is the feed's own, `page` that of what it feeds. Newest first."""

    id: str
    title: str
    author: str
    address: str
    page: str
    entries: Sequence[Entry]

    @property
    def updated(self) -> datetime | None:
        return max((entry.published for entry in self.entries), default=None)


def moment(value: datetime) -> str:
    """RFC 3339, in the zone of those who read it."""
    return value.astimezone(clock.CIVIL_ZONE).isoformat(timespec="seconds")
