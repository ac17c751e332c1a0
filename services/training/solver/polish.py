"""Quick repairs between the solver's steps: one class at a better time, one cadre in better seats."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from services.training.domain.planning.problem import Cadre, Slot
from services.training.solver.classes import Class
from services.training.solver.seating import Seating
from services.training.solver.sequence import in_sequence
from services.training.solver.step import take_out

_LOOKED_AT = 40  # slots of which it is asked who can come
_TRIED = 3
_ELSEWHERE = 5  # what a seat elsewhere costs more, as a guess


def reseat(seating: Seating, cadre: Cadre, near: Sequence[Class], *, dearer: float = 0) -> bool:
    """Gives a cadre other seats, if those together are not dearer, or not by more than that."""
    draft, before = seating.draft, seating.draft.cost
    known = take_out(draft, [(cadre.id, each.id) for each in draft.of_cadre[cadre.id].values()])
    due = in_sequence(draft.problem, draft.missing(cadre))
    zone = draft.problem.committees[cadre.committee].zone
    done = all(seating.seat(cadre, {course}, seating.near(zone, course)) for course in due)
    may_take = cadre.may_take
    while done and draft.short_by(cadre) > 0:
        done = seating.seat(cadre, may_take, near)
    if done and draft.cost <= before + dearer:
        return True
    take_out(draft, [(cadre.id, each.id) for each in draft.of_cadre[cadre.id].values()])
    known.put_back(draft)
    return False


def retime(seating: Seating, found: Class) -> bool:
    """Moves a class to a time that suits those who sit in it better; who cannot come then gets a seat elsewhere."""
    draft, before = seating.draft, seating.draft.cost
    known = take_out(draft, (), [found.id])
    closed = known.classes[0]
    cadres = [draft.problem.cadres[cadre] for cadre in sorted(closed.cadres)]
    for slot in _promising(seating, closed, cadres):
        teacher = draft.free_teachers(closed.course, slot)[0]
        moved = draft.open(Class(closed.id, closed.course, closed.room, teacher, slot))
        if _sit_all(seating, cadres, moved) and draft.cost < before:
            return True
        seats = [(each.id, at.id) for each in cadres if (at := draft.of_cadre[each.id].get(closed.course))]
        take_out(draft, seats)
        draft.close(moved.id)
    known.put_back(draft)
    return False


def _sit_all(seating: Seating, cadres: Iterable[Cadre], moved: Class) -> bool:
    course = {moved.course}
    others = [each for each in seating.draft.of_course[moved.course].values() if each is not moved]
    return all(seating.seat(cadre, course, [moved]) or seating.seat(cadre, course, others) for cadre in cadres)


def _promising(seating: Seating, closed: Class, cadres: Sequence[Cadre]) -> list[Slot]:
    """The few times that suit most, if they suit more than where it was."""
    draft, found = seating.draft, list[tuple[int, Slot]]()

    def barred(slot: Slot) -> int:
        return sum(not (draft.is_free(each, slot) and draft.keeps_order(each, closed.course, slot)) for each in cadres)

    was, cheaper = _cheaper(seating, closed, cadres)
    for price, slot in islice(cheaper, _LOOKED_AT):
        if len(found) == _TRIED and price >= found[-1][0]:
            break
        teachers = draft.free_teachers(closed.course, slot) if draft.room_is_free(closed.room, slot) else ()
        if teachers:
            expected = price + draft.teaching_cost(teachers[0], slot.day.weekday()) + _ELSEWHERE * barred(slot)
            insort(found, (expected, slot))
            del found[_TRIED:]
    return [slot for expected, slot in found if expected < was]


def _cheaper(seating: Seating, closed: Class, cadres: Sequence[Cadre]) -> tuple[int, Iterator[tuple[int, Slot]]]:
    """What the class's time costs its cadres and its teacher, and when it costs the cadres less than that: the cheapest
    first, and of times that cost the same not always the first of the year."""
    draft, random, prices = seating.draft, seating.random, [seating.draft.prices(each) for each in cadres]
    weekdays = [sum(costs) for costs in zip(*(each.weekdays for each in prices), strict=True)]
    quarters = {quarter: sum(each.quarters[quarter] for each in prices) for quarter in draft.problem.quarters}
    was = weekdays[closed.weekday] + quarters[closed.quarter] + draft.teacher_cost(closed)
    times = draft.times_open(closed.course).items()
    priced = ((weekdays[day] + quarters[quarter], random.random(), slots) for (day, quarter), slots in times)
    cheapest = sorted(each for each in priced if each[0] < was)
    return was, ((price, slot) for price, _, slots in cheapest for slot in random.sample(slots, len(slots)))
