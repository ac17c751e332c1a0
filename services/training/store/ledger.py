"""Sessions that were held, with who came: read for the ledger, and written from one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.training.domain.learning.check_in import Manner
from services.training.domain.learning.ledger_file import Came, Held
from services.training.domain.learning.sessions import SessionState
from services.training.store.reach import offered
from services.training.store.tables import Attendance, Cadre, Course, Enrolment, Result, TrainingSession
from shared.auth.actor import Actor
from shared.clock import CIVIL_ZONE
from shared.database.scope import within


def attended(db: Session, actor: Actor, since: date, until: date) -> list[Came]:
    """Who came to what between two days, the earliest first."""
    row, came = TrainingSession, Attendance
    same = (Result.session_id == came.session_id) & (Result.cadre_id == came.cadre_id)
    query = (
        select(row, Course.code, Cadre, Result.score)
        .join(came, came.session_id == row.id)
        .join(Cadre, Cadre.id == came.cadre_id)
        .outerjoin(Course, Course.id == row.course_id)
        .outerjoin(Result, same)
        .where(within(Cadre.area, actor), row.state == SessionState.SCHEDULED)
        .where(row.starts_at >= _midnight(since), row.starts_at < _midnight(until + timedelta(days=1)))
        .order_by(row.starts_at, row.id, Cadre.area, Cadre.name, Cadre.id)
    )
    return [
        Came(0, _held(session, code), cadre.area, cadre.name, cadre.birth_date, score)
        for session, code, cadre, score in db.execute(query)
    ]


def courses_by_code(db: Session, area: str, codes: Iterable[str]) -> dict[str, Course]:
    """Those that are there for an office; of two with one code, that of the lowest area."""
    office = Actor(subject="office", area=area)
    query = select(Course).where(offered(Course.area, office), Course.code.in_(sorted(codes))).order_by(Course.area)
    return {course.code: course for course in db.scalars(query)}


def known(db: Session, area: str, title: str, starts_at: datetime) -> TrainingSession | None:
    """The same session of the office, if it is there already."""
    row = TrainingSession
    same = (row.area == area, row.title == title, row.starts_at == starts_at, row.state == SessionState.SCHEDULED)
    return db.scalar(select(row).where(*same).order_by(row.id).limit(1))


def attend(db: Session, found: TrainingSession, cadre_ids: Sequence[UUID], by: str) -> int:
    """Gives each a place and keeps that they came, at the session's time; how many were not known before."""
    places = [{"session_id": found.id, "cadre_id": each} for each in cadre_ids]
    db.execute(insert(Enrolment).on_conflict_do_nothing(), places)
    came = [{**each, "manner": Manner.LEDGER, "recorded_by": by, "at": found.starts_at} for each in places]
    new = insert(Attendance).on_conflict_do_nothing().returning(Attendance.cadre_id)
    return len(db.scalars(new, came).all())


def _held(session: TrainingSession, code: str | None) -> Held:
    words = code or "", session.title, session.venue, session.teacher
    return Held(session.starts_at, session.ends_at, *words)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, CIVIL_ZONE)
