"""The outline of a plan: how many sessions of each course each kind of room holds, and who comes from where.

It leaves out days: cadres of one zone are counted, not named, and alike rooms are one kind. Every plan that keeps the
hard rules has an outline that costs no more, so a bound on all outlines bounds all plans from below (ADR 13).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import ceil
from typing import NamedTuple

from services.training.domain.planning.problem import Course, CourseId, Problem, Room, Zone
from services.training.domain.planning.rules import Rule
from services.training.solver.linear import Name, Program, Row, Term


class RoomKind(NamedTuple):
    """Rooms that differ in nothing but the days on which they are closed."""

    zone: Zone
    capacity: int
    equipment: frozenset[str]


def kind_of(room: Room) -> RoomKind:
    return RoomKind(room.zone, room.capacity, room.equipment)


class Flow(NamedTuple):
    """Seats for cadres of a zone in a course, in rooms of a kind."""

    zone: Zone
    course: CourseId
    kind: RoomKind


class Classes(NamedTuple):
    """Sessions of a course in rooms of a kind."""

    course: CourseId
    kind: RoomKind


@dataclass(frozen=True, slots=True)
class Outline:
    seats: Mapping[Flow, int]
    sessions: Mapping[Classes, int]

    @classmethod
    def of(cls, values: Mapping[Name, float]) -> Outline:
        """Rounded up, since the program is solved without wholeness."""
        seats = {name: ceil(value - 1e-6) for name, value in values.items() if isinstance(name, Flow)}
        sessions = {name: ceil(value - 1e-6) for name, value in values.items() if isinstance(name, Classes)}
        return cls(seats, sessions)


@dataclass(frozen=True)
class Outlining:
    """The outline as a linear program. Its variables are flows, classes, persons off size and what teachers give."""

    problem: Problem

    @cached_property
    def program(self) -> Program:
        program = Program()
        self._flows(program)
        self._classes(program)
        self._teaching(program)
        return program

    @cached_property
    def _kinds(self) -> Mapping[RoomKind, list[Room]]:
        kinds: defaultdict[RoomKind, list[Room]] = defaultdict(list)
        for room in self.problem.rooms.values():
            kinds[kind_of(room)].append(room)
        return dict(kinds)

    def _suiting(self, course: Course) -> list[RoomKind]:
        return [kind for kind in self._kinds if course.equipment <= kind.equipment]

    @cached_property
    def _demand(self) -> tuple[Counter[Zone], Counter[tuple[Zone, CourseId]], Counter[tuple[Zone, CourseId]]]:
        """Seats that each zone wants in all; of each course that it must have, and may have at most."""
        wanted: Counter[Zone] = Counter()
        least: Counter[tuple[Zone, CourseId]] = Counter()
        most: Counter[tuple[Zone, CourseId]] = Counter()
        for cadre in self.problem.cadres.values():
            zone = self.problem.committees[cadre.committee].zone
            wanted[zone] += cadre.wanted
            least.update((zone, course) for course in cadre.needs - cadre.passed)
            most.update((zone, course) for course in sorted(cadre.may_take))  # one outline whatever strings hash to
        return wanted, least, most

    def _flows(self, program: Program) -> None:
        wanted, least, most = self._demand
        of_zone: defaultdict[Zone, list[Term]] = defaultdict(list)
        for (zone, course_id), limit in most.items():
            course = self.problem.courses[course_id]
            kinds = self._suiting(course)
            flows = [Flow(zone, course_id, kind) for kind in kinds]
            for flow in flows:
                minutes = self.problem.travel[zone, flow.kind.zone]
                program.variable(flow, limit, cost=self.problem.weights.travel * minutes)
            program.row(Row([(flow, 1) for flow in flows], least[zone, course_id], limit))
            of_zone[zone].extend((flow, 1) for flow in flows)
        for zone, count in wanted.items():
            program.row(Row(of_zone[zone], count, None))

    def _classes(self, program: Program) -> None:
        """Persons off size are counted on the sum of a course's classes in a kind of room: never more than one by
        one."""
        _, _, most = self._demand
        zones: defaultdict[CourseId, list[Zone]] = defaultdict(list)
        for zone, course_id in most:
            zones[course_id].append(zone)
        minutes: defaultdict[RoomKind, list[Term]] = defaultdict(list)
        for course_id, from_zones in zones.items():
            course, people = self.problem.courses[course_id], sum(most[zone, course_id] for zone in from_zones)
            for kind in self._suiting(course):
                classes = Classes(course_id, kind)
                program.variable(classes, people)
                minutes[kind].append((classes, course.minutes))
                coming: list[Term] = [(Flow(zone, course_id, kind), 1) for zone in from_zones]
                self._sizes(program, classes, course, coming, people)
        if Rule.ROOM_FREE not in self.problem.given_up:
            for kind, terms in minutes.items():
                open_minutes = sum(self._free_minutes(room.closed) for room in self._kinds[kind])
                program.row(Row(terms, None, open_minutes))

    def _sizes(self, program: Program, classes: Classes, course: Course, coming: list[Term], people: int) -> None:
        few, many = ("few", classes), ("many", classes)
        for name in (few, many):
            program.variable(name, people * max(course.size.least, 1), cost=self.problem.weights.class_size)
        program.row(Row([*coming, (classes, -classes.kind.capacity)], None, 0))
        program.row(Row([*coming, (classes, -course.size.least), (few, 1)], 0, None))
        program.row(Row([*coming, (classes, -course.size.most), (many, -1)], None, 0))

    def _teaching(self, program: Program) -> None:
        """Each session has a teacher; what one gives beyond the fair load costs."""
        most = sum(cadre.wanted for cadre in self.problem.cadres.values())
        given: defaultdict[CourseId, list[Term]] = defaultdict(list)
        for teacher in self.problem.teachers.values():
            taught: list[tuple[tuple[str, str, CourseId], CourseId]] = []
            for course in sorted(teacher.teaches):
                name = ("teaches", teacher.id, course)
                program.variable(name, most)
                given[course].append((name, 1))
                taught.append((name, course))
            beyond = ("beyond", teacher.id)
            program.variable(beyond, most, cost=self.problem.weights.overload)
            program.row(Row([*((name, 1) for name, _ in taught), (beyond, -1)], None, self.problem.fair_load))
            if Rule.TEACHER_FREE not in self.problem.given_up:
                times: list[Term] = [(name, self.problem.courses[course].minutes) for name, course in taught]
                program.row(Row(times, None, self._free_minutes(teacher.leave)))
        for course in self.problem.courses:
            held: list[Term] = [
                (Classes(course, kind), -1)
                for kind in self._suiting(self.problem.courses[course])
                if program.knows(Classes(course, kind))
            ]
            program.row(Row([*given[course], *held], 0, 0))

    def _free_minutes(self, without: frozenset[date]) -> int:
        return sum(minutes for day, minutes in self._minutes_of_days.items() if day not in without)

    @cached_property
    def _minutes_of_days(self) -> Mapping[date, int]:
        """How long each day's windows last together; where they overlap, time counts once."""
        days: defaultdict[date, set[int]] = defaultdict(set)
        for slot in self.problem.slots:
            if slot.day not in self.problem.blackout:
                days[slot.day].update(range(slot.starts, slot.ends))
        return {day: len(minutes) for day, minutes in days.items()}
