"""What a cadre sees of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.training.domain.results import FEEDBACK_OPEN
from services.training.domain.sessions import SessionState
from services.training.store.tables import Attendance, Enrolment, TrainingSession


@dataclass(frozen=True, slots=True)
class OwnSessions:
    """`to_rate` are those that the cadre attended and may still say something about."""

    ahead: list[TrainingSession]
    to_rate: list[TrainingSession]


def sessions_of(db: Session, cadre_id: UUID, *, now: datetime) -> OwnSessions:
    row = TrainingSession
    ahead = (
        select(row)
        .join(Enrolment, Enrolment.session_id == row.id)
        .where(Enrolment.cadre_id == cadre_id, row.ends_at > now, row.state == SessionState.SCHEDULED)
    )
    to_rate = (
        select(row)
        .join(Attendance, Attendance.session_id == row.id)
        .where(Attendance.cadre_id == cadre_id, ~Attendance.gave_feedback)
        .where(row.ends_at <= now, row.ends_at > now - FEEDBACK_OPEN)
    )
    return OwnSessions(
        list(db.scalars(ahead.order_by(row.starts_at))), list(db.scalars(to_rate.order_by(row.starts_at)))
    )
