"""Starts again what falls, and gives up on what keeps falling."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

from shared.embedded.errors import KeepsDying

_FALLS, _WITHIN_SECONDS = 5, 60


class Watched(Protocol):
    @property
    def name(self) -> str: ...

    def start(self) -> None: ...

    def kill(self) -> None: ...

    def has_fallen(self) -> bool:
        """It ended without being stopped, or does its work no more."""

    def last_words(self) -> str: ...


class Watch:
    """Over one process or server. `look` is called every second or so."""

    def __init__(self, watched: Watched, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._watched = watched
        self._clock = clock
        self._falls: deque[float] = deque(maxlen=_FALLS)
        self._start_at: float | None = None

    def look(self) -> bool:
        """True if it has just been started again. Raises KeepsDying at the fifth fall within a minute."""
        if not self._watched.has_fallen():
            self._start_at = None  # or somebody else has started it
            return False
        if self._start_at is None:
            self._start_at = self._clock() + self._note_fall()
        if self._clock() < self._start_at:
            return False
        self._start_at = None
        self._watched.start()
        return True

    def _note_fall(self) -> float:
        """Ends what may be left of it. The answer is the pause before the next start: 0, 1, 2, 4 seconds."""
        self._watched.kill()
        now = self._clock()
        self._falls.append(now)
        recent = sum(now - fall < _WITHIN_SECONDS for fall in self._falls)
        if recent == _FALLS:
            raise KeepsDying(f"{self._watched.name} died {_FALLS} times within a minute:\n{self._watched.last_words()}")
        return 0 if recent == 1 else 2.0 ** (recent - 2)
