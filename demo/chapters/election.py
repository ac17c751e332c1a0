"""What the chapters know of the election, and how a step of it is taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from time import monotonic, sleep
from typing import Any

from demo.office import Office

_DAYS_BEFORE = {"announce": 35, "publish_roll": 25, "publish_candidates": 5}
"""When the paper acts took place, in days before polling day: the demo records them after the fact, as clerks do."""

_PATIENCE_SECONDS = 90


@dataclass
class Election:
    """What the later chapters need to know of the earlier ones."""

    id: str
    polling_day: date
    stations: list[dict[str, Any]]

    @property
    def path(self) -> str:
        return f"/api/v1/elections/{self.id}"

    def day(self, before: int) -> str:
        """So many days before polling day, as the API reads it."""
        return (self.polling_day - timedelta(days=before)).isoformat()


def take_step(office: Office, election: Election, step: str, *, person: str = "clerk") -> dict[str, Any]:
    """Takes a step of the election with the day on which its paper act took place."""
    body = {"step": step, "on": election.day(_DAYS_BEFORE.get(step, 0))}
    taken: dict[str, Any] = office.post(person, "elections", f"{election.path}/steps", body)
    return taken


def stations_of(office: Office, path: str, names: list[str]) -> list[dict[str, Any]]:
    """An election's stations in the order of `names`."""
    stations = office.get("clerk", "elections", f"{path}/stations")["items"]
    return sorted(stations, key=lambda station: names.index(station["name"]))


def until(condition: Callable[[], bool], what: str) -> None:
    deadline = monotonic() + _PATIENCE_SECONDS
    while not condition():
        if monotonic() > deadline:
            raise TimeoutError(f"waited {_PATIENCE_SECONDS} s for {what}")
        sleep(0.1)
