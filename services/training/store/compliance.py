"""The year of each cadre: when in office, what was completed, what is planned, and what they could still take.

One query for each kind of fact, however many cadres there are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from services.training.domain.learning.absences import Absence
from services.training.domain.learning.compliance import Rule, Span
from services.training.domain.learning.enrolment import Applicant, Offer
from services.training.domain.learning.sessions import SessionState, Slot
from services.training.store import sessions
from services.training.store.completions import completed
from services.training.store.reach import offered
from services.training.store.tables import (
    Attendance,
    Cadre,
    ComplianceRule,
    Course,
    Enrolment,
    Leave,
    Term,
    TrainingSession,
)
from shared import areas
from shared.auth.actor import Actor
from shared.clock import CIVIL_ZONE, civil_date
from shared.database.scope import within


@dataclass(frozen=True, slots=True)
class Completed:
    """`hours` and `fen` are the course's; a session without a course counts its own hours and costs nothing."""

    on: date
    hours: int
    fen: int


@dataclass(slots=True)
class CadreYear:
    cadre: Cadre
    rule: Rule
    spans: list[Span] = field(default_factory=list)
    posts: set[str] = field(default_factory=set)
    done: list[Completed] = field(default_factory=list)
    planned: list[Slot] = field(default_factory=list)
    courses: set[UUID] = field(default_factory=set)
    planned_courses: set[UUID] = field(default_factory=set)
    leave: list[Absence] = field(default_factory=list)

    @property
    def done_on(self) -> list[date]:
        return [each.on for each in self.done]

    @property
    def planned_on(self) -> list[date]:
        return [civil_date(slot.starts_at) for slot in self.planned]

    @property
    def applicant(self) -> Applicant:
        posts, courses = frozenset(self.posts), frozenset(self.courses)
        return Applicant(self.cadre.area, posts, courses, busy=self.planned, leave=self.leave)


def rules(db: Session, actor: Actor) -> dict[str, Rule]:
    """By the area of the office that set them."""
    rows = db.scalars(select(ComplianceRule).where(offered(ComplianceRule.area, actor)))
    return {row.area: Rule(row.per_year, row.pro_rata, row.duty_hours) for row in rows}


def rule_for(area: str, known: dict[str, Rule]) -> Rule:
    """The nearest office's; the law's least where nobody set one."""
    above = [office for office in known if areas.reaches(office, area)]
    return known[max(above, key=lambda office: len(areas.prefix(office)))] if above else Rule()


def years(db: Session, actor: Actor, year: int, *, now: datetime) -> list[CadreYear]:
    """Of all cadres within reach who were in office in that year, by community and name."""
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    query = (
        select(Term, Cadre)
        .join(Cadre, Cadre.id == Term.cadre_id)
        .where(within(Cadre.area, actor), Term.starts_on < after, or_(Term.ended_on.is_(None), Term.ended_on > first))
        .order_by(Cadre.area, Cadre.name, Cadre.id)
    )
    known, found = rules(db, actor), dict[UUID, CadreYear]()
    for term, cadre in db.execute(query):
        own = found.setdefault(cadre.id, CadreYear(cadre, rule_for(cadre.area, known)))
        own.spans.append(Span(term.starts_on, term.ended_on))
        if term.ended_on is None:
            own.posts.add(term.post)
    _add_completed(db, found, year)
    _add_planned(db, found, year, now)
    for row in db.scalars(select(Leave).where(Leave.cadre_id.in_(found))):
        found[row.cadre_id].leave.append(Absence(row.starts_on, row.ends_on, row.reason))  # type: ignore[index]
    return list(found.values())


def open_offers(db: Session, actor: Actor, year: int, *, now: datetime) -> list[tuple[Offer, UUID | None]]:
    """Sessions to come in the year for the actor's area that have room, each with its course."""
    row = TrainingSession
    query = (
        select(row, Course, sessions.places_taken)
        .outerjoin(Course, Course.id == row.course_id)
        .where(offered(row.area, actor), row.state == SessionState.SCHEDULED, row.starts_at > now, _in_year(year))
        .where(sessions.places_taken < row.capacity)
        .order_by(row.starts_at)
    )
    found: list[tuple[Offer, UUID | None]] = []
    for session, course, taken in db.execute(query):
        slot = sessions.slot_of(session, taken)
        found.append((_offer(slot, course), course and course.id))
    return found


def _offer(slot: Slot, course: Course | None) -> Offer:
    return Offer(slot, frozenset(course.posts), frozenset(course.prerequisites)) if course else Offer(slot)


def _add_completed(db: Session, found: dict[UUID, CadreYear], year: int) -> None:
    query = completed(Attendance.cadre_id, TrainingSession, Course).where(Attendance.cadre_id.in_(found))
    for cadre_id, session, course in db.execute(query):
        own, on = found[cadre_id], civil_date(session.starts_at)
        if course is not None:
            own.courses.add(course.id)
        if on.year == year:
            own.done.append(_completed(on, session, course))


def _completed(on: date, session: TrainingSession, course: Course | None) -> Completed:
    if course is not None:
        return Completed(on, course.hours, course.fen_per_place)
    return Completed(on, int((session.ends_at - session.starts_at).total_seconds() // 3600), 0)


def _add_planned(db: Session, found: dict[UUID, CadreYear], year: int, now: datetime) -> None:
    row = TrainingSession
    query = (
        select(Enrolment.cadre_id, row)
        .join(row, row.id == Enrolment.session_id)
        .where(Enrolment.cadre_id.in_(found), row.state == SessionState.SCHEDULED, row.ends_at > now, _in_year(year))
    )
    for cadre_id, session in db.execute(query):
        own = found[cadre_id]
        own.planned.append(sessions.slot_of(session, 0))
        if session.course_id is not None:
            own.planned_courses.add(session.course_id)


def _in_year(year: int) -> ColumnElement[bool]:
    first, after = (datetime(each, 1, 1, tzinfo=CIVIL_ZONE) for each in (year, year + 1))
    return (TrainingSession.starts_at >= first) & (TrainingSession.starts_at < after)
