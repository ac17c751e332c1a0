"""What a service does on each tick, and how one that fails is kept from stopping the others."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

log = logging.getLogger(__name__)

Chore = Callable[[], object]
"""It looks in the database what is due, so one tick too many changes nothing."""


def carry_out(chores: Iterable[Chore]) -> None:
    """Each of them, whatever happens to the others. Raises the first error when all had their turn."""
    errors: list[Exception] = []
    for chore in chores:
        try:
            chore()
        except Exception as error:  # noqa: BLE001 - one chore's bug must not keep the others from their work
            log.warning("chore failed", extra={"error": type(error).__name__})
            errors.append(error)
    if errors:
        raise errors[0]
