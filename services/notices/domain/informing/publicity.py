"""The publicity plan of an election (R12): which channels the notice of each stage must use, and what is missing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

BOARD = "board"
"""A physical board, besides the channels of deliveries."""


@dataclass(frozen=True, slots=True)
class Stage:
    """`event` brings the notice of the stage."""

    event: str
    name: str
    channels: tuple[str, ...]
    share: int
    days_before: int

    def by_day(self, polling_day: date) -> date:
        return polling_day - timedelta(days=self.days_before)


@dataclass(frozen=True, slots=True)
class StageCheck:
    """How a stage stands. `missing` are channels that its notice has not used; all of them while there is no notice."""

    stage: Stage
    by_day: date | None
    missing: tuple[str, ...]
    late: bool


def parse_publicity(source: Mapping[str, Any]) -> dict[str, Stage]:
    """By event type, in the order of the file."""
    stages = source["stages"].items()
    return {event: Stage(event, **{**each, "channels": tuple(each["channels"])}) for event, each in stages}


def check_stage(stage: Stage, polling_day: date | None, used: Collection[str], *, today: date) -> StageCheck:
    missing = tuple(channel for channel in stage.channels if channel not in used)
    by_day = stage.by_day(polling_day) if polling_day else None
    late = bool(missing) and by_day is not None and today > by_day
    return StageCheck(stage, by_day, missing, late)
