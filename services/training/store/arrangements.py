"""What a session takes: its course, room and teacher, and what else those have to do at that time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from services.training.domain.learning.absences import Absence
from services.training.domain.learning.arrangement import Arrangement, Booking, Committee, Engaged, RoomFacts, Taken
from services.training.domain.learning.sessions import SessionState, Slot
from services.training.domain.office.posts import COMMITTEE
from services.training.store import absences, catalogue, roster, sessions
from services.training.store.reach import at_or_above
from services.training.store.tables import (
    Area,
    Blackout,
    Course,
    Enrolment,
    Leave,
    Room,
    Teacher,
    Term,
    TrainingSession,
)
from shared import clock
from shared.auth.actor import Actor


@dataclass(frozen=True, slots=True)
class References:
    """What of the catalogue a session refers to."""

    course: Course | None
    room: Room | None
    teacher: Teacher | None

    def arrangement(self, capacity: int) -> Arrangement:
        course, room, teacher = self.course, self.room, self.teacher
        referred = {"course_id": course, "room_id": room, "teacher_id": teacher}
        return Arrangement(
            capacity=capacity,
            needs=frozenset(course.needs) if course else frozenset(),
            room=RoomFacts(room.name, room.capacity, frozenset(room.features)) if room else None,
            teacher_teaches=not (course and teacher and teacher.courses) or course.id in teacher.courses,
            retired=[name for name, row in referred.items() if row is not None and row.retired],
        )


def references(db: Session, found: TrainingSession) -> References:
    """Raises NotFound for what is not there for the session's office."""
    office = Actor(subject="office", area=found.area)
    return References(
        course=catalogue.item(db, office, Course, found.course_id) if found.course_id else None,
        room=catalogue.item(db, office, Room, found.room_id) if found.room_id else None,
        teacher=catalogue.item(db, office, Teacher, found.teacher_id) if found.teacher_id else None,
    )


def blackouts(db: Session, found: TrainingSession) -> list[Absence]:
    """Those that hold for the session's area; what holds in a part of it keeps only that part away."""
    return absences.absent(db.scalars(select(Blackout).where(at_or_above(Blackout.area, found.area))).all())


def engaged(db: Session, found: TrainingSession, refer: References) -> Iterator[Engaged]:
    """The session's room, teacher and enrolled cadres, with whatever else they have on these days."""
    session = TrainingSession
    if room := refer.room:
        yield Engaged(Taken.ROOM, room.name, _bookings(db, found, session.room_id == room.id))
    if teacher := refer.teacher:
        leave = absences.absent(absences.leaves_of(db, teacher.id))
        yield Engaged(Taken.TEACHER, teacher.name, _bookings(db, found, session.teacher_id == teacher.id), leave)
    yield from _cadres(db, found)


def committees(db: Session, found: TrainingSession) -> Iterator[Committee]:
    """Those of the communities from which somebody is enrolled."""
    day = clock.civil_date(found.starts_at)
    areas = {cadre.area for cadre in sessions.enrolled(db, found.id)}
    names = {row.code: row.name for row in db.scalars(select(Area).where(Area.code.in_(areas)))}
    own = (Term.area.in_(areas), Term.post.in_(COMMITTEE), roster.in_office(day))
    members: dict[str, set[UUID]] = defaultdict(set)
    for area, cadre_id in db.execute(select(Term.area, Term.cadre_id).where(*own)):
        members[area].add(cadre_id)
    away = _away(db, found, {each for there in members.values() for each in there}, day)
    for area, there in sorted(members.items()):
        yield Committee(names.get(area, area), frozenset(map(str, there)), frozenset(map(str, there & away)))


def _away(db: Session, found: TrainingSession, cadre_ids: set[UUID], day: date) -> set[UUID]:
    """Of the cadres, who is in this session or another at its time, or on leave on its day."""
    row = TrainingSession
    meets = (row.starts_at < found.ends_at) & (row.ends_at > found.starts_at) & (row.state == SessionState.SCHEDULED)
    taught = (
        select(Enrolment.cadre_id)
        .join(row, row.id == Enrolment.session_id)
        .where(Enrolment.cadre_id.in_(cadre_ids), (row.id == found.id) | meets)
    )
    on_leave = select(Leave.cadre_id).where(Leave.cadre_id.in_(cadre_ids), Leave.starts_on <= day, Leave.ends_on >= day)
    return {*db.scalars(taught), *(each for each in db.scalars(on_leave) if each)}


def _bookings(db: Session, found: TrainingSession, held: ColumnElement[bool]) -> list[Booking]:
    return [_booking(other) for other in db.scalars(select(TrainingSession).where(held, _near(found)))]


def _cadres(db: Session, found: TrainingSession) -> Iterator[Engaged]:
    enrolled = {cadre.id: cadre.name for cadre in sessions.enrolled(db, found.id)}
    bookings: dict[UUID, list[Booking]] = defaultdict(list)
    others = (
        select(Enrolment.cadre_id, TrainingSession)
        .join(TrainingSession, TrainingSession.id == Enrolment.session_id)
        .where(Enrolment.cadre_id.in_(enrolled), _near(found))
    )
    for cadre_id, other in db.execute(others):
        bookings[cadre_id].append(_booking(other))
    leave: dict[UUID | None, list[Absence]] = defaultdict(list)
    for row in db.scalars(select(Leave).where(Leave.cadre_id.in_(enrolled))):
        leave[row.cadre_id].append(Absence(row.starts_on, row.ends_on, row.reason))
    for cadre_id, name in enrolled.items():
        if bookings[cadre_id] or leave[cadre_id]:
            yield Engaged(Taken.CADRE, name, bookings[cadre_id], leave[cadre_id])


def _near(found: TrainingSession) -> ColumnElement[bool]:
    """Sessions within a day of this one: no session is longer."""
    row, day = TrainingSession, timedelta(days=1)
    near = row.starts_at.between(found.starts_at - day, found.ends_at + day)
    return near & (row.state == SessionState.SCHEDULED) & (row.id != found.id)


def _booking(other: TrainingSession) -> Booking:
    return Booking(Slot(other.id, other.area, other.starts_at, other.ends_at, other.capacity, 0), other.title)
