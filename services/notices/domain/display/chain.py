"""A hanging's photos as a chain: each entry's hash covers its photo, its times, who took it, and the entry before.

The first link covers what hangs where, so that no chain can be shown for another notice or board. Whoever keeps the
hash of one entry can prove later that nothing before it was altered.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from shared.worded import Worded


class Act(Worded):
    HUNG = "hung", "张贴"
    SEEN = "seen", "查看"
    REMOVED = "removed", "取下"


@dataclass(frozen=True, slots=True)
class Entry:
    """`sha256` is of the photo's bytes. `taken_at` is the camera's word, `received_at` ours; both to the second."""

    number: int
    act: Act
    sha256: str
    taken_at: datetime
    received_at: datetime
    by: str
    previous: str
    hash: str


def start(*, hanging: str, notice: str, board: str) -> str:
    """What the first entry follows on."""
    return digest({"board": board, "hanging": hanging, "notice": notice})


def follow(
    previous: str, *, number: int, act: Act, sha256: str, taken_at: datetime, received_at: datetime, by: str
) -> Entry:
    """The entry that follows on another one."""
    taken, received = to_second(taken_at), to_second(received_at)
    facts = {"number": number, "act": act, "sha256": sha256, "taken_at": taken, "received_at": received, "by": by}
    own = hash_of({**facts, "previous": previous})
    return Entry(number, act, sha256, taken, received, by, previous, own)


def hash_of(facts: Mapping[str, Any]) -> str:
    """Of an entry without its hash."""
    return digest({name: moment(value) if isinstance(value, datetime) else value for name, value in facts.items()})


def digest(facts: Mapping[str, Any]) -> str:
    """SHA-256 of the JSON in its one form: sorted names, no spaces, Chinese as it is."""
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds")


def to_second(value: datetime) -> datetime:
    return value.astimezone(UTC).replace(microsecond=0)
