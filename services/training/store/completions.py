"""Completed sessions: attended, and passed where the course is tested."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from services.training.domain.courses import Assessment
from services.training.store.tables import Attendance, Course, Result, TrainingSession


def completed(*columns: Any) -> Select[Any]:
    """A query for `columns` of Attendance, TrainingSession and Course (null for a session without one)."""
    same = (Result.session_id == Attendance.session_id) & (Result.cadre_id == Attendance.cadre_id)
    return (
        select(*columns)
        .select_from(Attendance)
        .join(TrainingSession, TrainingSession.id == Attendance.session_id)
        .outerjoin(Course, Course.id == TrainingSession.course_id)
        .outerjoin(Result, same)
        .where(_passed())
    )


def courses_completed(db: Session, cadre_id: UUID) -> frozenset[UUID]:
    query = completed(TrainingSession.course_id).where(Attendance.cadre_id == cadre_id)
    return frozenset(course for course in db.scalars(query) if course is not None)


def _passed() -> ColumnElement[bool]:
    return or_(Course.id.is_(None), Course.assessment == Assessment.NONE, Result.passed)
