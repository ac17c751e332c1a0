"""The key of a delivery: the same at every try of a round, so that a provider that keeps keys sends it once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

_FORM = re.compile(r"([0-9a-f]{32})-([0-9]{1,18})-([0-9]{1,4})")


@dataclass(frozen=True, slots=True)
class Key:
    """Names the campaign, too: nobody guesses it, and it means nothing to a database that was set back."""

    campaign: UUID
    delivery: int
    round: int

    def __str__(self) -> str:
        return f"{self.campaign.hex}-{self.delivery}-{self.round}"


def read_key(text: str | None) -> Key | None:
    """None for what is no key of a delivery."""
    found = _FORM.fullmatch(text or "")
    return Key(UUID(found[1]), int(found[2]), int(found[3])) if found else None
