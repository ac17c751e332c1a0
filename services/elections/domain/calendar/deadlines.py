"""Deadlines of the timetable: who is responsible is reminded some days before, and told of once when one was missed.

Missed is only what the law sets a last day for: a stage that is behind its plan concerns those who planned it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from services.elections.domain.calendar.progress import StageState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from services.elections.domain.calendar.progress import StageToday

_ONE_DAY = timedelta(days=1)
STALE_DAYS = 30
"""An alert that comes a month late is history: it is not told any more."""


class DeadlineKind(StrEnum):
    APPROACHED = "approached"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Deadline:
    """To be told from `tell_on` on, while the stage is not done. `days_before` is 0 for a missed one."""

    stage: str
    kind: DeadlineKind
    days_before: int
    due_on: date
    tell_on: date


def deadlines(
    stages: Iterable[StageToday], reminders: Sequence[int], *, recorded_on: date, today: date
) -> Iterator[Deadline]:
    """Of the stages ahead. Nothing is told before the day after the announcement was recorded (`recorded_on`): paper
    acts are recorded afterwards, and whoever enters a whole election at once is not late with what comes next."""
    first = recorded_on + _ONE_DAY
    for each in stages:
        if not each.state.over and each.counting:
            yield from _reminders(each, reminders, first)
            yield from _missed(each, first, today)


def still_true(deadline: Deadline, stage: StageToday, reminders: Sequence[int], today: date) -> bool:
    """Whether it may be told today: the stage is not done, its last day is the same, and a reminder is in time."""
    if deadline.kind is DeadlineKind.MISSED:
        return stage.state is StageState.LATE and stage.dated.lawful_until == deadline.due_on
    in_time = today <= _last_day(deadline.due_on, deadline.days_before, reminders)
    return not stage.state.over and stage.due_on == deadline.due_on and in_time


def _reminders(each: StageToday, reminders: Sequence[int], first: date) -> Iterator[Deadline]:
    due_on = each.due_on
    for days in reminders:
        tell_on = max(due_on - days * _ONE_DAY, first)
        if tell_on <= _last_day(due_on, days, reminders):
            yield Deadline(each.code, DeadlineKind.APPROACHED, days, due_on, tell_on)


def _last_day(due_on: date, days: int, reminders: Sequence[int]) -> date:
    """Of a reminder: each has its days until the next one's, so that who comes late is reminded once."""
    following = max((each for each in reminders if each < days), default=-1)
    return due_on - (following + 1) * _ONE_DAY


def _missed(each: StageToday, first: date, today: date) -> Iterator[Deadline]:
    due_on = each.dated.lawful_until
    if due_on is not None and today <= due_on + STALE_DAYS * _ONE_DAY:
        yield Deadline(each.code, DeadlineKind.MISSED, 0, due_on, max(due_on + _ONE_DAY, first))
