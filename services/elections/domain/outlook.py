"""What comes next in an election and until when: what an office above looks at first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.elections.domain.steps import Step, steps_from
from services.elections.domain.timetable import Timetable

if TYPE_CHECKING:
    from datetime import date

    from services.elections.domain.rule_set import RuleSet
    from services.elections.domain.steps import State


@dataclass(frozen=True, slots=True)
class Outlook:
    """`due` is the last lawful day of the next step; `days_left` may be negative. Nothing is left when it is over."""

    next_step: Step | None
    due: date | None
    days_left: int | None

    @property
    def overdue(self) -> bool:
        return self.days_left is not None and self.days_left < 0


NOTHING_LEFT = Outlook(None, None, None)


def outlook(state: State, polling_day: date, rules: RuleSet, *, today: date) -> Outlook:
    step = next((step for step in steps_from(state) if step is not Step.CANCEL), None)
    if step is None:
        return NOTHING_LEFT
    due = _due(step, Timetable(polling_day, rules))
    return Outlook(step, due, (due - today).days)


def _due(step: Step, timetable: Timetable) -> date:
    days = {
        Step.ANNOUNCE: timetable.roll_by,
        Step.PUBLISH_ROLL: timetable.roll_by,
        Step.PUBLISH_CANDIDATES: timetable.candidates_by,
    }
    return days.get(step, timetable.polling_day)
