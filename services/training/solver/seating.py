"""Giving a cadre a seat: what it costs at the margin, and the cheapest that the draft allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import inf
from random import Random

from services.training.domain.planning.problem import Cadre, CourseId, Problem, RoomId, Slot, TeacherId, Zone
from services.training.solver.classes import Class
from services.training.solver.draft import Draft
from services.training.solver.outline import Flow, RoomKind, kind_of

_BEYOND_QUOTA = 15  # minutes that a seat must save before it is taken from those for whom the outline meant it
_NEAR = 150  # classes that a cadre may choose from
_NEAR_OF_COURSE = 30  # of one course


@dataclass
class Seating:
    """`quota` are the seats of an outline. `noise`, in minutes, makes the choice a little random."""

    draft: Draft
    quota: Counter[Flow] = field(default_factory=Counter)
    noise: float = 0.0
    _near: dict[tuple[Zone, CourseId], Sequence[Class]] = field(default_factory=dict)
    random: Random = field(default_factory=lambda: Random(1))  # noqa: S311 - the same plan each time

    @property
    def problem(self) -> Problem:
        return self.draft.problem

    def seat(self, cadre: Cadre, courses: Container[CourseId], among: Iterable[Class]) -> bool:
        """Gives the cadre the best seat of these courses in one of the classes; False if none will do. It is quickest
        when the nearest classes come first."""
        best = self._best(cadre, courses, among)
        if best is None:
            return False
        if self.quota:
            self.quota[self._flow(cadre, best)] -= 1
        self.draft.sit(cadre.id, best.id)
        return True

    def _best(self, cadre: Cadre, courses: Container[CourseId], among: Iterable[Class]) -> Class | None:
        """Where most time is spent: all that can be passed over is passed over at once."""
        rooms, weekdays, quarters = self.draft.prices(cadre)
        noise, random, saved = self.noise, self.random.random, self.problem.weights.class_size
        best, limit = None, inf
        for each in among:
            cost: float = rooms[each.room]
            if each.course not in courses or cost - saved >= limit:
                continue
            cost += weekdays[each.weekday] + quarters[each.quarter] + each.one_more + noise * random()
            if self.quota and self.quota[self._flow(cadre, each)] < 1:
                cost += _BEYOND_QUOTA
            if cost < limit and self.draft.can_sit(cadre, each):
                best, limit = each, cost
        return best

    def open_for(self, cadre: Cadre, course: CourseId) -> bool:
        """A new class for a cadre for whom there is no seat: the nearest room, a quarter that they have free."""
        quarters, share = self.draft.quarters[cadre.id], self.problem.even_share(cadre)
        open_slots = [each for each in self.draft.slots_open(course) if self.draft.is_free(cadre, each)]
        for slot in sorted(open_slots, key=lambda each: quarters[each.quarter] >= share):
            if self.draft.in_order(cadre, course, slot) and (place := self._place(cadre, course, slot)):
                made = self.draft.open(Class(self.draft.new_id(), course, *place, slot))
                self.draft.sit(cadre.id, made.id)
                return True
        return False

    def _place(self, cadre: Cadre, course: CourseId, slot: Slot) -> tuple[RoomId, TeacherId] | None:
        rooms = [each.id for each in self.problem.rooms_of[course] if self.draft.room_is_free(each.id, slot)]
        teachers = self.draft.free_teachers(course, slot)
        if not rooms or not teachers:
            return None
        return min(rooms, key=lambda room: self.problem.minutes_between(cadre.committee, room)), teachers[0]

    def _flow(self, cadre: Cadre, found: Class) -> Flow:
        return Flow(self.problem.committees[cadre.committee].zone, found.course, self._kinds[found.room])

    def near(self, zone: Zone, course: CourseId) -> Sequence[Class]:
        """Classes of a course that were near when first asked for: most seats are found there, and quickly."""
        if (zone, course) not in self._near:
            travel, rooms = self.problem.travel, self.problem.rooms
            classes = self.draft.of_course[course].values()
            ordered = sorted(classes, key=lambda each: travel[zone, rooms[each.room].zone])
            self._near[zone, course] = ordered[:_NEAR_OF_COURSE]
        return self._near[zone, course]

    @cached_property
    def _kinds(self) -> Mapping[RoomId, RoomKind]:
        return {room.id: kind_of(room) for room in self.problem.rooms.values()}


def nearest(draft: Draft) -> Mapping[Zone, Sequence[Class]]:
    """The classes that are nearest to each zone."""
    problem = draft.problem

    def near(zone: Zone) -> list[Class]:
        ordered = sorted(draft.classes.values(), key=lambda each: problem.travel[zone, problem.rooms[each.room].zone])
        return ordered[:_NEAR]

    return {zone: near(zone) for zone in {committee.zone for committee in problem.committees.values()}}
