"""What a cadre sees of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.training.domain.learning.certificates import RENEW_BEFORE
from services.training.domain.learning.results import FEEDBACK_OPEN
from services.training.domain.learning.sessions import SessionState
from services.training.domain.team.reserves import PlanKind
from services.training.store.tables import (
    Attendance,
    Certificate,
    Enrolment,
    Goal,
    GoalPlan,
    Leave,
    Mentorship,
    Reserve,
    ReservePlanItem,
    Secondment,
    TrainingSession,
    WaitingPlace,
)


@dataclass(frozen=True, slots=True)
class OwnSessions:
    """`waiting` are those that are full, `to_rate` those that the cadre attended and may still say something about."""

    ahead: list[TrainingSession]
    waiting: list[TrainingSession]
    to_rate: list[TrainingSession]


@dataclass(frozen=True, slots=True)
class Due:
    """What a cadre has to see to by a day. `kind` is a source text."""

    on: date
    kind: str
    title: str


def sessions_of(db: Session, cadre_id: UUID, *, now: datetime) -> OwnSessions:
    row = TrainingSession
    to_come = (row.ends_at > now, row.state == SessionState.SCHEDULED)
    ahead = select(row).join(Enrolment, Enrolment.session_id == row.id).where(Enrolment.cadre_id == cadre_id, *to_come)
    waiting = select(row).join(WaitingPlace, WaitingPlace.session_id == row.id).where(WaitingPlace.cadre_id == cadre_id)
    to_rate = (
        select(row)
        .join(Attendance, Attendance.session_id == row.id)
        .where(Attendance.cadre_id == cadre_id, ~Attendance.gave_feedback)
        .where(row.ends_at <= now, row.ends_at > now - FEEDBACK_OPEN)
    )
    return OwnSessions(
        *(list(db.scalars(query.order_by(row.starts_at))) for query in (ahead, waiting.where(*to_come), to_rate))
    )


def sessions_by_id(db: Session, ids: Sequence[UUID]) -> Sequence[TrainingSession]:
    row = TrainingSession
    return db.scalars(select(row).where(row.id.in_(ids)).order_by(row.starts_at)).all()


def leave_of(db: Session, cadre_id: UUID, *, today: date) -> Sequence[Leave]:
    """Now and to come."""
    query = select(Leave).where(Leave.cadre_id == cadre_id, Leave.ends_on >= today)
    return db.scalars(query.order_by(Leave.starts_on)).all()


def due(db: Session, cadre_id: UUID, *, today: date) -> list[Due]:
    """Certificates to renew, a reserve's plan, goals, a secondment or mentorship that ends; the first day first."""
    found = [
        *_renewals(db, cadre_id, today),
        *_plan(db, cadre_id),
        *_goals(db, cadre_id),
        *_ends(db, cadre_id),
    ]
    return sorted(found, key=lambda each: (each.on, each.title))


def _renewals(db: Session, cadre_id: UUID, today: date) -> Iterator[Due]:
    """Of each course the newest certificate."""
    row = Certificate
    query = select(row).where(row.cadre_id == cadre_id, row.revoked_on.is_(None)).order_by(row.issued_on)
    newest = {each.course_id: each for each in db.scalars(query)}
    for each in newest.values():
        if each.expires_on is not None and each.expires_on <= today + RENEW_BEFORE:
            yield Due(each.expires_on, "证书到期", each.title_zh)


def _plan(db: Session, cadre_id: UUID) -> Iterator[Due]:
    item = ReservePlanItem
    query = select(item).join(Reserve, Reserve.id == item.reserve_id)
    for each in db.scalars(query.where(Reserve.cadre_id == cadre_id, item.done_on.is_(None))):
        yield Due(each.due_on, PlanKind(each.kind).zh, each.title)


def _goals(db: Session, cadre_id: UUID) -> Iterator[Due]:
    query = select(Goal.title, GoalPlan.ends_on).join(GoalPlan, GoalPlan.id == Goal.plan_id)
    own = query.where(Goal.responsible_id == cadre_id, GoalPlan.final_on.is_(None))
    for title, ends_on in db.execute(own):
        yield Due(ends_on, "目标", title)


def _ends(db: Session, cadre_id: UUID) -> Iterator[Due]:
    sent = select(Secondment).where(Secondment.cadre_id == cadre_id, Secondment.ended_on.is_(None))
    for row in db.scalars(sent):
        yield Due(row.ends_on, "下派期满", row.duties)
    pairs = select(Mentorship).where((Mentorship.mentor_id == cadre_id) | (Mentorship.mentee_id == cadre_id))
    for pair in db.scalars(pairs.where(Mentorship.ended_on.is_(None))):
        yield Due(pair.ends_on, "帮带期满", pair.goals)
