"""Publishing a plan: its sessions and places become those that everybody sees, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, tuple_

from services.training.domain.learning.sessions import SessionKind, SessionState
from services.training.domain.planning.checker import broken
from services.training.domain.planning.known import unknown_to
from services.training.domain.planning.plan import Plan, Session
from services.training.domain.planning.problem import Slot
from services.training.domain.planning.rules import Broken
from services.training.domain.planning.schedules import Asked, ScheduleState, must_be_solved, plan_of
from services.training.store import cadres, schedules, sessions
from services.training.store.database import unit_of_work
from services.training.store.planning import Knowledge, names
from services.training.store.tables import Course, Enrolment, Room, Schedule, Teacher, TrainingSession
from services.training.workflows.sessions import facts_of
from shared import clock
from shared.auth.actor import Actor
from shared.clock import CIVIL_ZONE
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, Missing

_TOLD = 20  # broken rules that an answer lists
_CANCELLED = "培训计划已调整"


def publish_schedule(actor: Actor, schedule_id: UUID) -> Schedule:
    """Holds the plan against every hard rule once more, by what is known now. Raises Conflict naming what has come in
    its way since it was made."""
    with unit_of_work(actor) as uow:
        sessions.hold_places(uow.session)
        found = schedules.schedule(uow.session, actor, schedule_id, lock=True)
        must_be_solved(ScheduleState(found.state))
        plan, base = plan_of(found.sessions or ()), _base(uow, found)
        standing = _standing(uow, found, base)
        _check(uow, found, plan, standing.keys())
        _Publishing(uow, found, standing).apply(plan)
        found.state, found.published_at = ScheduleState.PUBLISHED, clock.now()
        if base is not None:
            base.state = ScheduleState.REPLACED
        _tell(uow, found, plan)
        return found


def _base(uow: UnitOfWork, found: Schedule) -> Schedule | None:
    return uow.session.get(Schedule, found.replans, with_for_update=True) if found.replans else None


def _standing(uow: UnitOfWork, found: Schedule, base: Schedule | None) -> dict[UUID, TrainingSession]:
    """Sessions of the plan that is replaced, as far as they are to come and within the new one's days."""
    row, own = TrainingSession, schedules.planned_sessions(base) if base else frozenset()
    begins = datetime.combine(found.starts_on, datetime.min.time(), CIVIL_ZONE)
    to_come = select(row).where(row.id.in_(own), row.state == SessionState.SCHEDULED, row.starts_at >= begins)
    return {each.id: each for each in uow.session.scalars(to_come.with_for_update())}


def _check(uow: UnitOfWork, found: Schedule, plan: Plan, moving: Iterable[UUID]) -> None:
    asked = Asked.from_facts(found.asked)
    problem = Knowledge(uow.session, found.area, asked, clock.now(), frozenset(moving)).problem()
    gone = {cadre for session in plan.sessions for cadre in session.cadres} - problem.cadres.keys()
    if gone or unknown_to(problem, plan):
        raise Conflict("plan_outdated", "排课以后干部、课程、教室或教师有变动，这份计划已过时，请重新排课。")
    wrong = broken(problem, plan)
    if wrong:
        known = names(uow.session, {str(value) for each in wrong[:_TOLD] for value in each.facts.values()})
        missing = [Missing(each.rule, each.message, facts=named(each, known)) for each in wrong[:_TOLD]]
        raise Conflict("plan_broken", "排课以后情况有变，这份计划违反了{count}处规则，请重新排课。",
                       missing=missing, count=len(wrong))  # fmt: skip


def named(each: Broken, known: dict[str, str]) -> dict[str, Any]:
    """The facts of a broken rule with names in the place of ids."""
    return {key: known.get(str(value), value) for key, value in each.facts.items()}


