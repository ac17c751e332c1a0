"""Seats that are given one by one: what is looked up quickly is what a plan costs."""

from __future__ import annotations

import pytest

from samples.planning import Size, generate_problem
from services.training.domain.planning.checker import broken
from services.training.domain.planning.objective import cost
from services.training.domain.planning.rules import Rule
from services.training.solver import linear, polish
from services.training.solver.annealing import Annealing
from services.training.solver.construction import construct
from services.training.solver.draft import Draft
from services.training.solver.limits import Watch
from services.training.solver.outline import Outline, Outlining
from services.training.solver.seating import Seating

_INCOMPLETE = {Rule.YEARLY_MINIMUM, Rule.REQUIREMENTS}


@pytest.fixture
def draft() -> Draft:
    asked = generate_problem(Size(60, 10, 4, 12, 3, 6), seed=2)
    return construct(asked, Outline.of(linear.relax(Outlining(asked).program).values or {}))


def _hold_to_account(draft: Draft) -> None:
    assert draft.cost == cost(draft.problem, draft.plan()).total
    assert {each.rule for each in broken(draft.problem, draft.plan())} <= _INCOMPLETE


def test_the_seat_that_is_given_is_the_cheapest_there_is(draft: Draft) -> None:
    seating, given = Seating(draft), 0
    for cadre in draft.problem.cadres.values():
        for old in list(draft.of_cadre[cadre.id].values()):
            draft.stand(cadre.id, old.id)
            open_to_them = [each for each in draft.classes.values() if each.course in cadre.may_take]
            costs = [draft.seat_cost(cadre, each) for each in open_to_them if draft.can_sit(cadre, each)]
            before = draft.cost
            assert seating.seat(cadre, cadre.may_take, draft.classes.values()) == bool(costs)
            assert draft.cost - before == min(costs, default=0)
            given += bool(costs)
    assert given > len(draft.problem.cadres)


def test_the_cost_is_kept_up_through_every_change(draft: Draft) -> None:
    _hold_to_account(draft)
    assert list(Annealing(draft).run(Watch(1), 0.5))
    _hold_to_account(draft)
    for found in list(draft.classes)[:5]:
        draft.close(found)
    assert draft.cost == cost(draft.problem, draft.plan()).total


def test_a_class_moves_only_to_where_it_is_cheaper(draft: Draft) -> None:
    moved = 0
    for found in [each for each in draft.classes.values() if each.cadres]:
        before = draft.cost
        done = polish.retime(Seating(draft), found)
        assert draft.cost < before if done else draft.cost == before
        moved += done
    assert moved
    draft.close_empty()
    _hold_to_account(draft)


def test_a_teacher_who_likes_the_day_comes_before_one_with_less_to_do(draft: Draft) -> None:
    course = next(iter(draft.problem.courses))
    for slot in draft.slots_open(course):
        teachers = draft.free_teachers(course, slot)
        costs = [draft.teaching_cost(each, slot.day.weekday()) for each in teachers]
        assert costs == sorted(costs)
