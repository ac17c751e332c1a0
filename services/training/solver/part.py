"""A part of a plan as a CP-SAT model: some cadres' seats and some classes are free, all the rest stands.

With everything free it is the whole problem, exactly. With a few committees or classes free it is one step of the
search, or the surroundings of a disturbance.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain
from typing import TypeVar

from ortools.sat.python import cp_model

from services.training.domain.planning.plan import SessionId
from services.training.domain.planning.problem import Cadre, CadreId, CourseId, Problem, RoomId, Slot, TeacherId
from services.training.domain.planning.rules import Rule
from services.training.solver.classes import Class
from services.training.solver.draft import Draft

Var = cp_model.IntVar
Key = TypeVar("Key", bound=str)
Timed = tuple[Key, Slot, Var]
"""Somebody or something, when it is taken, and whether it is."""


@dataclass(frozen=True, slots=True)
class Place:
    """A class that may be held so. Of places with one id at most one is. A `kept` one stands, with others in it."""

    id: SessionId
    course: CourseId
    room: RoomId
    slot: Slot
    teachers: tuple[TeacherId, ...]
    kept: bool = False


@dataclass(frozen=True)
class Part:
    """`draft` is without what is free: the cadres of `options` lack the seats that are to be given out, and only the
    classes of kept places are open. `options` are the numbers of the places where each cadre may sit."""

    draft: Draft
    places: Sequence[Place]
    options: Mapping[CadreId, Sequence[int]]
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)

    @property
    def problem(self) -> Problem:
        return self.draft.problem

    @cached_property
    def held(self) -> Sequence[Var]:
        return [self.model.new_int_var(int(place.kept), 1, "") for place in self.places]

    @cached_property
    def teaches(self) -> Mapping[tuple[int, TeacherId], Var]:
        return {
            (number, teacher): self.model.new_bool_var("") if len(place.teachers) > 1 else self.held[number]
            for number, place in enumerate(self.places)
            for teacher in place.teachers
            if not place.kept
        }

    @cached_property
    def seats(self) -> Mapping[CadreId, Mapping[int, Var]]:
        return {
            cadre: {number: self.model.new_bool_var("") for number in numbers}
            for cadre, numbers in self.options.items()
        }

    @cached_property
    def _sitting(self) -> Mapping[int, Sequence[Var]]:
        """The free seats by place."""
        found: defaultdict[int, list[Var]] = defaultdict(list)
        for seats in self.seats.values():
            for number, seat in seats.items():
                found[number].append(seat)
        return found

    @cached_property
    def standing_cost(self) -> int:
        """What the rest of the plan costs; with the model's objective it is the cost of the whole. The sizes of kept
        classes are the model's."""
        sizes = (self.problem.courses[each.course].size.off(self._seated(each)) for each in self.places if each.kept)
        return self.draft.cost - self.problem.weights.class_size * sum(sizes)

    def build(self) -> cp_model.CpModel:
        self._hold()
        for cadre, seats in self.seats.items():
            self._attend(self.problem.cadres[cadre], seats)
        self._keep_present()
        terms = [*self._ways(), *self._classes(), *self._spread(), *self._loads()]
        self.model.minimize(cp_model.LinearExpr.weighted_sum([each for each, _ in terms], [cost for _, cost in terms]))
        return self.model

    def _hold(self) -> None:
        """A room and a teacher for each class, and nobody and nothing in two classes at once."""
        same: defaultdict[SessionId, list[Var]] = defaultdict(list)
        for number, place in enumerate(self.places):
            if not place.kept:
                same[place.id].append(self.held[number])
            if not place.kept and len(place.teachers) > 1:
                self.model.add(sum(self.teaches[number, each] for each in place.teachers) == self.held[number])
            room_left = self.problem.rooms[place.room].capacity - self._seated(place)
            self.model.add(sum(self._sitting.get(number, ())) <= room_left * self.held[number])
        for alternatives in same.values():
            self.model.add_at_most_one(alternatives)
        if Rule.ROOM_FREE not in self.problem.given_up:
            self._one_at_a_time((place.room, place.slot, self.held[n]) for n, place in self._new())
        if Rule.TEACHER_FREE not in self.problem.given_up:
            taught = ((each, self.places[n].slot, teaches) for (n, each), teaches in self.teaches.items())
            self._one_at_a_time(taught)
        seats = ((c, self.places[n].slot, seat) for c, seats in self.seats.items() for n, seat in seats.items())
        self._one_at_a_time(seats)

    def _new(self) -> Iterator[tuple[int, Place]]:
        return ((number, place) for number, place in enumerate(self.places) if not place.kept)

    def _seated(self, place: Place) -> int:
        return len(self.draft.classes[place.id].cadres) if place.kept else 0

    def _one_at_a_time(self, timed: Iterable[Timed[Key]]) -> None:
        for _, entries in _by_day(timed):
            for minute in {slot.starts for slot, _ in entries}:
                self.model.add_at_most_one(taken for slot, taken in entries if slot.covers(minute))

    def _attend(self, cadre: Cadre, seats: Mapping[int, Var]) -> None:
        """Each course at most once, what is needed for certain, enough in all, and in their order."""
        courses: defaultdict[CourseId, dict[int, Var]] = defaultdict(dict)
        for number, seat in seats.items():
            courses[self.places[number].course][number] = seat
        due = self.draft.missing(cadre) | self._preceding(cadre)
        for course in courses.keys() | due:
            taken = list(courses.get(course, {}).values())
            if course in due:
                self.model.add(sum(taken) == 1)
            else:
                self.model.add_at_most_one(taken)
        self.model.add(sum(seats.values()) >= self.draft.short_by(cadre))
        for course, here in courses.items():
            for prerequisite in self._still_open(cadre, course):
                self._follow(here, courses.get(prerequisite, {}))

    def _still_open(self, cadre: Cadre, course: CourseId) -> frozenset[CourseId]:
        return self.problem.courses[course].prerequisites - cadre.passed - self.draft.of_cadre[cadre.id].keys()

    def _preceding(self, cadre: Cadre) -> frozenset[CourseId]:
        """What a course in which the cadre has a seat follows on."""
        return frozenset(chain.from_iterable(self._still_open(cadre, each) for each in self.draft.of_cadre[cadre.id]))

    def _follow(self, later: Mapping[int, Var], earlier: Mapping[int, Var]) -> None:
        """`done` runs along the ends of the earlier course's places: whether it was taken by then. Sums over all of
        them, for each place of the later one, would be a square."""
        ends: defaultdict[tuple[date, int], list[Var]] = defaultdict(list)
        for number, seat in earlier.items():
            ends[self.places[number].slot.day, self.places[number].slot.ends].append(seat)
        moments, done = sorted(ends), [self.model.new_constant(0)]
        for moment in moments:
            done.append(self.model.new_bool_var(""))
            self.model.add(done[-1] == done[-2] + sum(ends[moment]))
        for number, seat in later.items():
            slot = self.places[number].slot
            self.model.add(seat <= done[bisect_right(moments, (slot.day, slot.starts))])

    def _keep_present(self) -> None:
        going = (
            (self.problem.cadres[cadre].committee, self.places[number].slot, seat)
            for cadre, seats in self.seats.items()
            for number, seat in seats.items()
        )
        for (committee, day), entries in _by_day(going):
            for minute in {slot.starts for slot, _ in entries} | self.draft.starts_of_absences(committee, day):
                away = [seat for slot, seat in entries if slot.covers(minute)]
                left = self.draft.left_at(committee, day, minute)
                if away and len(away) > left:
                    self.model.add(sum(away) <= max(left, 0))

    def _ways(self) -> Iterator[tuple[Var, int]]:
        for cadre_id, seats in self.seats.items():
            cadre = self.problem.cadres[cadre_id]
            for number, seat in seats.items():
                place = self.places[number]
                known = self.problem.weights.reseated * self.draft.has_published(cadre_id, place.id)
                yield seat, self.draft.way_cost(cadre, place.room, place.slot) - known

    def _classes(self) -> Iterator[tuple[Var, int]]:
        """Sizes, what teachers do not like, and what is held as people know it."""
        for number, place in enumerate(self.places):
            size = self.problem.courses[place.course].size
            people = sum(self._sitting.get(number, ())) + self._seated(place)
            off = self.model.new_int_var(0, max(size.least, self.problem.rooms[place.room].capacity), "")
            self.model.add(off >= size.least * self.held[number] - people)
            if self.problem.rooms[place.room].capacity > size.most:
                self.model.add(off >= people - size.most)
            yield off, self.problem.weights.class_size
        for (number, teacher), teaches in self.teaches.items():
            place = self.places[number]
            yield teaches, self.draft.teacher_cost(Class(place.id, place.course, place.room, teacher, place.slot))

    def _spread(self) -> Iterator[tuple[Var, int]]:
        for cadre_id, seats in self.seats.items():
            share = self.draft.even_share[cadre_id]
            fixed = self.draft.quarters[cadre_id]
            quarters = defaultdict(list)
            for number, seat in seats.items():
                quarters[self.places[number].slot.quarter].append(seat)
            for quarter, here in quarters.items():
                if len(here) + fixed[quarter] > share:
                    beyond = self.model.new_int_var(0, len(self.problem.courses), "")
                    self.model.add(beyond >= sum(here) - max(share - fixed[quarter], 0))
                    yield beyond, self.problem.weights.spread

    def _loads(self) -> Iterator[tuple[Var, int]]:
        loads = defaultdict(list)
        for (_, teacher), teaches in self.teaches.items():
            loads[teacher].append(teaches)
        for teacher, given in loads.items():
            left = self.problem.fair_load - self.draft.loads[teacher]
            if len(given) > left:
                beyond = self.model.new_int_var(0, len(given), "")
                self.model.add(beyond >= sum(given) - max(left, 0))
                yield beyond, self.problem.weights.overload


def _by_day(timed: Iterable[Timed[Key]]) -> Iterable[tuple[tuple[Key, date], list[tuple[Slot, Var]]]]:
    found: defaultdict[tuple[Key, date], list[tuple[Slot, Var]]] = defaultdict(list)
    for key, slot, taken in timed:
        found[key, slot.day].append((slot, taken))
    return found.items()
