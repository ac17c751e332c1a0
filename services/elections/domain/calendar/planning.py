"""The statutory calendar: a polling day, the rules and what is done already make a dated timetable, or a refusal that
tells the earliest possible polling day.

Three passes over the stages, which stand in an order in which each comes after those it waits for:

1. forwards, the soonest: what is done has its day, and nothing else can be done before today, before what it waits for,
   or before a period of the law has run. So much later than that, by the law's days before the poll, is the earliest
   possible polling day.
2. backwards, the last days: from polling day and each stage's own limit to what must be done before.
3. forwards, the plan: each stage on its usual or wished day, moved as little as the two passes ask.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from services.elections.domain.calendar.stages import POLLING
from services.elections.domain.rules.numbers import deadline, latest_day_before
from shared.errors import Conflict, Missing

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from services.elections.domain.calendar.stages import Bound, Stage, Template
    from services.elections.domain.rules.rule_set import RuleSet

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    begins_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Course:
    """What has happened by `today`: the day on which each stage was done (None: not known when), what was planned
    otherwise than the template has it, stages that are to be done on a certain day (`fixed`), and the duties from which
    the election was released."""

    today: date
    done: Mapping[str, date | None] = field(default_factory=dict)
    planned: Mapping[str, Span] = field(default_factory=dict)
    fixed: Mapping[str, date] = field(default_factory=dict)
    excused: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class DatedStage:
    """`earliest_on` and `latest_on` keep every period of the law, those of later stages included; `lawful_until` is
    the last day that the law names for this very stage, None where it names none."""

    stage: Stage
    span: Span
    earliest_on: date
    latest_on: date | None
    lawful_until: date | None
    done: bool
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Plan:
    polling_day: date
    earliest_polling_day: date
    stages: tuple[DatedStage, ...]
    too_soon: Missing | None
    """What keeps the poll from being held on this day; None when every period can be kept."""

    def stage(self, code: str) -> DatedStage | None:
        return next((each for each in self.stages if each.stage.code == code), None)

    def must_be_lawful(self) -> None:
        """Raises Conflict that tells the earliest possible polling day and the period that cannot be kept."""
        if self.too_soon is not None:
            message = "选举日{polling_day}不能保证法定期限，最早可以定在{earliest}。"
            raise Conflict("plan_too_short", message, missing=[self.too_soon], **dict(self.too_soon.facts))


def plan(polling_day: date, rules: RuleSet, template: Template, course: Course, *, anew: bool = False) -> Plan:
    """The timetable as it stands; `anew` moves what is not done to today or later."""
    planning = _Planning(polling_day, rules, template, course, anew)
    return Plan(
        polling_day=polling_day,
        earliest_polling_day=planning.earliest_polling_day,
        stages=planning.stages(),
        too_soon=planning.too_soon(),
    )


def usual_span(stage: Stage, polling_day: date) -> Span:
    """The template's days."""
    return Span(polling_day + stage.begins * _ONE_DAY, polling_day + stage.ends * _ONE_DAY)


