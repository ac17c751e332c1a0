"""What comes next in an election and until when, and what is overdue: what an office above looks at first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.elections.domain.calendar.progress import StageState, StageToday
from services.elections.domain.procedure.steps import Step, steps_from

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from services.elections.domain.procedure.steps import State


@dataclass(frozen=True, slots=True)
class Late:
    """A stage of the timetable past the law's last day."""

    stage: StageToday
    due: date
    days: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """`due` is the last lawful day of the next step; `days_left` may be negative. `late` is what should have been done
    first of all; it may be another stage than the next step's."""

    next_step: Step | None
    due: date | None
    days_left: int | None
    late: Late | None = None

    @property
    def overdue(self) -> bool:
        return self.late is not None


NOTHING_LEFT = Outlook(None, None, None)


def outlook(state: State, polling_day: date, stages: Sequence[StageToday], *, today: date) -> Outlook:
    """`stages` are the election's timetable."""
    late = _late(stages, today)
    step = next((step for step in steps_from(state) if step is not Step.CANCEL), None)
    if step is None:
        return Outlook(None, None, None, late)
    due = _due(step, stages) or polling_day
    return Outlook(step, due, (due - today).days, late)


def _late(stages: Sequence[StageToday], today: date) -> Late | None:
    late = [each for each in stages if each.state is StageState.LATE]
    first = min(late, key=lambda each: each.due_on, default=None)
    return None if first is None else Late(first, first.due_on, (today - first.due_on).days)


def _due(step: Step, stages: Sequence[StageToday]) -> date | None:
    """Of the stage that the step fulfils; the steps on polling day have none of their own."""
    return next((each.dated.latest_on for each in stages if each.dated.stage.done_by.code == step), None)