class _Publishing:
    """Makes the sessions what the plan says. `standing` are those that people know already."""

    def __init__(self, uow: UnitOfWork, found: Schedule, standing: dict[UUID, TrainingSession]) -> None:
        self.uow, self.found, self.standing = uow, found, standing
        db = uow.session
        self.courses = {row.id: row for row in db.scalars(select(Course))}
        self.rooms = {row.id: row for row in db.scalars(select(Room))}
        self.teachers = {row.id: row for row in db.scalars(select(Teacher))}

    def apply(self, plan: Plan) -> None:
        planned = {UUID(each.id): each for each in plan.sessions}
        for session_id, row in self.standing.items():
            if session_id not in planned:
                self._cancel(row)
        moving = [row for session_id, row in self.standing.items() if session_id in planned]
        for row in moving:
            self._change(row, planned[row.id])
        self._schedule([each for session_id, each in planned.items() if session_id not in self.standing])
        self._seat(planned, [row.id for row in moving])

    def _schedule(self, new: Sequence[Session]) -> None:
        rows = [
            TrainingSession(
                id=UUID(each.id), area=self.found.area, kind=SessionKind.COURSE, state=SessionState.SCHEDULED,
                version=1, changed_at=clock.now(), **self._facts(each),
            )
            for each in new
        ]  # fmt: skip
        self.uow.session.add_all(rows)
        self.uow.session.flush()
        for row in rows:
            self._emit("training.session_scheduled.v1", row, {})

    def _change(self, row: TrainingSession, planned: Session) -> None:
        facts = self._facts(planned)
        changed = sorted(name for name, value in facts.items() if getattr(row, name) != value)
        if changed:
            for name in changed:
                setattr(row, name, facts[name])
            row.touch(clock.now())
            self._emit("training.session_changed.v1", row, {"changed": changed})

    def _cancel(self, row: TrainingSession) -> None:
        row.state, row.cancel_reason = SessionState.CANCELLED, _CANCELLED
        row.touch(clock.now())
        self._emit("training.session_cancelled.v1", row, {"reason": _CANCELLED})

    def _facts(self, each: Session) -> dict[str, Any]:
        course, room = self.courses[UUID(each.course)], self.rooms[UUID(each.room)]
        teacher = self.teachers[UUID(each.teacher)]
        starts_at, ends_at = _times(each.slot)
        return {
            "title": course.title_zh, "venue": f"{room.venue} {room.name}", "capacity": room.capacity,
            "teacher": teacher.name, "course_id": course.id, "room_id": room.id, "teacher_id": teacher.id,
            "starts_at": starts_at, "ends_at": ends_at,
        }  # fmt: skip

    def _seat(self, planned: dict[UUID, Session], moving: Sequence[UUID]) -> None:
        """Whoever keeps a place keeps its row, and what hangs on it."""
        held = self.uow.session.execute(
            select(Enrolment.session_id, Enrolment.cadre_id).where(Enrolment.session_id.in_(moving))
        )
        before = {(session, cadre) for session, cadre in held}
        after = {(session, UUID(cadre)) for session, each in planned.items() for cadre in each.cadres}
        place = tuple_(Enrolment.session_id, Enrolment.cadre_id)
        self.uow.session.execute(delete(Enrolment).where(place.in_(before - after)))
        new = [{"session_id": session, "cadre_id": cadre} for session, cadre in sorted(after - before)]
        if new:
            self.uow.session.execute(insert(Enrolment), new)
        cadres.touch_calendars(self.uow.session, {cadre for _, cadre in before ^ after})

    def _emit(self, event: str, row: TrainingSession, more: dict[str, Any]) -> None:
        self.uow.emit(event, subject=f"sessions/{row.id}", area=row.area, data={**facts_of(row), **more})


def _times(slot: Slot) -> tuple[datetime, datetime]:
    midnight = datetime.combine(slot.day, datetime.min.time(), CIVIL_ZONE)
    return midnight + timedelta(minutes=slot.starts), midnight + timedelta(minutes=slot.ends)


def _tell(uow: UnitOfWork, found: Schedule, plan: Plan) -> None:
    facts = {
        "schedule_id": found.id, "starts_on": found.starts_on, "ends_on": found.ends_on,
        "sessions": len(plan.sessions), "places": len(plan.seats), "replaces": found.replans,
    }  # fmt: skip
    uow.emit("training.plan_published.v1", subject=f"schedules/{found.id}", area=found.area, data=facts)
    uow.record("publish_schedule", subject=f"schedules/{found.id}", area=found.area, after=facts)
