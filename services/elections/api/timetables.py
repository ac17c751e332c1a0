"""The timetable: each stage with its days, who must act now, and what is missing for the next step."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate

from services.elections.domain.calendar.marks import Mark
from services.elections.domain.calendar.progress import StageState, StageToday
from services.elections.domain.calendar.replanning import Replan
from services.elections.domain.calendar.stages import DoneBy, Stage
from services.elections.domain.procedure.duties import missing_for
from services.elections.domain.procedure.steps import State, Step, steps_from
from services.elections.store import elections
from services.elections.store.database import reading
from services.elections.store.timetables import ElectionTimetable, timetable
from services.elections.workflows.timetables import mark_stage, replan
from shared import clock
from shared.messages import translate
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.etags import etag, expected_version
from shared.web.problems import ProblemMissingSchema, describe_missing
from shared.web.schemas import ApiSchema, text

routes = Blueprint("timetables", authentication="bearer", url_prefix="/api/v1/elections", description="Timetables")


class StageSchema(Schema):
    code = fields.String(required=True)
    name = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf([state.value for state in StageState]))
    begins_on = fields.Date(required=True)
    planned_on = fields.Date(required=True, metadata={"description": "the day by which it is planned to be done"})
    earliest_on = fields.Date(
        required=True, allow_none=True, metadata={"description": "first day on which it can be done; null once done"}
    )
    latest_on = fields.Date(
        required=True, allow_none=True, metadata={"description": "last day that keeps every period and polling day"}
    )
    lawful_until = fields.Date(
        required=True, allow_none=True, metadata={"description": "last day that the law names for this stage"}
    )
    clause = fields.String(required=True)
    responsible = fields.String(required=True)
    notice = fields.String(
        required=True, allow_none=True, metadata={"description": "the event whose notice belongs to it"}
    )
    after = fields.List(fields.String(), required=True, metadata={"description": "stages that must be done before"})
    waiting_for = fields.List(fields.String(), required=True, metadata={"description": "of those, what is not done"})
    done_by = fields.String(required=True, metadata={"description": "a step, another record (fact), or a mark by hand"})
    done_on = fields.Date(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)


class ActSchema(Schema):
    """What somebody must do now."""

    responsible = fields.String(required=True)
    name = fields.String(required=True)
    stage = fields.String(required=True, allow_none=True)
    step = fields.String(required=True, allow_none=True)
    due_on = fields.Date(required=True)
    days_left = fields.Integer(required=True, metadata={"description": "negative when overdue"})
    missing = fields.List(fields.Nested(ProblemMissingSchema), required=True)


class TimetableSchema(Schema):
    election_id = fields.UUID(required=True)
    polling_day = fields.Date(required=True)
    earliest_polling_day = fields.Date(required=True, metadata={"description": "that keeps every period from today on"})
    version = fields.Integer(required=True)
    current = fields.String(required=True, allow_none=True, metadata={"description": "the stage that it is at"})
    act_now = fields.List(fields.Nested(ActSchema), required=True)
    stages = fields.List(fields.Nested(StageSchema), required=True)


class ReplanSchema(ApiSchema):
    polling_day = fields.Date(metadata={"description": "another polling day"})
    stage = text(most=60, required=False, metadata={"description": "code of a stage that slips"})
    planned_on = fields.Date(metadata={"description": "its new day"})
    reason = text(most=500, metadata={"description": "published"})


class MarkSchema(ApiSchema):
    on = fields.Date(load_default=None, metadata={"description": "civil day of the act; default: today"})
    note = text(most=500, required=False, load_default="", metadata={"description": "published: name nobody"})
    not_needed = fields.Boolean(load_default=False, metadata={"description": "this election does without it: say why"})


@routes.route("/<uuid:election_id>/timetable", methods=["GET"])
@requires("elections:read")
@routes.response(200, TimetableSchema)
def show(election_id: UUID) -> tuple[Any, int, dict[str, str]]:
    """Every stage with its days and state, who must act now, and what is missing for the next step"""
    return _answer(election_id)


@routes.route("/<uuid:election_id>/timetable/replan", methods=["POST"])
@requires("elections:write")
@routes.arguments(ReplanSchema)
@routes.response(200, TimetableSchema)
def plan_anew(command: dict[str, Any], election_id: UUID) -> tuple[Any, int, dict[str, str]]:
    """Plan anew until the poll is opened (If-Match); 409 tells the earliest possible polling day"""
    replan(current_actor(), election_id, Replan(**command), version=expected_version())
    return _answer(election_id)


@routes.route("/<uuid:election_id>/timetable/stages/<string:code>/done", methods=["POST"])
@requires("elections:write")
@routes.arguments(MarkSchema)
@routes.response(200, TimetableSchema)
def mark(command: dict[str, Any], election_id: UUID, code: str) -> tuple[Any, int, dict[str, str]]:
    """Mark a stage that no step of the election fulfils as done, or as not needed with a reason"""
    noted = Mark(command["on"] or clock.today(), command["note"], command["not_needed"])
    mark_stage(current_actor(), election_id, code, noted)
    return _answer(election_id)


def _answer(election_id: UUID) -> tuple[Any, int, dict[str, str]]:
    actor, today = current_actor(), clock.today()
    with reading() as session:
        found = elections.election(session, actor, election_id)
        known = timetable(session, found, today=today)
        facts = elections.facts(session, found, on=today, today=today, actor=actor.subject)
        step = _next_step(State(found.state))
        missing = [describe_missing(duty) for duty in missing_for(step, facts)] if step else []
    return _shown(known, step, missing), 200, etag(found.version)


def _next_step(state: State) -> Step | None:
    return next((step for step in steps_from(state) if step not in {Step.CANCEL, Step.FINISH_COUNT}), None)


def _shown(known: ElectionTimetable, step: Step | None, missing: list[dict[str, Any]]) -> dict[str, Any]:
    acting = [each for each in known.stages if each.state.acting]
    ahead = [*acting, *(each for each in known.stages if not each.state.over)]
    return {
        "election_id": known.election.id,
        "polling_day": known.plan.polling_day,
        "earliest_polling_day": known.plan.earliest_polling_day,
        "version": known.election.version,
        "current": ahead[0].code if ahead else None,
        "act_now": _acts(known, acting, step, missing),
        "stages": [_stage(known, each) for each in known.stages],
    }


def _acts(
    known: ElectionTimetable, acting: list[StageToday], step: Step | None, missing: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The next step with what it lacks, and the stages that are under way or late."""
    today = known.course.today
    first = [] if step is None else [_act(step, _due_on(known, step), today, step=step, missing=missing)]
    return first + [_act(each.dated.stage, each.due_on, today, stage=each.code) for each in acting]


