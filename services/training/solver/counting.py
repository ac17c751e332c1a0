"""Problems that counting alone shows to have no plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from services.training.domain.planning.problem import Cadre, CadreId, Committee, Problem, Slot


def impossible(problem: Problem) -> list[CadreId]:
    """Cadres for whom there are fewer days than sessions, or whose committee can spare them less often."""
    at_once = _at_once(problem)
    found: list[CadreId] = []
    for committee in problem.committees.values():
        members = problem.members.get(committee.id, ())
        spared = _spared(problem, committee, at_once)
        crowded = sum(spared.values()) < sum(cadre.wanted for cadre in members)
        found.extend(cadre.id for cadre in members if crowded or _times(cadre, spared, at_once) < cadre.wanted)
    return found


def _times(cadre: Cadre, spared: Counter[date], at_once: Counter[date]) -> int:
    """How often the cadre could be away at most."""
    return sum(min(at_once[day], times) for day, times in spared.items() if day not in cadre.leave)


def _spared(problem: Problem, committee: Committee, at_once: Counter[date]) -> Counter[date]:
    """How many seats the committee's cadres could take on each day at most."""
    barred = problem.blackout | committee.blackout
    limit = problem.most_away(committee.id)
    left = {day: limit - problem.away_on_leave(committee.id, day) for day in at_once if day not in barred}
    return Counter({day: at_once[day] * count for day, count in left.items() if count > 0})


def _at_once(problem: Problem) -> Counter[date]:
    """How many slots of each day can follow one another."""
    days: dict[date, list[Slot]] = {}
    for slot in {slot for course in problem.courses for slot in problem.slots_of[course]}:
        days.setdefault(slot.day, []).append(slot)
    return Counter({day: _disjoint(slots) for day, slots in days.items()})


def _disjoint(slots: Sequence[Slot]) -> int:
    """The most slots of a day that do not clash: always the one that ends first of those that are left."""
    count, until = 0, 0
    for slot in sorted(slots, key=lambda each: each.ends):
        if slot.starts >= until:
            count, until = count + 1, slot.ends
    return count
