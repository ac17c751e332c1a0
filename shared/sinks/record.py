"""What has arrived at a sink."""

from __future__ import annotations

import time
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

_KEPT = 1000  # whole messages, the latest; of the others only their keys are counted


@dataclass
class Record:
    """`delivered` counts by key how often a message reached its person, `offered` how often it was sent: a gateway that
    keeps keys delivers once what it is offered twice. `refused` and `deferred` count messages too."""

    delivered: Counter[str] = field(default_factory=Counter)
    offered: int = 0
    refused: int = 0
    deferred: int = 0
    latest: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=_KEPT))
    first_at: float | None = None
    last_at: float | None = None

    def take(self, key: str, message: dict[str, Any], *, once: bool) -> bool:
        """Delivers a message, whose second coming with the same key is none if it is to be delivered `once`."""
        if once and key in self.delivered:
            return False
        self.delivered[key] += 1
        self.latest.append(message)
        self.last_at = time.time()
        self.first_at = self.first_at or self.last_at
        return True

    @property
    def duplicates(self) -> int:
        return self.delivered.total() - len(self.delivered)

    def told(self) -> dict[str, Any]:
        return {
            "delivered": len(self.delivered),
            "duplicates": self.duplicates,
            "offered": self.offered,
            "refused": self.refused,
            "deferred": self.deferred,
            "first_at": self.first_at,
            "last_at": self.last_at,
        }

    def clear(self) -> None:
        self.__init__()  # type: ignore[misc]
