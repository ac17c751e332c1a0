"""Timetables of many elections at a time, with a handful of queries whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.elections.domain.calendar.marks import Mark, TimetableFacts
from services.elections.domain.calendar.planning import Course, Plan, Span, plan
from services.elections.domain.calendar.progress import StageToday, progress
from services.elections.domain.calendar.stages import DoneBy, Template
from services.elections.domain.procedure.facts import Taken
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.steps import State, Step
from services.elections.domain.rules.modes import Mode
from services.elections.domain.rules.rule_set import RuleSet
from services.elections.store import tables
from services.elections.store.rule_sets import rule_set
from services.elections.store.stage_facts import READERS, Days, Reading
from services.elections.store.timetable_templates import template_for

_Row = TypeVar("_Row", tables.StepTaken, tables.PlannedStage, tables.StageMark, tables.GrantedException)


@dataclass(frozen=True, slots=True)
class ElectionTimetable:
    """An election's timetable as it stands today; `changed_at` is when anything of it changed last."""

    election: tables.Election
    rules: RuleSet
    template: Template
    course: Course
    plan: Plan
    stages: tuple[StageToday, ...]
    marks: Mapping[str, tables.StageMark]
    steps: Mapping[str, tables.StepTaken]
    changed_at: datetime

    def stage(self, code: str) -> StageToday | None:
        return next((each for each in self.stages if each.code == code), None)


def timetable(session: Session, found: tables.Election, *, today: date) -> ElectionTimetable:
    return timetables(session, [found], today=today)[found.id]


def timetables(session: Session, elections: Sequence[tables.Election], *, today: date) -> dict[UUID, ElectionTimetable]:
    """By election."""
    ids = [each.id for each in elections]
    steps, planned = _rows(session, tables.StepTaken, ids), _rows(session, tables.PlannedStage, ids)
    marks, exceptions = _rows(session, tables.StageMark, ids), _rows(session, tables.GrantedException, ids)
    taken = {each: {Step(row.step): Taken(row.on, row.by) for row in rows} for each, rows in steps.items()}
    reading = Reading(session, elections, taken, today)
    facts = {code: read(reading) for code, read in READERS.items()}
    return {
        each.id: _timetable(each, steps[each.id], planned[each.id], marks[each.id], exceptions[each.id], facts, today)
        for each in elections
    }


def facts(session: Session, election_id: UUID) -> TimetableFacts:
    """What the duties are judged by."""
    rows = _rows(session, tables.StageMark, [election_id])[election_id]
    return TimetableFacts({row.stage: Mark(row.on, row.note, row.not_needed) for row in rows})


def forget_plan(session: Session, election_id: UUID) -> None:
    """Back to the template's days."""
    session.execute(delete(tables.PlannedStage).where(tables.PlannedStage.election_id == election_id))


def _rows(session: Session, table: type[_Row], ids: Sequence[UUID]) -> defaultdict[UUID, list[_Row]]:
    by_election: defaultdict[UUID, list[_Row]] = defaultdict(list)
    for row in session.scalars(select(table).where(table.election_id.in_(ids))):
        by_election[row.election_id].append(row)
    return by_election


def _timetable(
    found: tables.Election,
    steps: Sequence[tables.StepTaken],
    planned: Sequence[tables.PlannedStage],
    marks: Sequence[tables.StageMark],
    exceptions: Sequence[tables.GrantedException],
    facts: Mapping[str, Days],
    today: date,
) -> ElectionTimetable:
    rules = rule_set(found.rule_set)
    template = template_for(found.rule_set, ElectionKind(found.kind), Mode(found.mode))
    by_stage, by_step = {row.stage: row for row in marks}, {row.step: row for row in steps}
    course = Course(
        today=today,
        done=_done(found.id, template, by_step, by_stage, facts),
        planned={row.stage: Span(row.begins_on, row.ends_on) for row in planned},
        excused=frozenset(row.duty for row in exceptions),
    )
    made = plan(found.polling_day, rules, template, course)
    not_needed = {row.stage for row in marks if row.not_needed}
    return ElectionTimetable(
        election=found,
        rules=rules,
        template=template,
        course=course,
        plan=made,
        stages=progress(made, State(found.state), today=today, not_needed=not_needed),
        marks=by_stage,
        steps=by_step,
        changed_at=max([found.created_at, *_moments(steps, planned, marks)]),
    )


def _done(
    election_id: UUID,
    template: Template,
    steps: Mapping[str, tables.StepTaken],
    marks: Mapping[str, tables.StageMark],
    facts: Mapping[str, Days],
) -> dict[str, date | None]:
    done: dict[str, date | None] = {}
    for stage in template.stages:
        shown = facts.get(stage.done_by.code, {})
        if stage.done_by.by is DoneBy.STEP:
            if step := steps.get(stage.done_by.code):
                done[stage.code] = step.on
        elif mark := marks.get(stage.code):
            done[stage.code] = mark.on
        elif stage.done_by.by is DoneBy.FACT and election_id in shown:
            done[stage.code] = shown[election_id]
    return done


def _moments(*rows: Iterable[tables.StepTaken | tables.PlannedStage | tables.StageMark]) -> list[datetime]:
    return [row.at for part in rows for row in part]
