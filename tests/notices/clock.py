"""A clock that tests move."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest

from shared import clock


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """What a chore does then. Tokens know no other clock than the real one: ask the API outside."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: moment)
        patch.setattr(clock, "today", lambda: clock.civil_date(moment))
        yield
