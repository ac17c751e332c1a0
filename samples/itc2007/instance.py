"""Instances in the `.ctt` format, and what a timetable costs by the competition's own measure.

Source: Di Gaspero, McCollum, Schaerf, "The Second International Timetabling Competition (ITC-2007): Curriculum-based
Course Timetabling (Track 3)", 2007.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

DAYS_COST, COMPACTNESS_COST = 5, 2  # a day too few; a lecture alone. A student without a seat and a further room: 1


class Lectures(NamedTuple):
    """A course: so many lectures a week, on at least so many days."""

    name: str
    teacher: str
    lectures: int
    days: int
    students: int


class Period(NamedTuple):
    day: int
    period: int


class Held(NamedTuple):
    """One lecture of a course in a timetable."""

    course: str
    at: Period
    room: str


@dataclass(frozen=True, slots=True)
class Instance:
    name: str
    days: int
    periods: int
    courses: Mapping[str, Lectures]
    rooms: Mapping[str, int]
    curricula: Mapping[str, Sequence[str]]
    unavailable: frozenset[tuple[str, Period]]

    def all_periods(self) -> Iterator[Period]:
        return (Period(day, period) for day in range(self.days) for period in range(self.periods))


def read_ctt(text: str) -> Instance:
    """Raises ValueError when the text is no instance, or holds another number of something than it says."""
    header, sections = _split(text)
    courses = [Lectures(name, teacher, *map(int, rest)) for name, teacher, *rest in sections["COURSES"]]
    instance = Instance(
        name=header["Name"],
        days=int(header["Days"]),
        periods=int(header["Periods_per_day"]),
        courses={course.name: course for course in courses},
        rooms={name: int(capacity) for name, capacity in sections["ROOMS"]},
        curricula={name: members for name, _, *members in sections["CURRICULA"]},
        unavailable=frozenset(
            (course, Period(int(day), int(period))) for course, day, period in sections["UNAVAILABILITY_CONSTRAINTS"]
        ),
    )
    told = [int(header[name]) for name in ("Courses", "Rooms", "Curricula", "Constraints")]
    read = [len(part) for part in (instance.courses, instance.rooms, instance.curricula, instance.unavailable)]
    if told != read:
        raise ValueError(f"the header tells {told} courses, rooms, curricula and constraints, there are {read}")
    return instance


def _split(text: str) -> tuple[dict[str, str], defaultdict[str, list[list[str]]]]:
    header: dict[str, str] = {}
    sections: defaultdict[str, list[list[str]]] = defaultdict(list)
    section = None
    for line in filter(None, map(str.strip, text.splitlines())):
        if line == "END.":
            return header, sections
        if line.endswith(":"):
            section = line[:-1]
        elif section is None:
            name, _, value = line.partition(":")
            header[name] = value.strip()
        else:
            sections[section].append(line.split())
    raise ValueError("the instance has no END.")


@dataclass(frozen=True, slots=True)
class Penalty:
    """`hard` are broken rules; a timetable with any does not count."""

    hard: int
    capacity: int
    days: int
    compactness: int
    stability: int

    @property
    def total(self) -> int:
        return self.capacity + DAYS_COST * self.days + COMPACTNESS_COST * self.compactness + self.stability


def penalty(instance: Instance, timetable: Sequence[Held]) -> Penalty:
    of_course: defaultdict[str, list[Held]] = defaultdict(list)
    for held in timetable:
        of_course[held.course].append(held)
    return Penalty(
        hard=_hard(instance, timetable, of_course),
        capacity=sum(max(instance.courses[h.course].students - instance.rooms[h.room], 0) for h in timetable),
        days=sum(max(c.days - len({h.at.day for h in of_course[c.name]}), 0) for c in instance.courses.values()),
        compactness=sum(_alone(members, timetable) for members in instance.curricula.values()),
        stability=sum(max(len({held.room for held in lectures}) - 1, 0) for lectures in of_course.values()),
    )


def _hard(instance: Instance, timetable: Sequence[Held], of_course: Mapping[str, Sequence[Held]]) -> int:
    missing = sum(abs(course.lectures - len(of_course.get(name, ()))) for name, course in instance.courses.items())
    barred = sum((held.course, held.at) in instance.unavailable for held in timetable)
    teacher = {name: course.teacher for name, course in instance.courses.items()}
    taken = Counter(("room", held.room, held.at) for held in timetable)
    taken += Counter(("teacher", teacher[held.course], held.at) for held in timetable)
    for name, members in instance.curricula.items():
        taken += Counter(("curriculum", name, held.at) for held in timetable if held.course in members)
    return missing + barred + sum(times - 1 for times in taken.values() if times > 1)


def _alone(members: Sequence[str], timetable: Sequence[Held]) -> int:
    """Lectures of a curriculum with none of its others right before or after them on the day."""
    times = [held.at for held in timetable if held.course in members]
    return sum(not {at._replace(period=at.period - 1), at._replace(period=at.period + 1)} & set(times) for at in times)
