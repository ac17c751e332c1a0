"""Quick repairs between the solver's steps: one class at a better time, one cadre in better seats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from operator import itemgetter

from services.training.domain.planning.problem import Cadre, Quarter, Slot
from services.training.solver.draft import Class, Draft
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
    done = all(seating.seat(cadre, [each for each in near if each.course == course]) for course in due)
    may_take = cadre.may_take
    while done and draft.short_by(cadre) > 0:
        done = seating.seat(cadre, [each for each in near if each.course in may_take])
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
    for slot in _promising(draft, closed, cadres):
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
    others = [each for each in seating.draft.of_course[moved.course].values() if each is not moved]
    return all(seating.seat(cadre, [moved]) or seating.seat(cadre, others) for cadre in cadres)


def _promising(draft: Draft, closed: Class, cadres: Sequence[Cadre]) -> list[Slot]:
    """The few times that suit most, if they suit more than where it was."""
    weekdays = Counter(day for cadre in cadres for day in draft.problem.committees[cadre.committee].dislikes)
    crowded: Counter[Quarter] = Counter()
    for cadre in cadres:
        counts, share = draft.quarters[cadre.id], draft.even_share[cadre.id]
        crowded.update(quarter for quarter in draft.problem.quarters if counts[quarter] >= share)
    weights = draft.problem.weights

    def cost(weekday: int, quarter: Quarter) -> int:
        return weights.preference * weekdays[weekday] + weights.spread * crowded[quarter]

    def barred(slot: Slot) -> int:
        return sum(not (draft.is_free(each, slot) and draft.keeps_order(each, closed.course, slot)) for each in cadres)

    was = cost(closed.weekday, closed.quarter)
    costs = {(day, quarter): cost(day, quarter) for day in range(7) for quarter in draft.problem.quarters}
    priced = [(costs[day, quarter], slot) for slot, day, quarter in draft.times_open(closed.course)]
    cheaper = sorted([each for each in priced if each[0] < was], key=itemgetter(0))
    possible = [
        (price + _ELSEWHERE * barred(slot), slot)
        for price, slot in cheaper[:_LOOKED_AT]
        if draft.room_is_free(closed.room, slot) and draft.free_teachers(closed.course, slot)
    ]
    return [slot for expected, slot in sorted(possible)[:_TRIED] if expected < was]
