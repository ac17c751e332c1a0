"""What waits for somebody: counted on the desk's first page, with a link to where it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from shared.auth.actor import Actor

Counts = Mapping[str, int]
"""By area code; areas with nothing are left out."""


@dataclass(frozen=True, slots=True)
class Due:
    """`section` is where it is done. `count` answers for all areas within the actor's reach, in one query."""

    section: str
    title: str
    count: Callable[[Session, Actor], Counts]
    scope: str = "notices:read"
    urgent: bool = False
