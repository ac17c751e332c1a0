"""Rows as plain JSON values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def plain(row: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: value(getattr(row, name)) for name in names}


def value(found: Any) -> Any:
    """As JSON holds it."""
    if found is None or isinstance(found, bool | int | str | Mapping):
        return found
    return found.isoformat() if hasattr(found, "isoformat") else str(found)