def _act(what: Step | Stage, due_on: date, today: date, **more: Any) -> dict[str, Any]:
    return {
        "responsible": translate(what.responsible.zh),
        "name": translate(what.zh),
        "stage": None,
        "step": None,
        "due_on": due_on,
        "days_left": (due_on - today).days,
        "missing": [],
        **more,
    }


def _due_on(known: ElectionTimetable, step: Step) -> date:
    """The last day of the stage that the step fulfils; the steps of the poll are polling day's."""
    found = (each.due_on for each in known.stages if each.dated.stage.done_by.code == step)
    return next(found, known.plan.polling_day)


def _stage(known: ElectionTimetable, each: StageToday) -> dict[str, Any]:
    stage, dated, mark = each.dated.stage, each.dated, known.marks.get(each.code)
    return {
        "code": stage.code,
        "name": translate(stage.zh),
        "state": each.state,
        "begins_on": dated.span.begins_on,
        "planned_on": dated.span.ends_on,
        "earliest_on": None if dated.done else dated.earliest_on,
        "latest_on": dated.latest_on,
        "lawful_until": dated.lawful_until,
        "clause": stage.article(known.rules),
        "responsible": translate(stage.responsible.zh),
        "notice": stage.event,
        "after": stage.after,
        "waiting_for": each.waiting_for,
        "done_by": DoneBy(stage.done_by.by),
        "done_on": dated.done_on,
        "note": mark.note if mark else None,
    }
