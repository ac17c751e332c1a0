"""Generated planning problems: a county with towns, rooms, teachers and committees, the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from services.training.domain.planning.problem import (
    Cadre,
    CadreId,
    ClassSize,
    Committee,
    CommitteeId,
    Course,
    CourseId,
    Problem,
    Room,
    RoomId,
    Slot,
    Teacher,
    TeacherId,
    Zone,
)

MORNING, AFTERNOON, WHOLE_DAY = (510, 690), (840, 1020), (510, 1020)
_HALF_DAY, _DAY = 180, 360
_HOLIDAYS = ((1, 1, 3), (2, 14, 8), (4, 4, 3), (5, 1, 5), (6, 19, 3), (9, 25, 3), (10, 1, 7))  # month, day, how many


@dataclass(frozen=True, slots=True)
class Size:
    """How large the county is; the whole size of the project by default."""

    cadres: int = 5_000
    committees: int = 700
    rooms: int = 60
    teachers: int = 120
    towns: int = 40
    courses: int = 20
    first: date = date(2026, 1, 1)
    last: date = date(2026, 12, 31)


def generate_problem(size: Size, *, seed: int = 1) -> Problem:
    random = Random(seed)  # noqa: S311 - the same problem each time
    towns = {Zone(f"town-{n}"): (random.randint(0, 40), random.randint(0, 30)) for n in range(size.towns)}
    slots = list(_slots(size))
    days = sorted({slot.day for slot in slots})
    courses = _courses(size.courses)
    committees = [_committee(n, random, list(towns), days) for n in range(size.committees)]
    return Problem(
        slots=slots,
        courses={course.id: course for course in courses},
        rooms={room.id: room for room in _rooms(size.rooms, random, list(towns), days)},
        teachers={teacher.id: teacher for teacher in _teachers(size.teachers, random, courses, days)},
        committees={committee.id: committee for committee in committees},
        cadres={cadre.id: cadre for cadre in _cadres(size, random, committees, days)},
        travel={(one, two): _minutes(towns[one], towns[two]) for one in towns for two in towns},
        blackout={day for day in days if _is_holiday(day)},
    )


def _slots(size: Size) -> Iterator[Slot]:
    """Mornings, afternoons and whole days from Monday to Friday."""
    for number in range((size.last - size.first).days + 1):
        day = size.first + timedelta(days=number)
        if day.weekday() < 5:
            for starts, ends in (MORNING, AFTERNOON, WHOLE_DAY):
                yield Slot(day, starts, ends)


def _is_holiday(day: date) -> bool:
    starts = ((date(day.year, month, first), length) for month, first, length in _HOLIDAYS)
    return any(first <= day < first + timedelta(days=length) for first, length in starts)


def _minutes(one: tuple[int, int], two: tuple[int, int]) -> int:
    """There and back by road, in minutes: ten within a town, three for each kilometre."""
    return 10 + 3 * (abs(one[0] - two[0]) + abs(one[1] - two[1]))


def _courses(count: int) -> list[Course]:
    """Every fourth needs computers, every fifth takes the whole day, every sixth follows on the one before."""
    return [
        Course(
            CourseId(f"course-{n}"),
            minutes=_DAY if n % 5 == 4 else _HALF_DAY,
            prerequisites=frozenset({CourseId(f"course-{n - 1}")} if n % 6 == 5 else ()),
            equipment=frozenset({"computers"} if n % 4 == 3 else ()),
            size=ClassSize(10, 20),
        )
        for n in range(count)
    ]


def _rooms(count: int, random: Random, towns: Sequence[Zone], days: Sequence[date]) -> Iterator[Room]:
    """Towns in turn, so that with fewer rooms than towns some have none."""
    for n in range(count):
        equipment = frozenset({"computers"} if n % 3 == 0 else ())
        closed = frozenset(random.sample(days, len(days) // 25))
        yield Room(RoomId(f"room-{n}"), towns[n % len(towns)], random.choice((20, 30, 40)), equipment, closed)


def _teachers(count: int, random: Random, courses: Sequence[Course], days: Sequence[date]) -> Iterator[Teacher]:
    for n in range(count):
        teaches = {course.id for course in random.sample(courses, 4)} | {courses[n % len(courses)].id}
        leave = frozenset(_holiday(random, days, 8))
        yield Teacher(TeacherId(f"teacher-{n}"), frozenset(teaches), leave, frozenset({random.randrange(5)}))


def _committee(n: int, random: Random, towns: Sequence[Zone], days: Sequence[date]) -> Committee:
    """Two may be away at once. A market day every other week, a polling day now and then, a weekday not liked."""
    market = frozenset(days[random.randrange(10) :: 10])
    polling = frozenset(random.sample(days, 1)) if n % 3 == 0 else frozenset()
    return Committee(
        CommitteeId(f"committee-{n}"), towns[n % len(towns)], 2, market | polling, frozenset({random.randrange(5)})
    )


def _cadres(size: Size, random: Random, committees: Sequence[Committee], days: Sequence[date]) -> Iterator[Cadre]:
    """The first of each committee is its director; each post has courses of its own, and electives fill up."""
    courses = [CourseId(f"course-{n}") for n in range(size.courses)]
    for n in range(size.cadres):
        committee, place = committees[n % len(committees)], n // len(committees)
        needs = _needs(courses, director=place == 0, trade=place % 3, random=random)
        leave = frozenset(_holiday(random, days, 5))
        at_least = 4 if random.random() < 0.8 else 5
        yield Cadre(CadreId(f"cadre-{n}"), committee.id, needs, frozenset(courses) - needs, at_least, leave=leave)


def _needs(courses: Sequence[CourseId], *, director: bool, trade: int, random: Random) -> frozenset[CourseId]:
    """Two or three; with a course comes the one that it follows on."""
    chosen = {0 if director else 1, 2 + trade * 4 + random.randrange(4)}
    if random.random() < 0.4:
        chosen.add(random.randrange(len(courses)))
    chosen = {each % len(courses) for each in chosen}
    return frozenset(courses[each] for each in chosen | {each - 1 for each in chosen if each % 6 == 5})


def _holiday(random: Random, days: Sequence[date], length: int) -> Sequence[date]:
    start = random.randrange(max(len(days) - length, 1))
    return days[start : start + length]
