"""A provider in its place among the others of its channel."""

from __future__ import annotations

from dataclasses import dataclass

from services.notices.providers.provider import Provider


@dataclass(frozen=True, slots=True)
class Arranged:
    """The lowest `priority` of a channel is used as long as it works. `rate` in messages a second (None: as many as it
    takes); `burst` may go out at once after a rest. `secret` signs what the provider reports back."""

    provider: Provider
    priority: int = 1
    rate: float | None = None
    burst: float = 1.0
    kind: str = ""
    secret: bytes | None = None
