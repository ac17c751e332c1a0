"""A plan in the making: changed seat by seat, with what a solver asks of it at hand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from services.training.domain.planning.plan import Plan, Session, SessionId
from services.training.domain.planning.problem import (
    Cadre,
    CadreId,
    CommitteeId,
    CourseId,
    Problem,
    Quarter,
    RoomId,
    Slot,
    TeacherId,
)
from services.training.domain.planning.rules import Rule
from services.training.solver.classes import Class, Prices


class Draft:
    """Never breaks a hard rule but those that say how much there must be. `cost` is kept up to date, change by change;
    a class costs from when it is open, if nobody sits there, too."""

    def __init__(self, problem: Problem, published: Plan | None = None) -> None:
        self.problem = problem
        self._published = {} if published is None else published.by_id
        self.cost = 0 if published is None else self._all_changed(published)
        self.classes: dict[SessionId, Class] = {}
        self.of_course: defaultdict[CourseId, dict[SessionId, Class]] = defaultdict(dict)
        self.of_cadre: defaultdict[CadreId, dict[CourseId, Class]] = defaultdict(dict)
        self.quarters: defaultdict[CadreId, Counter[Quarter]] = defaultdict(Counter)
        quarters = problem.quarters
        self._crowding = {cadre: {each: self._beyond(cadre, each) for each in quarters} for cadre in problem.cadres}
        self.loads: Counter[TeacherId] = Counter()
        self._rooms: defaultdict[tuple[RoomId, date], list[Slot]] = defaultdict(list)
        self._teachers: defaultdict[tuple[TeacherId, date], list[Slot]] = defaultdict(list)
        self._away: defaultdict[tuple[CommitteeId, date], list[Slot]] = defaultdict(list)
        self._times: dict[CourseId, Mapping[tuple[int, Quarter], Sequence[Slot]]] = {}
        self._linked = {course.id for course in problem.courses.values() if course.prerequisites}
        self._linked.update(*(course.prerequisites for course in problem.courses.values()))
        self._numbers = 0

    def take(self, sessions: Iterable[Session]) -> None:
        for session in sessions:
            self.open(Class(session.id, session.course, session.room, session.teacher, session.slot))
            for cadre in sorted(session.cadres):
                self.sit(cadre, session.id)

    def _all_changed(self, published: Plan) -> int:
        weights = self.problem.weights
        return weights.moved * len(published.sessions) + weights.reseated * len(published.seats)

    @cached_property
    def _limits(self) -> dict[CommitteeId, int]:
        return {committee: self.problem.most_away(committee) for committee in self.problem.committees}

    @cached_property
    def _on_leave(self) -> Counter[tuple[CommitteeId, date]]:
        return Counter((cadre.committee, day) for cadre in self.problem.cadres.values() for day in cadre.leave)

    def plan(self) -> Plan:
        """Without classes in which nobody sits."""
        return Plan([each.as_session() for each in self.classes.values() if each.cadres])

    def new_id(self) -> SessionId:
        while (name := SessionId(f"new-{self._numbers}")) in self.classes:
            self._numbers += 1
        self._numbers += 1
        return name

    def open(self, made: Class) -> Class:
        self.cost += self.class_cost(made)
        self.classes[made.id] = self.of_course[made.course][made.id] = made
        self._rooms[made.room, made.slot.day].append(made.slot)
        self._teachers[made.teacher, made.slot.day].append(made.slot)
        self.loads[made.teacher] += 1
        made.one_more = self._one_more(made)
        return made

    def close(self, session: SessionId) -> Class:
        """The class with those who sat there; they have lost the seat."""
        closed = self.classes[session]
        seated = set(closed.cadres)
        for cadre in sorted(seated):
            self.stand(cadre, session)
        del self.classes[session], self.of_course[closed.course][session]
        self._rooms[closed.room, closed.slot.day].remove(closed.slot)
        self._teachers[closed.teacher, closed.slot.day].remove(closed.slot)
        self.loads[closed.teacher] -= 1
        self.cost -= self.class_cost(closed)
        return replace(closed, cadres=seated)

    def close_empty(self) -> None:
        """Classes in which nobody sits."""
        for empty in [each.id for each in self.classes.values() if not each.cadres]:
            self.close(empty)

    def sit(self, cadre: CadreId, session: SessionId) -> None:
        found, person = self.classes[session], self.problem.cadres[cadre]
        self.cost += self.seat_cost(person, found)
        found.cadres.add(cadre)
        found.one_more = self._one_more(found)
        self.quarters[cadre][found.quarter] += 1
        self._crowding[cadre][found.quarter] = self._beyond(cadre, found.quarter)
        self.of_cadre[cadre][found.course] = found
        self._away[person.committee, found.slot.day].append(found.slot)

    def stand(self, cadre: CadreId, session: SessionId) -> None:
        found, person = self.classes[session], self.problem.cadres[cadre]
        found.cadres.remove(cadre)
        found.one_more = self._one_more(found)
        self.quarters[cadre][found.quarter] -= 1
        self._crowding[cadre][found.quarter] = self._beyond(cadre, found.quarter)
        del self.of_cadre[cadre][found.course]
        self._away[person.committee, found.slot.day].remove(found.slot)
        self.cost -= self.seat_cost(person, found)

    def class_cost(self, made: Class) -> int:
        """What the plan costs more with the class, while nobody sits there."""
        empty = self.problem.weights.class_size * self.problem.courses[made.course].size.off(0)
        return empty + self._overload(made.teacher) + self.teacher_cost(made)

    def teacher_cost(self, made: Class) -> int:
        """What it costs that this teacher gives it, then and there; below nothing when people know it so."""
        published = self._published.get(made.id)
        as_known = published is not None and published.is_held_as(made.as_session())
        return self._dislike(made.teacher, made.weekday) - self.problem.weights.moved * as_known

    def teaching_cost(self, teacher: TeacherId, weekday: int) -> int:
        """What one more session on that weekday costs the teacher."""
        return self._dislike(teacher, weekday) + self._overload(teacher)

    def _dislike(self, teacher: TeacherId, weekday: int) -> int:
        return self.problem.weights.teacher_preference * (weekday in self.problem.teachers[teacher].dislikes)

    def _overload(self, teacher: TeacherId) -> int:
        return self.problem.weights.overload * (self.loads[teacher] >= self.problem.fair_load)

    def seat_cost(self, cadre: Cadre, found: Class) -> int:
        """What the plan costs more when the cadre sits there besides those who do."""
        known = self.problem.weights.reseated if self._published and self.has_published(cadre.id, found.id) else 0
        return self.prices(cadre).of(found) - known

    def prices(self, cadre: Cadre) -> Prices:
        """Asked for thousands of times a second, hence so much at hand."""
        return Prices(self._ways[cadre.committee], self._weekdays[cadre.committee], self._crowding[cadre.id])

    def _one_more(self, found: Class) -> int:
        size, people = self.problem.courses[found.course].size, len(found.cadres)
        return self.problem.weights.class_size * ((people >= size.most) - (people < size.least))

    def _beyond(self, cadre: CadreId, quarter: Quarter) -> int:
        return self.problem.weights.spread * (self.quarters[cadre][quarter] >= self.even_share[cadre])

    def way_cost(self, cadre: Cadre, room: RoomId, slot: Slot) -> int:
        """Of going there on that day, whoever else does."""
        return self._ways[cadre.committee][room] + self._weekdays[cadre.committee][slot.day.weekday()]

    @cached_property
    def _ways(self) -> Mapping[CommitteeId, Mapping[RoomId, int]]:
        weight, problem = self.problem.weights.travel, self.problem
        return {
            each: {room: weight * problem.minutes_between(each, room) for room in problem.rooms}
            for each in problem.committees
        }

    @cached_property
    def _weekdays(self) -> Mapping[CommitteeId, Sequence[int]]:
        weight = self.problem.weights.preference
        return {
            each.id: [weight * (weekday in each.dislikes) for weekday in range(7)]
            for each in self.problem.committees.values()
        }

    @cached_property
    def even_share(self) -> dict[CadreId, int]:
        return {cadre.id: self.problem.even_share(cadre) for cadre in self.problem.cadres.values()}

    def has_published(self, cadre: CadreId, session: SessionId) -> bool:
        published = self._published.get(session)
        return published is not None and cadre in published.cadres

    def room_is_free(self, room: RoomId, slot: Slot) -> bool:
        if Rule.ROOM_FREE in self.problem.given_up:
            return True
        taken = self._rooms.get((room, slot.day), ())
        return slot.day not in self.problem.rooms[room].closed and not any(slot.clashes(each) for each in taken)

    def teacher_is_free(self, teacher: TeacherId, slot: Slot) -> bool:
        if Rule.TEACHER_FREE in self.problem.given_up:
            return True
        taken = self._teachers.get((teacher, slot.day), ())
        return slot.day not in self.problem.teachers[teacher].leave and not any(slot.clashes(each) for each in taken)

    def free_teachers(self, course: CourseId, slot: Slot) -> list[TeacherId]:
        """Those who could give the course then: first who costs least, of those the least loaded."""
        found = [each.id for each in self.problem.teachers_of[course] if self.teacher_is_free(each.id, slot)]
        return sorted(found, key=lambda each: (self.teaching_cost(each, slot.day.weekday()), self.loads[each], each))

    def slots_open(self, course: CourseId) -> Iterator[Slot]:
        return (slot for slot in self.problem.slots_of[course] if slot.day not in self.problem.blackout)

    def times_open(self, course: CourseId) -> Mapping[tuple[int, Quarter], Sequence[Slot]]:
        """The same slots by weekday and quarter: that is all that soft wishes look at."""
        if course not in self._times:
            times: defaultdict[tuple[int, Quarter], list[Slot]] = defaultdict(list)
            for slot in self.slots_open(course):
                times[slot.day.weekday(), slot.quarter].append(slot)
            self._times[course] = times
        return self._times[course]

    def can_spare(self, committee: CommitteeId, slot: Slot) -> bool:
        """Whether one more cadre of the committee may be away during the slot."""
        if slot.day in self.problem.committees[committee].blackout:
            return False
        away = self._away.get((committee, slot.day), ())
        if len(away) < self._limits[committee] - self._on_leave.get((committee, slot.day), 0):
            return True  # whenever that day they are away
        starts = (each.starts for each in away if slot.covers(each.starts))
        return all(self.left_at(committee, slot.day, minute) > 0 for minute in (slot.starts, *starts))

    def left_at(self, committee: CommitteeId, day: date, minute: int) -> int:
        taken = sum(each.covers(minute) for each in self._away.get((committee, day), ()))
        return self._limits[committee] - self._on_leave[committee, day] - taken

    def starts_of_absences(self, committee: CommitteeId, day: date) -> set[int]:
        return {each.starts for each in self._away.get((committee, day), ())}

    def is_free(self, cadre: Cadre, slot: Slot) -> bool:
        """Whether the cadre has neither leave nor another session then, and their committee may do without them."""
        if slot.day in cadre.leave:
            return False
        for each in self.of_cadre[cadre.id].values():  # a generator would take twice the time
            if each.slot.day == slot.day and slot.clashes(each.slot):
                return False
        return self.can_spare(cadre.committee, slot)

    def can_sit(self, cadre: Cadre, found: Class) -> bool:
        return (
            len(found.cadres) < self.problem.rooms[found.room].capacity
            and found.course not in self.of_cadre[cadre.id]
            and self.is_free(cadre, found.slot)
            and self.in_order(cadre, found.course, found.slot)
        )

    def in_order(self, cadre: Cadre, course: CourseId, slot: Slot) -> bool:
        """Whether the cadre has what the course follows on before it, and what follows on it after it."""
        if course not in self._linked:
            return True
        before = self.problem.courses[course].prerequisites - cadre.passed
        return before <= self.of_cadre[cadre.id].keys() and self.keeps_order(cadre, course, slot)

    def keeps_order(self, cadre: Cadre, course: CourseId, slot: Slot) -> bool:
        """The same as far as the cadre has seats in such courses."""
        if course not in self._linked:
            return True
        prerequisites, seated = self.problem.courses[course].prerequisites - cadre.passed, self.of_cadre[cadre.id]
        if any(not seated[each].slot.is_before(slot) for each in prerequisites & seated.keys()):
            return False
        after = (each for each in seated.values() if course in self.problem.courses[each.course].prerequisites)
        return all(slot.is_before(each.slot) for each in after)

    def missing(self, cadre: Cadre) -> frozenset[CourseId]:
        return cadre.needs - cadre.passed - self.of_cadre[cadre.id].keys()

    def short_by(self, cadre: Cadre) -> int:
        """Sessions that the cadre lacks, the needed ones among them."""
        missing = len(self.missing(cadre))
        return max(cadre.at_least - len(self.of_cadre[cadre.id]), missing)
