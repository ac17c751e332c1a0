"""Watches the event stream from outside, through the operators' API, and tells of each event that crosses a border."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from demo.office import Office
from shared.contracts import routing

_POLL_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Crossing:
    """One event's arrival at one subscriber; `seconds` from the event's birth to its committed effect."""

    source: str
    subscriber: str
    type: str
    sequence: int
    seconds: float


class CrossingWatch:
    """Calls `tell` for each crossing that happens between `with` and its end; keeps them all in `seen`."""

    def __init__(self, office: Office, tell: Callable[[Crossing], None]) -> None:
        self._office = office
        self._tell = tell
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._published: dict[str, dict[int, dict[str, Any]]] = {source: {} for source in routing.SERVICES}
        self._through: dict[tuple[str, str], int] = {}
        self.seen: list[Crossing] = []

    def __enter__(self) -> CrossingWatch:
        for source in routing.SERVICES:
            start = self._office.get("operator", source, "/api/v1/events/status")["published"]
            self._published[source][start] = {}
            for subscriber in routing.subscribers_of(source):
                self._through[source, subscriber] = start
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join()

    def wait_until_settled(self, seconds: float = 60) -> None:
        """Returns when every event published so far has reached all its subscribers. Raises TimeoutError."""
        deadline = time.monotonic() + seconds
        while self._awaited():
            if time.monotonic() > deadline:
                raise TimeoutError(f"not all events arrived: {self._awaited()}")
            time.sleep(_POLL_SECONDS)

    def _run(self) -> None:
        while not self._stopping.wait(_POLL_SECONDS):
            self._look()

    def _look(self) -> None:
        for source in routing.SERVICES:
            known = self._published[source]
            answer = self._office.get("operator", source, "/api/v1/events/published", after=max(known))
            known.update({event["sequence"]: event for event in answer["items"]})
        for source, subscriber in list(self._through):
            self._look_at(source, subscriber)

    def _look_at(self, source: str, subscriber: str) -> None:
        after = self._through[source, subscriber]
        answer = self._office.get("operator", subscriber, "/api/v1/events/received", source=source, after=after)
        for taken in answer["items"]:
            event = self._published[source].get(taken["sequence"])
            if event is None:  # published since we asked; the next look finds both
                return
            self._through[source, subscriber] = taken["sequence"]
            self._report(source, subscriber, event, taken)

    def _report(self, source: str, subscriber: str, event: dict[str, Any], taken: dict[str, Any]) -> None:
        born, arrived = (datetime.fromisoformat(text) for text in (event["time"], taken["received_at"]))
        crossing = Crossing(source, subscriber, event["type"], event["sequence"], (arrived - born).total_seconds())
        self.seen.append(crossing)
        self._tell(crossing)

    def _awaited(self) -> list[tuple[str, str, int]]:
        """What is under way still: asked anew from the services, so that nothing published just now is missed."""
        awaited = []
        for source in routing.SERVICES:
            status = self._office.get("operator", source, "/api/v1/events/status")
            behind = status["waiting"] > 0 or status["published"] > max(self._published[source])
            for subscriber in routing.subscribers_of(source):
                heard = routing.types_heard(subscriber, source)
                last = max((n for n, event in self._published[source].items() if event.get("type") in heard), default=0)
                if behind or last > self._through[source, subscriber]:
                    awaited.append((source, subscriber, last))
        return awaited
