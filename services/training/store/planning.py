"""What the database knows as a planning problem: cadres in office and what they lack, courses, rooms, teachers, days.

Ids in the problem are those of the rows, as text; a community is a committee, and its town the zone that travel is
reckoned from. What somebody or some room has already on a day, outside the plan, takes the whole day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.training.domain.learning.compliance import due
from services.training.domain.learning.courses import CourseKind
from services.training.domain.learning.sessions import SessionState
from services.training.domain.planning.problem import (
    Cadre,
    CadreId,
    Committee,
    CommitteeId,
    Course,
    CourseId,
    Problem,
    Room,
    RoomId,
    Teacher,
    TeacherId,
    Zone,
)
from services.training.domain.planning.schedules import Asked, Travel
from services.training.store import compliance, tables
from services.training.store.compliance import CadreYear
from services.training.store.reach import at_or_above, offered
from shared import areas
from shared.auth.actor import Actor
from shared.clock import civil_date
from shared.database.scope import within

_HOUR = 60
Days = frozenset[date]


@dataclass(frozen=True)
class Knowledge:
    """Of one office and one span of days. Sessions in `moving` are the plan's own: they stand in nobody's way."""

    db: Session
    area: str
    asked: Asked
    now: datetime
    moving: frozenset[UUID] = frozenset()

    def problem(self) -> Problem:
        courses = {course.id: course for course in self._courses()}
        cadres = {cadre.id: cadre for cadre in self._cadres(courses)}
        communities = sorted({cadre.committee for cadre in cadres.values()})
        rooms = {room.id: room for room in self._rooms()}
        return Problem(
            slots=self.asked.slots(),
            courses=courses,
            rooms=rooms,
            teachers={teacher.id: teacher for teacher in self._teachers(courses)},
            committees={each: self._committee(each) for each in communities},
            cadres=cadres,
            travel={
                (zone, room.zone): _minutes(self.asked.travel, zone, room.zone)
                for zone in map(_town, communities)
                for room in rooms.values()
            },
            blackout=self._blackout,
            weights=self.asked.weights,
        )

    @cached_property
    def _office(self) -> Actor:
        return Actor(subject="planning", area=self.area)

    def _courses(self) -> Iterator[Course]:
        """Those that a window can hold, and those that are required, whether one can or not."""
        longest = max((window.ends - window.starts for window in self.asked.windows), default=0)
        required = {each.course_id for each in self.asked.required}
        for row in self._rows:
            if row.hours * _HOUR <= longest or row.id in required:
                before = frozenset(CourseId(str(each)) for each in row.prerequisites)
                yield Course(CourseId(str(row.id)), row.hours * _HOUR, before, frozenset(row.needs), self.asked.size)

    @cached_property
    def _rows(self) -> list[tables.Course]:
        course = tables.Course
        query = select(course).where(offered(course.area, self._office), course.retired.is_(False))
        return list(self.db.scalars(query.where(course.kind != CourseKind.INDUCTION).order_by(course.id)))

    def _rooms(self) -> Iterator[Room]:
        room, busy = tables.Room, self._busy(tables.TrainingSession.room_id)
        for row in self.db.scalars(select(room).where(offered(room.area, self._office), room.retired.is_(False))):
            closed = busy[row.id] | self._barred(row.area)
            yield Room(RoomId(str(row.id)), _town(row.area), row.capacity, frozenset(row.features), closed)

    def _teachers(self, courses: Mapping[CourseId, Course]) -> Iterator[Teacher]:
        """Who has no courses listed teaches any."""
        teacher, busy = tables.Teacher, self._busy(tables.TrainingSession.teacher_id)
        leave = self._leave(tables.Leave.teacher_id)
        for row in self.db.scalars(select(teacher).where(offered(teacher.area, self._office), ~teacher.retired)):
            own = frozenset(CourseId(str(each)) for each in row.courses) & courses.keys()
            teaches = own if row.courses else frozenset(courses)
            yield Teacher(TeacherId(str(row.id)), teaches, busy[row.id] | leave[row.id])

    def _committee(self, community: CommitteeId) -> Committee:
        return Committee(community, _town(community), self.asked.most_away, self._barred(community))

    def _cadres(self, courses: Mapping[CourseId, Course]) -> Iterator[Cadre]:
        leave, busy = self._leave(tables.Leave.cadre_id), self._enrolled
        for year in compliance.years(self.db, self._office, self.asked.starts_on.year, now=self.now):
            if not year.posts:
                continue  # left office in the course of the year
            cadre = year.cadre
            passed = frozenset(CourseId(str(each)) for each in year.courses | busy.courses[cadre.id]) & courses.keys()
            needs = _with_prerequisites(self._required(year) - passed, courses) - passed
            may_take = frozenset(self._open_to(year) & courses.keys())
            yield Cadre(
                CadreId(str(cadre.id)),
                CommitteeId(cadre.area),
                needs,
                may_take - needs - passed,
                self._at_least(year),
                passed,
                leave[cadre.id] | busy.days[cadre.id],
            )

    def _required(self, year: CadreYear) -> frozenset[CourseId]:
        return frozenset(
            CourseId(str(each.course_id)) for each in self.asked.required if not each.posts or each.posts & year.posts
        )

    def _open_to(self, year: CadreYear) -> set[CourseId]:
        return {CourseId(str(row.id)) for row in self._rows if not row.posts or set(row.posts) & year.posts}

    def _at_least(self, year: CadreYear) -> int:
        """What the cadre lacks of the year's sessions (R47), or as much of it as falls to the plan's quarters."""
        own = [slot for slot in year.planned if slot.id not in self.moving]
        lacking = max(due(year.rule, year.spans, self.asked.starts_on.year) - len(year.done) - len(own), 0)
        first, last = ((day.month + 2) // 3 for day in (self.asked.starts_on, self.asked.ends_on))
        return -(-lacking * (last - first + 1) // (5 - first))

    @cached_property
    def _blackout(self) -> Days:
        """For everybody below the office, and above it."""
        row = tables.Blackout
        found = self.db.scalars(select(row).where(at_or_above(row.area, self.area)))
        return frozenset(day for each in found for day in self._days(each.starts_on, each.ends_on))

    def _barred(self, area: str) -> Days:
        """Of one place: its own blackouts and polling days, and those of its town."""
        return frozenset(day for place, days in self._local.items() if areas.reaches(place, area) for day in days)

    @cached_property
    def _local(self) -> Mapping[str, set[date]]:
        local: defaultdict[str, set[date]] = defaultdict(set)
        for row in self.db.scalars(select(tables.Blackout).where(within(tables.Blackout.area, self._office))):
            local[row.area].update(self._days(row.starts_on, row.ends_on))
        for polling in self.db.scalars(select(tables.PollingDay).where(within(tables.PollingDay.area, self._office))):
            local[polling.area].add(polling.on)
        return local

    def _leave(self, of: object) -> defaultdict[UUID, Days]:
        found: defaultdict[UUID, Days] = defaultdict(frozenset)
        query = select(of, tables.Leave.starts_on, tables.Leave.ends_on)  # type: ignore[call-overload]
        for person, starts_on, ends_on in self.db.execute(query.where(tables.Leave.ends_on >= self.asked.starts_on)):
            if person is not None:
                found[person] |= frozenset(self._days(starts_on, ends_on))
        return found

    def _busy(self, what: object) -> defaultdict[UUID, Days]:
        """Days on which a room or teacher has a session outside the plan."""
        found: defaultdict[UUID, Days] = defaultdict(frozenset)
        row = tables.TrainingSession
        query = select(what, row.id, row.starts_at, row.ends_at).where(row.state == SessionState.SCHEDULED)  # type: ignore[call-overload]
        for thing, session, starts_at, ends_at in self.db.execute(query.where(row.ends_at > self.now)):
            if thing is not None and session not in self.moving:
                found[thing] |= frozenset(self._days(civil_date(starts_at), civil_date(ends_at)))
        return found

    @cached_property
    def _enrolled(self) -> Enrolled:
        """Places that cadres have in sessions outside the plan."""
        found = Enrolled(defaultdict(frozenset), defaultdict(set))
        row, place = tables.TrainingSession, tables.Enrolment
        query = select(place.cadre_id, row).join(row, row.id == place.session_id)
        for cadre, session in self.db.execute(query.where(row.state == SessionState.SCHEDULED, row.ends_at > self.now)):
            if session.id not in self.moving:
                days = self._days(civil_date(session.starts_at), civil_date(session.ends_at))
                found.days[cadre] |= frozenset(days)
                if session.course_id is not None:
                    found.courses[cadre].add(session.course_id)
        return found

    def _days(self, starts_on: date, ends_on: date) -> Iterator[date]:
        """Those within the plan's span."""
        day = max(starts_on, self.asked.starts_on)
        while day <= min(ends_on, self.asked.ends_on):
            yield day
            day += timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Enrolled:
    days: defaultdict[UUID, Days]
    courses: defaultdict[UUID, set[UUID]]


