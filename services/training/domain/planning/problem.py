"""A planning problem: who needs which courses, and when, where and by whom they can be given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import NewType

from services.training.domain.planning.rules import Rule

CadreId = NewType("CadreId", str)
CommitteeId = NewType("CommitteeId", str)
CourseId = NewType("CourseId", str)
RoomId = NewType("RoomId", str)
TeacherId = NewType("TeacherId", str)
Zone = NewType("Zone", str)
"""Where something lies, as far as travel goes: a town or subdistrict."""

Quarter = tuple[int, int]
"""(year, 1 to 4)"""


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A window in which a session can be held; `starts` and `ends` are minutes of the day."""

    day: date
    starts: int
    ends: int

    @property
    def minutes(self) -> int:
        return self.ends - self.starts

    @property
    def quarter(self) -> Quarter:
        return self.day.year, (self.day.month + 2) // 3

    def clashes(self, other: Slot) -> bool:
        """Whether nobody can be in both; a slot clashes with itself."""
        return self.day == other.day and self.starts < other.ends and other.starts < self.ends

    def is_before(self, other: Slot) -> bool:
        """Whether it is over when the other begins."""
        return (self.day, self.ends) <= (other.day, other.starts)

    def covers(self, minute: int) -> bool:
        return self.starts <= minute < self.ends


@dataclass(frozen=True, slots=True)
class ClassSize:
    """Fewer than `least` or more than `most` in a class is worse, not forbidden."""

    least: int
    most: int

    def off(self, size: int) -> int:
        return max(self.least - size, size - self.most, 0)


@dataclass(frozen=True, slots=True)
class Course:
    """`equipment` is what a room must have for it."""

    id: CourseId
    minutes: int
    prerequisites: frozenset[CourseId] = frozenset()
    equipment: frozenset[str] = frozenset()
    size: ClassSize = ClassSize(12, 24)


@dataclass(frozen=True, slots=True)
class Room:
    id: RoomId
    zone: Zone
    capacity: int
    equipment: frozenset[str] = frozenset()
    closed: frozenset[date] = frozenset()

    def suits(self, course: Course) -> bool:
        return course.equipment <= self.equipment


@dataclass(frozen=True, slots=True)
class Teacher:
    """`teaches` are the courses that the teacher can give, `dislikes` weekdays (Monday is 0)."""

    id: TeacherId
    teaches: frozenset[CourseId]
    leave: frozenset[date] = frozenset()
    dislikes: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Committee:
    """`most_away` of its cadres may be in training at once (k). `blackout`: polling, farm or market days of its own."""

    id: CommitteeId
    zone: Zone
    most_away: int = 2
    blackout: frozenset[date] = frozenset()
    dislikes: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Cadre:
    """`needs` must be in the plan, `electives` may be, until there are `at_least` sessions in all."""

    id: CadreId
    committee: CommitteeId
    needs: frozenset[CourseId]
    electives: frozenset[CourseId] = frozenset()
    at_least: int = 4
    passed: frozenset[CourseId] = frozenset()
    leave: frozenset[date] = frozenset()

    @property
    def wanted(self) -> int:
        """How many sessions the cadre has in a plan that sends nobody in vain."""
        return max(self.at_least, len(self.needs - self.passed))

    @property
    def may_take(self) -> frozenset[CourseId]:
        return (self.needs | self.electives) - self.passed


@dataclass(frozen=True, slots=True)
class Weights:
    """What each soft wish costs. Travel is told in minutes there and back, so a weight says how many minutes it is
    worth."""

    travel: int = 1  # a minute of one cadre
    spread: int = 10  # a session of a cadre beyond their even share of a quarter
    class_size: int = 5  # a person too few or too many in a class
    preference: int = 3  # a cadre sent, or five times this: a class given, on a weekday that is not liked
    overload: int = 20  # a session of a teacher beyond the fair load
    moved: int = 300  # a published session at another time or place, by another teacher, or no more
    reseated: int = 60  # a published seat that its cadre has no longer

    @property
    def teacher_preference(self) -> int:
        return 5 * self.preference


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Everything that a plan is made from. Times are `slots`; a course takes one of the shortest that hold it.

    `given_up` are groups of rules that need not be kept, when it is to be found out which of them bind.
    """

    slots: Sequence[Slot]
    courses: Mapping[CourseId, Course]
    rooms: Mapping[RoomId, Room]
    teachers: Mapping[TeacherId, Teacher]
    committees: Mapping[CommitteeId, Committee]
    cadres: Mapping[CadreId, Cadre]
    travel: Mapping[tuple[Zone, Zone], int]
    blackout: AbstractSet[date] = frozenset()
    weights: Weights = field(default_factory=Weights)
    given_up: frozenset[Rule] = frozenset()

    @cached_property
    def members(self) -> Mapping[CommitteeId, Sequence[Cadre]]:
        ordered = sorted(self.cadres.values(), key=lambda cadre: (cadre.committee, cadre.id))
        return {committee: tuple(group) for committee, group in groupby(ordered, key=lambda each: each.committee)}

    @cached_property
    def quarters(self) -> Sequence[Quarter]:
        return sorted({slot.quarter for slot in self.slots})

    @cached_property
    def slots_of(self) -> Mapping[CourseId, Sequence[Slot]]:
        """Where a course fits in time: the shortest windows that hold it."""
        return {course.id: self._shortest(course.minutes) for course in self.courses.values()}

    def _shortest(self, minutes: int) -> Sequence[Slot]:
        holding = [slot for slot in self.slots if slot.minutes >= minutes]
        shortest = min((slot.minutes for slot in holding), default=0)
        return sorted(slot for slot in holding if slot.minutes == shortest)

    @cached_property
    def rooms_of(self) -> Mapping[CourseId, Sequence[Room]]:
        return {
            course.id: [room for room in self.rooms.values() if room.suits(course)] for course in self.courses.values()
        }

    @cached_property
    def teachers_of(self) -> Mapping[CourseId, Sequence[Teacher]]:
        return {
            course: [teacher for teacher in self.teachers.values() if course in teacher.teaches]
            for course in self.courses
        }

    @cached_property
    def fair_load(self) -> int:
        """Sessions of each teacher if all gave equally many, in classes halfway between least and most."""
        wanted = sum(cadre.wanted for cadre in self.cadres.values())
        halves = [course.size.least + course.size.most for course in self.courses.values()]
        sessions = -(-2 * wanted * len(halves) // max(sum(halves), 1))
        return -(-sessions // max(len(self.teachers), 1))

    def even_share(self, cadre: Cadre) -> int:
        """Sessions of a cadre in one quarter if they are spread evenly."""
        return -(-cadre.wanted // max(len(self.quarters), 1))

    def minutes_between(self, committee: CommitteeId, room: RoomId) -> int:
        return self.travel[self.committees[committee].zone, self.rooms[room].zone]

    def most_away(self, committee: CommitteeId) -> int:
        """The committee's own limit, and never all of them: somebody must be there for the residents."""
        if Rule.PRESENCE in self.given_up:
            return 2 * len(self.members.get(committee, ()))
        return min(self.committees[committee].most_away, len(self.members.get(committee, ())) - 1)

    def away_on_leave(self, committee: CommitteeId, day: date) -> int:
        return sum(day in cadre.leave for cadre in self.members.get(committee, ()))