class _Planning:
    """One run of the three passes."""

    def __init__(self, polling_day: date, rules: RuleSet, template: Template, course: Course, anew: bool) -> None:
        self.polling_day, self.rules, self.template, self.course = polling_day, rules, template, course
        self._floor = course.today if anew else date.min
        self._before_poll = _waited_for(template)
        self._soonest: dict[str, date] = {}
        self._find_soonest()
        self._last: dict[str, date] = {}
        self._find_last()
        self._ends: dict[str, date] = {}

    @property
    def earliest_polling_day(self) -> date:
        return max(self._poll_after(stage) for stage in self.template.stages if stage.code in self._before_poll)

    def too_soon(self) -> Missing | None:
        before = [stage for stage in self.template.stages if stage.code in self._before_poll]
        latest = max(before, key=self._poll_after)
        earliest = self._poll_after(latest)
        if self.polling_day >= earliest:
            return None
        facts = {
            "stage": latest.code,
            "stage_name": latest.zh,
            "soonest": self._soonest[latest.code].isoformat(),
            "days": self._days_before_poll(latest),
            "polling_day": self.polling_day.isoformat(),
            "earliest": earliest.isoformat(),
        }
        message = "“{stage_name}”最早{soonest}，应在选举日的{days}日前，所以选举日最早为{earliest}。"
        return Missing("polling_day_too_near", message, latest.article(self.rules), facts)

    def stages(self) -> tuple[DatedStage, ...]:
        return tuple(self._dated(stage) for stage in self.template.stages)

    def _find_soonest(self) -> None:
        for stage in self.template.stages:
            if stage.code in self.course.done:
                self._soonest[stage.code] = self.course.done[stage.code] or date.min
            else:
                self._soonest[stage.code] = max(self.course.today, self._after(stage, self._soonest))

    def _find_last(self) -> None:
        """Of the stages before the poll; those after it have only their own limits."""
        for stage in reversed(self.template.stages):
            if stage.code in self._before_poll:
                own = latest_day_before(self.polling_day, self._days_before_poll(stage))
                self._last[stage.code] = min(
                    [own, self.course.fixed.get(stage.code, own), *self._asked_by_later(stage)]
                )

    def _asked_by_later(self, stage: Stage) -> list[date]:
        """Until when the stages that wait for this one need it."""
        asked: list[date] = []
        for later in self.template.stages:
            if later.code in self._last and later.code not in self.course.done:
                if stage.code in later.after:
                    asked.append(self._last[later.code])
                if later.earliest is not None and later.earliest.anchor == stage.code:
                    asked.append(self._back(self._last[later.code], later.earliest))
        return asked

    def _dated(self, stage: Stage) -> DatedStage:
        span = self._span(stage)
        self._ends[stage.code] = span.ends_on
        lawful_until = self._lawful_until(stage)
        last = [day for day in (self._last.get(stage.code), lawful_until) if day is not None]
        done = stage.code in self.course.done
        return DatedStage(
            stage=stage,
            span=span,
            earliest_on=self._soonest[stage.code],
            latest_on=min(last) if last else None,
            lawful_until=lawful_until,
            done=done,
            done_on=self.course.done.get(stage.code),
        )

    def _span(self, stage: Stage) -> Span:
        wished = self.course.planned.get(stage.code) or usual_span(stage, self.polling_day)
        if stage.code in self.course.done:
            ends_on = self.course.done[stage.code] or wished.ends_on
            return Span(min(wished.begins_on, ends_on), ends_on)
        if stage.code == POLLING:
            return Span(self.polling_day, self.polling_day)
        floor = max(self._floor, self._after(stage, self._ends))
        last = [day for day in (self._last.get(stage.code), self._lawful_until(stage)) if day is not None]
        ends_on = max(min([wished.ends_on, *last]), floor)
        begins_on = max(wished.begins_on, self._floor, *(self._ends[code] for code in stage.after), date.min)
        return Span(min(begins_on, ends_on), ends_on)

    def _after(self, stage: Stage, days: Mapping[str, date]) -> date:
        """The first day on which a stage can be done when those before it are done on `days`."""
        first = max((days[code] for code in stage.after), default=date.min)
        first = max(first, self.course.fixed.get(stage.code, first))
        if stage.earliest is not None:
            first = max(first, self._on(days[stage.earliest.anchor], stage.earliest))
        return first

    def _lawful_until(self, stage: Stage) -> date | None:
        bound = stage.latest
        if bound is None or bound.excused_by in self.course.excused:
            return None
        if bound.before_polling:
            return latest_day_before(self.polling_day, self._days_before_poll(stage))
        return self._on(self._ends[bound.anchor], bound)

    def _poll_after(self, stage: Stage) -> date:
        """The first day on which the poll may follow on a stage."""
        soonest = self._soonest[stage.code]
        return soonest + self._days_before_poll(stage) * _ONE_DAY

    def _days_before_poll(self, stage: Stage) -> int:
        bound = stage.latest
        if bound is None or not bound.before_polling or bound.excused_by in self.course.excused:
            return 0
        return sum(bound.periods(self.rules))

    def _on(self, event: date, bound: Bound) -> date:
        """The last day of the periods that follow on an event."""
        for days in bound.periods(self.rules):
            event = deadline(event, days, self.rules.roll.days_off)
        return event

    def _back(self, last: date, bound: Bound) -> date:
        """The last day on which an event may be whose periods are to be over on `last`."""
        event = last - sum(bound.periods(self.rules)) * _ONE_DAY
        while self._on(event, bound) > last:
            event -= _ONE_DAY
        return event


def _waited_for(template: Template) -> frozenset[str]:
    """The poll and all stages before it: what it waits for, and what those wait for."""
    found = {POLLING}
    for stage in reversed(template.stages):
        if stage.code in found:
            found.update(stage.after)
    return frozenset(found)