def _with_prerequisites(needs: frozenset[CourseId], courses: Mapping[CourseId, Course]) -> frozenset[CourseId]:
    """With all that they follow on."""
    found, ahead = set(needs), list(needs)
    while ahead:
        course = courses.get(ahead.pop())
        new = (course.prerequisites if course else frozenset()) - found
        found |= new
        ahead.extend(new)
    return frozenset(found)


def _town(area: str) -> Zone:
    return Zone(area[:9])


def _minutes(travel: Travel, one: str, other: str) -> int:
    if one == other:
        return travel.same_town
    return travel.same_county if one[:6] == other[:6] else travel.elsewhere


def names(db: Session, ids: Iterable[str]) -> dict[str, str]:
    """What people call the cadres, courses, rooms, teachers and communities whose ids these are."""
    wanted = set(ids)
    keys = [UUID(each) for each in wanted if len(each) == 36]
    found: dict[str, str] = {}
    for kind, title in (
        (tables.Cadre, tables.Cadre.name),
        (tables.Course, tables.Course.title_zh),
        (tables.Room, tables.Room.name),
        (tables.Teacher, tables.Teacher.name),
    ):
        found |= {str(key): name for key, name in db.execute(select(kind.id, title).where(kind.id.in_(keys)))}
    area = tables.Area
    return found | dict(db.execute(select(area.code, area.name).where(area.code.in_(wanted))).all())
