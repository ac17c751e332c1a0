"""A problem small enough to see through: two committees of three, two courses that follow on each other, one room."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from services.training.domain.planning.plan import Plan, Session, SessionId
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

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (date(2027, 3, day) for day in (1, 2, 3, 4))
DAYS = (MONDAY, TUESDAY, WEDNESDAY, THURSDAY)
LAW, COMPUTERS = CourseId("law"), CourseId("computers")
HALL, SCHOOL = RoomId("hall"), RoomId("school")
LI, WU = TeacherId("li"), TeacherId("wu")
EAST, WEST = Zone("east"), Zone("west")
ONE, TWO = CommitteeId("one"), CommitteeId("two")


def morning(day: date) -> Slot:
    return Slot(day, 540, 720)


def afternoon(day: date) -> Slot:
    return Slot(day, 840, 1020)


def cadre(name: str, committee: CommitteeId, **changes: Any) -> Cadre:
    return replace(Cadre(CadreId(name), committee, frozenset({LAW, COMPUTERS}), at_least=2), **changes)


def problem(*, cadres: dict[str, dict[str, Any]] | None = None, **changes: Any) -> Problem:
    """`cadres` names changes of single cadres."""
    people = [cadre(f"{committee}-{n}", committee) for committee in (ONE, TWO) for n in (1, 2, 3)]
    people = [replace(each, **(cadres or {}).get(each.id, {})) for each in people]
    size = ClassSize(1, 6)
    plain = Problem(
        slots=[slot for day in DAYS for slot in (morning(day), afternoon(day))],
        courses={LAW: Course(LAW, 180, size=size), COMPUTERS: Course(COMPUTERS, 180, frozenset({LAW}), size=size)},
        rooms={HALL: Room(HALL, EAST, 6), SCHOOL: Room(SCHOOL, WEST, 6)},
        teachers={each: Teacher(each, frozenset({LAW, COMPUTERS})) for each in (LI, WU)},
        committees={ONE: Committee(ONE, EAST), TWO: Committee(TWO, WEST)},
        cadres={each.id: each for each in people},
        travel={(one, two): 10 if one == two else 40 for one in (EAST, WEST) for two in (EAST, WEST)},
    )
    return replace(plain, **changes)


def session(name: str, course: CourseId, slot: Slot, *cadres: str, **changes: Any) -> Session:
    seated = frozenset(CadreId(each) for each in cadres)
    return replace(Session(SessionId(name), course, HALL, LI, slot, seated), **changes)


def plan(**changes: Session) -> Plan:
    """Keeps every rule: first one or two of each committee, then the others; law before computers."""
    first, second = ("one-1", "one-2", "two-1", "two-2"), ("one-3", "two-3")
    sessions = {
        "a": session("a", LAW, morning(MONDAY), *first),
        "b": session("b", LAW, afternoon(MONDAY), *second),
        "c": session("c", COMPUTERS, morning(TUESDAY), *first),
        "d": session("d", COMPUTERS, afternoon(TUESDAY), *second),
    }
    return Plan(list({**sessions, **changes}.values()))
