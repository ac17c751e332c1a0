"""Days that a community should know beforehand, as the other services tell of them: polls and meetings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from shared.worded import Worded


class OccasionKind(Worded):
    POLLING = "polling", "投票日"
    MEETING = "meeting", "会议"


@dataclass(frozen=True, slots=True)
class Occasion:
    """`subject` is what it is the day of; a later word on the same replaces the earlier. `starts_at` where an hour is
    set."""

    subject: str
    kind: OccasionKind
    title: str
    day: date
    starts_at: datetime | None = None
    place: str | None = None
    cancelled: bool = False


def occasion_of(event_type: str, data: Mapping[str, Any], zone: tzinfo) -> Occasion:
    """Raises KeyError for an event that tells of no day."""
    return _TELLING[event_type](data, zone)


def _polling(data: Mapping[str, Any], _: tzinfo) -> Occasion:
    return Occasion(f"elections/{data['election_id']}", OccasionKind.POLLING, data["title"], data["polling_day"])


def _called_off(data: Mapping[str, Any], _: tzinfo) -> Occasion:
    about = f"elections/{data['election_id']}"
    return Occasion(about, OccasionKind.POLLING, data["title"], data["polling_day"], cancelled=True)


def _meeting(data: Mapping[str, Any], zone: tzinfo) -> Occasion:
    held = data["held_at"]
    about = f"meetings/{data['meeting_id']}"
    day = held.astimezone(zone).date()
    return Occasion(about, OccasionKind.MEETING, data["title"], day, held, data["place"])


_TELLING: dict[str, Callable[[Mapping[str, Any], tzinfo], Occasion]] = {
    "elections.election_announced.v1": _polling,
    "elections.timetable_changed.v1": _polling,
    "elections.another_ballot_called.v1": _polling,
    "elections.recall_called.v1": _polling,
    "elections.election_cancelled.v1": _called_off,
    "elections.meeting_called.v1": _meeting,
}
TELLING = frozenset(_TELLING)
