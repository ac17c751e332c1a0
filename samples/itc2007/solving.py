"""An instance in our own model: a lecture is a course, a curriculum a cadre who needs them all, a period a slot.

The hard rules are the model's own; the competition's wishes are laid over it in the place of ours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

from ortools.sat.python import cp_model

from samples.itc2007.instance import COMPACTNESS_COST, DAYS_COST, Held, Instance, Period
from services.training.domain.planning.plan import SessionId
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
from services.training.domain.planning.rules import Rule
from services.training.solver.draft import Draft
from services.training.solver.part import Part, Place
from services.training.solver.places import options

_MONDAY = date(2007, 10, 1)
_MINUTES = 60
_HERE = Zone("campus")
_CAMPUS = CommitteeId("campus")
Var = cp_model.IntVar


def as_problem(instance: Instance) -> Problem:
    """Seats are a wish in the competition, so every room holds everybody; nobody minds the shop."""
    lectures = {name: [CourseId(f"{name}#{n}") for n in range(c.lectures)] for name, c in instance.courses.items()}
    everyone = max(len(instance.curricula), 1)
    cadres = [
        Cadre(CadreId(name), _CAMPUS, frozenset(each for course in members for each in lectures[course]), at_least=0)
        for name, members in instance.curricula.items()
    ]
    teaches: defaultdict[TeacherId, set[CourseId]] = defaultdict(set)
    for name, course in instance.courses.items():
        teaches[TeacherId(course.teacher)].update(lectures[name])
    return Problem(
        slots=[_slot(at) for at in instance.all_periods()],
        courses={
            each: Course(each, _MINUTES, size=ClassSize(0, everyone)) for own in lectures.values() for each in own
        },
        rooms={RoomId(name): Room(RoomId(name), _HERE, everyone) for name in instance.rooms},
        teachers={name: Teacher(name, frozenset(own)) for name, own in teaches.items()},
        committees={_CAMPUS: Committee(_CAMPUS, _HERE)},
        cadres={cadre.id: cadre for cadre in cadres},
        travel={(_HERE, _HERE): 0},
        given_up=frozenset({Rule.PRESENCE}),
    )


def _slot(at: Period) -> Slot:
    return Slot(_MONDAY + timedelta(days=at.day), at.period * _MINUTES, (at.period + 1) * _MINUTES)


def solve(instance: Instance, seconds: float, *, workers: int = 2) -> tuple[list[Held], int]:
    """The best timetable found, and what none costs less than. Raises RuntimeError when there was no time for any."""
    problem = as_problem(instance)
    draft, held = Draft(problem), _choices(instance)
    places = [
        Place(SessionId(lecture), lecture, RoomId(each.room), _slot(each.at),
              (TeacherId(instance.courses[each.course].teacher),))
        for lecture, each in held
    ]  # fmt: skip
    open_to = {cadre.id: cadre.needs for cadre in problem.cadres.values()}
    part = Part(draft, places, options(draft, open_to, places))
    model, solver = part.build(), cp_model.CpSolver()
    for _, alternatives in groupby(enumerate(held), key=lambda item: item[1][0]):
        model.add_exactly_one(part.held[number] for number, _ in alternatives)
    model.minimize(_wishes(instance, model, [each for _, each in held], part.held))
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = seconds, workers
    if solver.solve(model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        raise RuntimeError(f"no timetable of {instance.name} in {seconds:.0f} s")
    timetable = [each for (_, each), chosen in zip(held, part.held, strict=True) if solver.value(chosen)]
    return timetable, round(solver.best_objective_bound)


def _choices(instance: Instance) -> list[tuple[CourseId, Held]]:
    """Every lecture in every room and period in which it can be."""
    return [
        (CourseId(f"{name}#{n}"), Held(name, at, room))
        for name, course in instance.courses.items()
        for n in range(course.lectures)
        for at in instance.all_periods()
        if (name, at) not in instance.unavailable
        for room in instance.rooms
    ]


def _wishes(
    instance: Instance, model: cp_model.CpModel, held: Sequence[Held], taken: Sequence[Var]
) -> cp_model.LinearExprT:
    at: defaultdict[tuple[str, Period], list[Var]] = defaultdict(list)
    within: defaultdict[tuple[str, str], list[Var]] = defaultdict(list)
    terms: list[cp_model.LinearExprT] = []
    for each, var in zip(held, taken, strict=True):
        at[each.course, each.at].append(var)
        within[each.course, each.room].append(var)
        terms.append(max(instance.courses[each.course].students - instance.rooms[each.room], 0) * var)
    for course in instance.courses.values():
        worked = [model.new_bool_var("") for _ in range(instance.days)]
        for day, var in enumerate(worked):
            model.add(var <= sum(x for p in range(instance.periods) for x in at[course.name, Period(day, p)]))
        few = model.new_int_var(0, course.days, "")
        model.add(few >= course.days - sum(worked))
        used = [model.new_bool_var("") for _ in instance.rooms]
        for room, var in zip(instance.rooms, used, strict=True):
            model.add_max_equality(var, within[course.name, room])
        terms += [DAYS_COST * few, sum(used) - 1]
    for members in instance.curricula.values():
        for day, period in instance.all_periods():
            busy, before, after = (
                sum(x for course in members for x in at.get((course, Period(day, period + step)), ()))
                for step in (0, -1, 1)
            )
            alone = model.new_bool_var("")
            model.add(alone >= busy - before - after)
            terms.append(COMPACTNESS_COST * alone)
    return sum(terms)
