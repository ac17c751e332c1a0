"""Nobody can be singled out from the figures that are told."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from services.notices.domain.anonymity import FLOOR, rounded, told, told_of, told_parts


def test_groups_of_under_ten_are_not_told_nought_among_them() -> None:
    assert [told(count) for count in (0, 1, 9, 10, 11)] == [None, None, None, 10, 11]


def test_a_kind_that_nearly_all_are_of_would_tell_who_are_not() -> None:
    assert told_of(100, {"a": 95, "b": 100, "c": 50, "d": 3}) == {"a": None, "b": 100, "c": 50, "d": None}


def test_of_parts_of_a_whole_one_hidden_one_is_not_enough() -> None:
    assert told_parts({"a": 4, "b": 30, "c": 20}) == {"a": None, "b": 30, "c": None}


def test_rounding_is_down_to_a_full_ten() -> None:
    assert [rounded(count) for count in (9, 10, 19, 345)] == [None, 10, 10, 340]


@settings(max_examples=200, deadline=None)
@given(parts=st.dictionaries(st.integers(), st.integers(0, 60), max_size=6))
def test_what_is_hidden_of_parts_is_never_one_small_group(parts: dict[int, int]) -> None:
    shown = told_parts(parts)
    hidden = [parts[key] for key, count in shown.items() if count is None]
    assert all(count is None or count >= FLOOR for count in shown.values())
    if hidden and len(hidden) < len(parts):
        assert len(hidden) > 1
        assert sum(hidden) >= FLOOR
