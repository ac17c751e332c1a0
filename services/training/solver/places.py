"""Where classes can be and who can sit in them, as choices for a part of a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from services.training.domain.planning.problem import CadreId, CourseId, Slot
from services.training.solver.classes import Class
from services.training.solver.draft import Draft
from services.training.solver.part import Place


def standing(found: Class) -> Place:
    return Place(found.id, found.course, found.room, found.slot, (found.teacher,), kept=True)


def elsewhere(draft: Draft, closed: Class, slots: Iterable[Slot], *, same_room: bool = True) -> list[Place]:
    """A class that was taken out, as it was and at other times; in its own room, or in every one that suits."""
    rooms = [closed.room] if same_room else [room.id for room in draft.problem.rooms_of[closed.course]]
    return [
        Place(closed.id, closed.course, room, slot, tuple(teachers))
        for slot in slots
        if (teachers := draft.free_teachers(closed.course, slot))
        for room in rooms
        if room in draft.problem.rooms and draft.room_is_free(room, slot)
    ]


def everywhere(draft: Draft, courses: Iterable[CourseId]) -> list[Place]:
    """A new class of each course in every room and slot."""
    return [
        place
        for course in courses
        for slot in draft.slots_open(course)
        if (teachers := tuple(draft.free_teachers(course, slot)))
        for room in draft.problem.rooms_of[course]
        if draft.room_is_free(room.id, slot)
        for place in [Place(draft.new_id(), course, room.id, slot, teachers)]
    ]


def options(
    draft: Draft, cadres: Mapping[CadreId, AbstractSet[CourseId]], places: Sequence[Place]
) -> dict[CadreId, list[int]]:
    """The numbers of the places where each cadre may sit, of the courses that are open to them here."""
    by_course: defaultdict[CourseId, list[int]] = defaultdict(list)
    for number, place in enumerate(places):
        by_course[place.course].append(number)
    return {
        cadre: [n for course in sorted(courses) for n in by_course[course] if may_sit(draft, cadre, places[n])]
        for cadre, courses in cadres.items()
    }


def may_sit(draft: Draft, cadre_id: CadreId, place: Place) -> bool:
    """As far as all that stands allows it."""
    cadre = draft.problem.cadres[cadre_id]
    if place.course in draft.of_cadre[cadre_id]:
        return False
    if place.kept and len(draft.classes[place.id].cadres) >= draft.problem.rooms[place.room].capacity:
        return False
    return draft.is_free(cadre, place.slot) and draft.keeps_order(cadre, place.course, place.slot)
