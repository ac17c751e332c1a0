"""Wrong entries are all told at once, before a solver is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.training.domain.planning.faults import check, faults_of
from services.training.domain.planning.giving_up import without
from services.training.domain.planning.problem import ClassSize, Course, Slot, Zone
from services.training.domain.planning.rules import GROUPS, Rule
from shared.errors import Invalid
from tests.training.domain.planning.small import COMPUTERS, HALL, LAW, LI, MONDAY, ONE, morning, problem


def test_a_sound_problem_has_no_faults() -> None:
    check(problem())


def test_every_fault_is_reported_at_once() -> None:
    sound = problem()
    wrong = replace(
        sound,
        slots=[Slot(MONDAY, 720, 540), morning(MONDAY), morning(MONDAY)],
        rooms={HALL: replace(sound.rooms[HALL], capacity=0)},
        courses={
            LAW: Course(LAW, 600, frozenset({COMPUTERS}), size=ClassSize(9, 3)),
            COMPUTERS: Course(COMPUTERS, 180, frozenset({LAW, "history"})),
        },
        teachers={LI: replace(sound.teachers[LI], teaches=frozenset({"history"}))},
        committees={ONE: replace(sound.committees[ONE], most_away=0, zone=Zone("north"))},
        cadres={
            "a": replace(sound.cadres["one-1"], id="a", needs=frozenset({COMPUTERS}), at_least=4),
            "b": replace(sound.cadres["two-1"], id="b", needs=frozenset({"history"}), at_least=0),
        },
    )
    with pytest.raises(Invalid) as caught:
        check(wrong)
    assert {fault.code for fault in caught.value.fields} == {
        "window_impossible", "window_twice", "capacity_zero", "course_fits_no_window", "class_size_impossible",
        "prerequisite_unknown", "prerequisite_cycle", "course_unknown", "nobody_may_go", "travel_unknown",
        "committee_unknown", "prerequisite_missing", "too_few_courses",
    }  # fmt: skip


def test_no_window_at_all_is_a_fault() -> None:
    assert [fault.code for fault in faults_of(problem(slots=[]))][:1] == ["no_windows"]


@pytest.mark.parametrize("group", GROUPS)
def test_giving_a_group_up_makes_no_new_faults(group: Rule) -> None:
    relaxed = without(problem(), [group])
    assert list(faults_of(relaxed)) == []
    assert relaxed.given_up == {group}


def test_every_rule_has_its_name() -> None:
    assert all(rule.zh for rule in Rule)
