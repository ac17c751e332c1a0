"""Loading plans."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.training.domain.learning.sessions import SessionState
from services.training.domain.planning.plan import Plan, SessionId
from services.training.domain.planning.plan import Session as PlannedSession
from services.training.domain.planning.problem import CadreId, CourseId, RoomId, Slot, TeacherId
from services.training.domain.planning.schedules import ScheduleState
from services.training.store.tables import Enrolment, Schedule, ScheduleSolution, TrainingSession
from shared.auth.actor import Actor
from shared.clock import CIVIL_ZONE
from shared.database.scope import within
from shared.errors import NotFound


def schedule(db: Session, actor: Actor, schedule_id: UUID, *, lock: bool = False) -> Schedule:
    """Raises NotFound."""
    query = select(Schedule).where(Schedule.id == schedule_id, within(Schedule.area, actor))
    found = db.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("schedule_not_found", "没有找到这份培训计划。")
    return found


def solving(db: Session, area: str) -> UUID | None:
    return db.scalar(select(Schedule.id).where(Schedule.area == area, Schedule.state == ScheduleState.SOLVING))


def solutions(db: Session, schedule_id: UUID, after: int = 0) -> Sequence[ScheduleSolution]:
    row = ScheduleSolution
    return db.scalars(select(row).where(row.schedule_id == schedule_id, row.number > after).order_by(row.number)).all()


def planned_sessions(found: Schedule) -> frozenset[UUID]:
    return frozenset(UUID(each["id"]) for each in found.sessions or ())


def as_published(db: Session, ids: frozenset[UUID]) -> Plan:
    """The sessions of a published plan as they stand now, with whatever was changed by hand since."""
    row = TrainingSession
    query = select(row).where(row.id.in_(ids), row.state == SessionState.SCHEDULED)
    whole = query.where(row.course_id.is_not(None), row.room_id.is_not(None), row.teacher_id.is_not(None))
    seats = db.execute(select(Enrolment.session_id, Enrolment.cadre_id).where(Enrolment.session_id.in_(ids))).all()
    seated: dict[UUID, set[CadreId]] = {}
    for session_id, cadre_id in seats:
        seated.setdefault(session_id, set()).add(CadreId(str(cadre_id)))
    return Plan([_as_planned(each, frozenset(seated.get(each.id, ()))) for each in db.scalars(whole)])


def _as_planned(found: TrainingSession, cadres: frozenset[CadreId]) -> PlannedSession:
    starts, ends = found.starts_at.astimezone(CIVIL_ZONE), found.ends_at.astimezone(CIVIL_ZONE)
    slot = Slot(starts.date(), starts.hour * 60 + starts.minute, ends.hour * 60 + ends.minute)
    return PlannedSession(
        SessionId(str(found.id)),
        CourseId(str(found.course_id)),
        RoomId(str(found.room_id)),
        TeacherId(str(found.teacher_id)),
        slot,
        cadres,
    )
