"""Participation tells of groups, never of persons."""

from __future__ import annotations

from itertools import combinations
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.elections.domain.polling.participation import FLOOR, Cell, Count, Dimension, by, merged, percent, told
from services.elections.domain.procedure.steps import State

counts = st.lists(
    st.builds(
        lambda group, registration, sex, came, stayed: Count(group, registration, sex, came + stayed, came),
        st.sampled_from(["", "一组", "二组", "三组", "四组"]),
        st.sampled_from(["household", "resident", "worker"]),
        st.sampled_from(["male", "female"]),
        st.integers(0, 12),
        st.integers(0, 12),
    ),
    max_size=12,
)


@given(rows=counts)
@settings(max_examples=50, deadline=None)
def test_no_sum_and_no_difference_of_what_is_shown_is_a_part_under_the_floor(rows: list[Count]) -> None:
    """With the total, too: what is shown is the whole roll in parts, so a difference is a sum of the other parts."""
    electors = sum(row.electors for row in rows)
    for dimension in Dimension:
        cells = by(dimension, rows)
        shown = merged(cells)
        assert sum(cell.electors for cell in shown) in ({electors} if shown else {0})
        assert sorted(value for cell in shown for value in cell.values) in ([], [v for c in cells for v in c.values])
        parts = [part for size in range(1, len(shown) + 1) for part in combinations(shown, size)]
        assert min((sum(cell.electors for cell in part) for part in parts), default=inf) >= FLOOR


@given(rows=counts, others=st.lists(st.integers(0, 24), min_size=12, max_size=12))
@settings(max_examples=50, deadline=None)
def test_which_cells_go_together_does_not_depend_on_who_came(rows: list[Count], others: list[int]) -> None:
    otherwise = [row._replace(came=min(came, row.electors)) for row, came in zip(rows, others, strict=False)]
    for dimension in Dimension:
        first, second = merged(by(dimension, rows)), merged(by(dimension, otherwise))
        assert [cell.values for cell in first] == [cell.values for cell in second]


def test_a_small_cell_goes_with_the_smallest_that_is_large_enough() -> None:
    cells = [Cell(Dimension.GROUP, (name,), size, 1) for name, size in (("甲", 9), ("乙", 10), ("丙", 40))]
    assert merged(cells) == [cells[2], Cell(Dimension.GROUP, ("乙", "甲"), 19, 2)]


@pytest.mark.parametrize(
    ("state", "kept", "came"),
    [(State.POLLING, True, None), (State.COUNTED, True, None), (State.CERTIFIED, True, 7), (State.VOID, False, None)],
)
def test_who_came_is_told_by_cell_only_when_the_result_is_decided(state: State, kept: bool, came: int | None) -> None:
    rows = [Count("一组", "household", sex, 20, 7) for sex in ("female", "male")]
    assert {cell.came for cell in told(rows, state, kept=kept) if cell.dimension is Dimension.SEX} == {came}


def test_a_percentage_is_rounded_half_up_in_integers() -> None:
    assert (percent(1, 3), percent(1, 2000), percent(0, 7), percent(7, 7)) == ("33.3", "0.1", "0.0", "100.0")
    assert (percent(None, 3), percent(3, None), percent(0, 0)) == (None, None, None)
