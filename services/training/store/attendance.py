"""Who came to a session and how they did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.training.domain.learning.check_in import Manner
from services.training.domain.learning.courses import Assessment, Grading
from services.training.store.tables import Attendance, Cadre, Course, Enrolment, Feedback, Result, TrainingSession
from shared.errors import NotFound


def session_by_key(db: Session, key: str) -> TrainingSession:
    """The one whose check-in the key opens. Raises NotFound."""
    found = db.scalar(select(TrainingSession).where(TrainingSession.check_in_key == key))
    if found is None:
        raise NotFound("hall_not_found", "没有找到这个签到页，地址可能已更换。")
    return found


def any_session(db: Session, session_id: UUID) -> TrainingSession:
    """Of whatever area: who asks shows a code or a place of their own. Raises NotFound."""
    found = db.get(TrainingSession, session_id)
    if found is None:
        raise NotFound("session_not_found", "没有找到这次培训。")
    return found


def attend(db: Session, session_id: UUID, cadre_ids: Iterable[UUID], manner: Manner, by: str) -> set[UUID]:
    """Keeps that the cadres are there; the answer is who was not known to be before."""
    rows = [{"session_id": session_id, "cadre_id": each, "manner": manner, "recorded_by": by} for each in cadre_ids]
    statement = insert(Attendance).on_conflict_do_nothing().returning(Attendance.cadre_id)
    return set(db.scalars(statement, rows)) if rows else set()


def register(db: Session, session_id: UUID) -> Sequence[tuple[Cadre, Attendance | None, Result | None]]:
    """Everybody with a place, whether they came and how they did."""
    own = (Attendance.session_id == Enrolment.session_id) & (Attendance.cadre_id == Enrolment.cadre_id)
    did = (Result.session_id == Enrolment.session_id) & (Result.cadre_id == Enrolment.cadre_id)
    query = (
        select(Cadre, Attendance, Result)
        .join(Enrolment, Enrolment.cadre_id == Cadre.id)
        .outerjoin(Attendance, own)
        .outerjoin(Result, did)
        .where(Enrolment.session_id == session_id)
        .order_by(Cadre.area, Cadre.name, Cadre.id)
    )
    return [(cadre, attendance, result) for cadre, attendance, result in db.execute(query)]


def arrivals(db: Session, session_id: UUID) -> tuple[int, int]:
    """How many are there, of how many."""
    there = select(func.count()).where(Attendance.session_id == session_id)
    places = select(func.count()).where(Enrolment.session_id == session_id)
    return db.scalar(there) or 0, db.scalar(places) or 0


def grading(db: Session, found: TrainingSession) -> Grading | None:
    """How the session's course is tested; None for a session without a course."""
    course = db.get(Course, found.course_id) if found.course_id else None
    if course is None:
        return None
    return Grading(Assessment(course.assessment), course.pass_mark, course.certificate, course.valid_months)


def answers(db: Session, session_id: UUID) -> Sequence[Feedback]:
    return db.scalars(select(Feedback).where(Feedback.session_id == session_id).order_by(Feedback.id)).all()


def record_results(db: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Newer results replace older ones."""
    statement = insert(Result)
    newest = {name: statement.excluded[name] for name in ("score", "passed", "recorded_by")}
    keep = statement.on_conflict_do_update(
        index_elements=["session_id", "cadre_id"], set_={**newest, "recorded_at": func.now()}
    )
    db.execute(keep, rows)
