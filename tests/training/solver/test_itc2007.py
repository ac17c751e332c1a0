"""The competition's format, its own measure, and our model on its example."""

from __future__ import annotations

from pathlib import Path

import pytest

import samples.itc2007
from samples.itc2007.instance import Held, Period, penalty, read_ctt
from samples.itc2007.solving import solve

TEXT = (Path(samples.itc2007.__file__).parent / "toy.ctt").read_text(encoding="utf-8")
TOY = read_ctt(TEXT)


def test_an_instance_is_read() -> None:
    assert (TOY.name, TOY.days, TOY.periods) == ("ToyExample", 5, 4)
    assert TOY.courses["TecCos"] == ("TecCos", "Rosa", 5, 4, 40)
    assert TOY.curricula["Cur2"] == ["TecCos", "Geotec"]
    assert ("ArcTec", Period(4, 3)) in TOY.unavailable


@pytest.mark.parametrize("broken", [TEXT.replace("END.", ""), TEXT.replace("Rooms: 3", "Rooms: 4")])
def test_a_text_that_is_no_instance_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match=r"END|header"):
        read_ctt(broken)


def test_each_wish_costs_what_the_competition_says() -> None:
    """Two lectures of one course in two rooms on one day: three days asked, too few seats in one of the rooms."""
    lectures = [Held("ArcTec", Period(0, 0), "rA"), Held("ArcTec", Period(0, 2), "rB")]
    found = penalty(TOY, lectures)
    assert (found.capacity, found.stability, found.compactness) == (10, 1, 2)
    assert found.days == 1 + 3 + 4 + 4
    assert found.hard == 1 + 3 + 5 + 5


def test_two_at_once_are_hard() -> None:
    together = [Held("ArcTec", Period(0, 0), "rA"), Held("TecCos", Period(0, 0), "rA")]
    alone = [Held("ArcTec", Period(0, 0), "rA"), Held("TecCos", Period(0, 1), "rA")]
    assert penalty(TOY, together).hard - penalty(TOY, alone).hard == 2  # the room and the first curriculum


def test_the_example_is_solved_to_nothing_left_to_wish() -> None:
    timetable, bound = solve(TOY, 30)
    found = penalty(TOY, timetable)
    assert (found.hard, found.total, bound) == (0, 0, 0)
