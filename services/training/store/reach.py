"""What an office offers is there for the areas below it, and seen from those above."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from shared import areas
from shared.auth.actor import Actor
from shared.database.scope import within


def offered(column: InstrumentedAttribute[str] | ColumnElement[Any], actor: Actor) -> ColumnElement[bool]:
    """The condition that a row is of the actor's area, or of one below or above it."""
    return true() if actor.area is None else or_(within(column, actor), at_or_above(column, actor.area))


def at_or_above(column: InstrumentedAttribute[str] | ColumnElement[Any], area: str) -> ColumnElement[bool]:
    own = areas.prefix(area)
    return column.in_([own[:length].ljust(12, "0") for length in (2, 4, 6, 9, 12) if length <= len(own)])
