"""Completed sessions: attended to the end, and passed where the course is tested. One that was cancelled is none."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from services.training.domain.learning.courses import Assessment, Competency
from services.training.domain.learning.sessions import SessionState
from services.training.store.tables import Attendance, Cadre, Course, Result, Term, TrainingSession
from shared.auth.actor import Actor
from shared.database.scope import within


def completed(*columns: Any) -> Select[Any]:
    """A query for `columns` of Attendance, TrainingSession and Course (null for a session without one)."""
    same = (Result.session_id == Attendance.session_id) & (Result.cadre_id == Attendance.cadre_id)
    return (
        select(*columns)
        .select_from(Attendance)
        .join(TrainingSession, TrainingSession.id == Attendance.session_id)
        .outerjoin(Course, Course.id == TrainingSession.course_id)
        .outerjoin(Result, same)
        .where(_passed(), TrainingSession.state == SessionState.SCHEDULED, TrainingSession.ends_at <= func.now())
    )


def courses_completed(db: Session, cadre_id: UUID) -> frozenset[UUID]:
    query = completed(TrainingSession.course_id).where(Attendance.cadre_id == cadre_id)
    return frozenset(course for course in db.scalars(query) if course is not None)


def able(db: Session, actor: Actor, competency: Competency) -> list[tuple[str, int, int]]:
    """By community: how many are in office, and how many of those passed a tested course of the competency."""
    tested = completed(Attendance.cadre_id).where(
        Course.competencies.contains([competency]), Course.assessment != Assessment.NONE
    )
    in_office = select(Term.cadre_id).where(Term.ended_on.is_(None))
    query = (
        select(Cadre.area, func.count(), func.count().filter(Cadre.id.in_(tested)))
        .where(within(Cadre.area, actor), Cadre.id.in_(in_office))
        .group_by(Cadre.area)
        .order_by(Cadre.area)
    )
    return [(area, cadres, passed) for area, cadres, passed in db.execute(query)]


def _passed() -> ColumnElement[bool]:
    return or_(Course.id.is_(None), Course.assessment == Assessment.NONE, Result.passed)
