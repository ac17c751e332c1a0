"""The one function through which every query on an area's data goes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import InstrumentedAttribute

from shared.auth.actor import Actor

_LENGTH = 12


def within(column: InstrumentedAttribute[str] | ColumnElement[Any], actor: Actor) -> ColumnElement[bool]:
    """The condition that a row lies in the actor's area. A range, not LIKE, so that a plain index serves it."""
    prefix = actor.area_prefix
    return column.between(prefix.ljust(_LENGTH, "0"), prefix.ljust(_LENGTH, "9")) if prefix else true()
