"""The first plan: classes as the outline has them, in quarters by courses, then seat after seat."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from services.training.domain.planning.problem import Cadre, Problem, Quarter, RoomId, Slot, Zone
from services.training.solver.classes import Class
from services.training.solver.draft import Draft
from services.training.solver.outline import Classes, Outline, RoomKind, kind_of
from services.training.solver.seating import Seating, nearest
from services.training.solver.sequence import Given, Quarters, in_sequence

_BARRED = 10  # a cadre who cannot come on a day weighs as much as so many who would rather not


def construct(problem: Problem, outline: Outline) -> Draft:
    """May lack seats that it found no room for; it never breaks another rule."""
    draft = Draft(problem)
    _Timetable(draft, outline).fill()
    seating = Seating(draft, Counter(dict(outline.seats)))
    for cadre in in_need(problem):
        _seat_needs(seating, cadre)
    near = nearest(draft)
    for cadre in in_need(problem):
        _seat_electives(seating, cadre, near[problem.committees[cadre.committee].zone])
    draft.close_empty()
    return draft


def in_need(problem: Problem) -> list[Cadre]:
    """Those with most needs first: they have the least choice."""
    return sorted(problem.cadres.values(), key=lambda each: (-len(each.needs), each.id))


def _seat_needs(seating: Seating, cadre: Cadre) -> None:
    draft, zone = seating.draft, seating.draft.problem.committees[cadre.committee].zone
    for course in in_sequence(draft.problem, draft.missing(cadre)):
        if not (
            seating.seat(cadre, {course}, seating.near(zone, course))
            or seating.seat(cadre, {course}, draft.of_course[course].values())
        ):
            seating.open_for(cadre, course)


def fill_up(seating: Seating, cadre: Cadre) -> None:
    """Electives from all classes, or a new one, until the cadre has enough."""
    draft = seating.draft
    while draft.short_by(cadre) > 0:
        if seating.seat(cadre, cadre.may_take, draft.classes.values()):
            continue
        ahead = in_sequence(draft.problem, cadre.may_take - draft.of_cadre[cadre.id].keys())
        if not any(seating.open_for(cadre, course) for course in ahead):
            return


def _seat_electives(seating: Seating, cadre: Cadre, near: Sequence[Class]) -> None:
    may_take = cadre.may_take
    while seating.draft.short_by(cadre) > 0 and seating.seat(cadre, may_take, near):
        pass
    fill_up(seating, cadre)


class _Timetable:
    """Places the outline's classes in time, where they suit those who are meant to come."""

    def __init__(self, draft: Draft, outline: Outline) -> None:
        self.draft, self.problem, self.outline = draft, draft.problem, outline
        self._quarters = Quarters(self.problem)
        self._held: Counter[tuple[Zone | Given, Quarter]] = Counter()
        self._crowd: Counter[tuple[Zone, Slot]] = Counter()

    def fill(self) -> None:
        for classes, count in sorted(self.outline.sessions.items(), key=lambda item: -item[1]):
            for _ in range(count):
                self._place(classes)

    def _place(self, classes: Classes) -> None:
        coming, given = self._coming[classes], Given(classes.kind.zone, classes.course)
        quarters = self._in_turn(given)
        slots = self.draft.slots_open(classes.course)
        for slot in sorted(slots, key=lambda slot: (quarters.index(slot.quarter), self._trouble(coming, slot), slot)):
            rooms = [each for each in self._rooms[classes.kind] if self.draft.room_is_free(each, slot)]
            teachers = self.draft.free_teachers(classes.course, slot) if rooms else []
            if teachers:
                self.draft.open(Class(self.draft.new_id(), classes.course, rooms[0], teachers[0], slot))
                self._held.update([(given, slot.quarter), (given.zone, slot.quarter)])
                for zone, count in coming.items():
                    self._crowd.update({(zone, each): count for each in self._clashing[slot]})
                return

    def _in_turn(self, given: Given) -> Sequence[Quarter]:
        """A course's classes go to one quarter after the other, so that there is a choice; first where they trouble
        fewest, then where the zone holds least."""

        def key(quarter: Quarter) -> tuple[int, int, int]:
            trouble = self._quarters.trouble(given, quarter)
            return self._held[given, quarter], trouble, self._held[given.zone, quarter]

        return sorted(self.problem.quarters, key=key)

    def _trouble(self, coming: Counter[Zone], slot: Slot) -> float:
        """How badly a slot suits those who are meant to come: who cannot, would rather not, or is elsewhere then."""
        return sum(
            count * (self._unsuited[zone, slot.day] + self._crowd[zone, slot]) / self._people[zone]
            for zone, count in coming.items()
        )

    @cached_property
    def _coming(self) -> Mapping[Classes, Counter[Zone]]:
        coming: defaultdict[Classes, Counter[Zone]] = defaultdict(Counter)
        for flow, count in self.outline.seats.items():
            coming[Classes(flow.course, flow.kind)][flow.zone] += count
        return coming

    @cached_property
    def _people(self) -> Counter[Zone]:
        return Counter(self.problem.committees[each.committee].zone for each in self.problem.cadres.values())

    @cached_property
    def _unsuited(self) -> Counter[tuple[Zone, date]]:
        """Cadres of a zone who cannot come on a day, or (for a tenth) would rather not."""
        unsuited: Counter[tuple[Zone, date]] = Counter()
        for committee in self.problem.committees.values():
            members = self.problem.members.get(committee.id, ())
            unsuited.update((committee.zone, day) for cadre in members for day in cadre.leave for _ in range(_BARRED))
            for day in committee.blackout:
                unsuited[committee.zone, day] += _BARRED * len(members)
            for slot in {slot.day: slot for slot in self.problem.slots}.values():
                unsuited[committee.zone, slot.day] += len(members) * (slot.day.weekday() in committee.dislikes)
        return unsuited

    @cached_property
    def _rooms(self) -> Mapping[RoomKind, Sequence[RoomId]]:
        rooms: defaultdict[RoomKind, list[RoomId]] = defaultdict(list)
        for room in self.problem.rooms.values():
            rooms[kind_of(room)].append(room.id)
        return rooms

    @cached_property
    def _clashing(self) -> Mapping[Slot, Sequence[Slot]]:
        days: defaultdict[date, list[Slot]] = defaultdict(list)
        for slot in self.problem.slots:
            days[slot.day].append(slot)
        return {slot: [each for each in days[slot.day] if each.clashes(slot)] for slot in self.problem.slots}
