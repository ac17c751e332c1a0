"""Plans by solver: asked for, followed, questioned, published, planned anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, request
from sqlalchemy import select

from services.training.api.schedule_schemas import (
    NewScheduleSchema,
    PlannedSessionsSchema,
    ScheduleFilters,
    ScheduleSchema,
    ScheduleSummarySchema,
    WhyNotArguments,
    WhyNotSchema,
)
from services.training.api.schedule_stream import stream
from services.training.domain.planning.plan import Session
from services.training.domain.planning.problem import ClassSize, Weights
from services.training.domain.planning.rules import Rule
from services.training.domain.planning.schedules import Asked, Required, Travel, Window, plan_of
from services.training.solver.limits import gap
from services.training.store import schedules
from services.training.store.database import reading
from services.training.store.planning import names
from services.training.store.tables import Schedule
from services.training.workflows import schedules as workflows
from services.training.workflows.publication import named, publish_schedule
from shared.database.scope import within
from shared.messages import tell, translate
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.pagination import Page, paginate
from shared.web.schemas import page_of

routes = Blueprint("schedules", authentication="bearer", url_prefix="/api/v1/schedules", description="Training plans")

Answer = tuple[dict[str, Any], int, dict[str, str]]


@routes.route("", methods=["POST"])
@requires("training:write")
@routes.arguments(NewScheduleSchema)
@routes.response(202, ScheduleSchema)
def ask(command: dict[str, Any]) -> Answer:
    """Ask for a plan, made by a job; 409 with the address of the one that is being made, if there is one"""
    area = command.pop("area")
    return _accepted(workflows.ask_for_plan(current_actor(), area, _asked(command)))


@routes.route("", methods=["GET"])
@requires("training:read")
@routes.arguments(ScheduleFilters, location="query")
@routes.response(200, page_of(ScheduleSummarySchema))
def list_schedules(filters: dict[str, Any]) -> Page:
    """Plans within reach, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(Schedule).where(within(Schedule.area, current_actor())).filter_by(**filters)
    with reading() as db:
        return paginate(db, query, key=Schedule.id, parse=UUID, newest_first=True, **page)


@routes.route("/<uuid:schedule_id>", methods=["GET"])
@requires("training:read")
@routes.response(200, ScheduleSchema)
def show(schedule_id: UUID) -> dict[str, Any]:
    """A plan: its state, cost, bound and gap, or what stands in its way"""
    return _shown(schedule_id)


@routes.route("/<uuid:schedule_id>/sessions", methods=["GET"])
@requires("training:read")
@routes.response(200, PlannedSessionsSchema)
def list_sessions(schedule_id: UUID) -> dict[str, Any]:
    """The plan's sessions and who sits in them"""
    with reading() as db:
        planned = plan_of(schedules.schedule(db, current_actor(), schedule_id).sessions or ()).sessions
        known = names(db, {name for each in planned for name in (each.course, each.room, each.teacher)})
    return {"items": [_session(each, known) for each in planned]}


@routes.route("/<uuid:schedule_id>/solutions", methods=["GET"])
@requires("training:read")
def follow(schedule_id: UUID) -> Response:
    """Solutions so far as server-sent events (`solution`, at the end `over`); come back with Last-Event-ID"""
    with reading() as db:
        found = schedules.schedule(db, current_actor(), schedule_id)
    seen = request.headers.get("Last-Event-ID", "")
    return stream(found.id, after=int(seen) if seen.isdecimal() else 0)


@routes.route("/<uuid:schedule_id>/why-not", methods=["GET"])
@requires("training:read")
@routes.arguments(WhyNotArguments, location="query")
@routes.response(200, WhyNotSchema)
def ask_why_not(asked: dict[str, UUID], schedule_id: UUID) -> dict[str, Any]:
    """Why a cadre does not sit in a session: every rule that binds, or what it would cost"""
    answer, known = workflows.ask_why_not(current_actor(), schedule_id, asked["cadre"], asked["session"])
    binding = [{**_rule(each.rule), "message": tell(each.message, named(each, known))} for each in answer.binding]
    shown = {name: getattr(answer, name) for name in ("sits_there", "dearer", "before", "after")}
    return {**shown, "binding": binding}


@routes.route("/<uuid:schedule_id>/cancellation", methods=["POST"])
@requires("training:write")
@routes.response(200, ScheduleSchema)
def cancel(schedule_id: UUID) -> dict[str, Any]:
    """Stop the search"""
    workflows.cancel_schedule(current_actor(), schedule_id)
    return _shown(schedule_id)


@routes.route("/<uuid:schedule_id>/publication", methods=["POST"])
@requires("training:write")
@routes.response(200, ScheduleSchema)
def publish(schedule_id: UUID) -> dict[str, Any]:
    """Make the plan's sessions and places those that everybody sees; 409 when it breaks a rule by now"""
    publish_schedule(current_actor(), schedule_id)
    return _shown(schedule_id)


@routes.route("/<uuid:schedule_id>/replanning", methods=["POST"])
@requires("training:write")
@routes.response(202, ScheduleSchema)
def plan_anew(schedule_id: UUID) -> Answer:
    """Plan what is to come of a published plan anew, with the least disturbance"""
    return _accepted(workflows.ask_to_replan(current_actor(), schedule_id))


def _asked(command: dict[str, Any]) -> Asked:
    """What is not said is as `Asked` has it."""
    made: dict[str, Any] = dict(command)
    if "windows" in command:
        made["windows"] = [Window(_minute(each["starts"]), _minute(each["ends"])) for each in command["windows"]]
    if "weekdays" in command:
        made["weekdays"] = frozenset(command["weekdays"])
    if "required" in command:
        made["required"] = [Required(each["course_id"], frozenset(each["posts"])) for each in command["required"]]
    for name, kind in (("size", ClassSize), ("travel", Travel), ("weights", Weights)):
        if name in command:
            made[name] = kind(**command[name])
    return Asked(**made)


def _minute(time: Any) -> int:
    return int(time.hour) * 60 + int(time.minute)


def _accepted(schedule_id: UUID) -> Answer:
    return _shown(schedule_id), 202, {"Location": f"/api/v1/schedules/{schedule_id}"}


def _shown(schedule_id: UUID) -> dict[str, Any]:
    with reading() as db:
        found = schedules.schedule(db, current_actor(), schedule_id)
    shown = {name: getattr(found, name) for name in ScheduleSummarySchema().fields if name != "gap"}
    return {
        **shown,
        "gap": None if found.bound is None else gap(found.cost, found.bound),
        "job": f"/api/v1/jobs/{found.id}",
        "costs": found.costs,
        "sessions": None if found.sessions is None else len(found.sessions),
        "places": None if found.sessions is None else sum(len(each["cadres"]) for each in found.sessions),
        "binding": found.binding and _binding(found.binding),
        "short": found.short or [],
        "refusal": found.refusal,
    }


def _binding(kept: Mapping[str, Any]) -> dict[str, Any]:
    groups = kept["groups"]
    return {**kept, "groups": None if groups is None else [_rule(Rule(each)) for each in groups]}


def _rule(rule: Rule) -> dict[str, str]:
    return {"code": rule, "name": translate(rule.zh)}


def _session(planned: Session, known: Mapping[str, str]) -> dict[str, Any]:
    slot = planned.slot
    shown = {"id": planned.id, "day": slot.day, "starts": _clock(slot.starts), "ends": _clock(slot.ends)}
    for kind in ("course", "room", "teacher"):
        key = getattr(planned, kind)
        shown |= {f"{kind}_id": key, kind: known.get(key, "")}
    return {**shown, "cadres": sorted(planned.cadres)}


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
