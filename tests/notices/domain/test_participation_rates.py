"""Rates by kind: rounded, told only of ten or more, with the gap between best and worst."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from services.notices.domain.participation_rates import Rate, report
from services.notices.domain.residents.kinds import ResidentKind

K = ResidentKind


@pytest.mark.parametrize(("part", "of", "percent"), [(0, 10, "0.0"), (1, 3, "33.3"), (1, 16, "6.3"), (7, 7, "100.0")])
def test_a_rate_is_rounded_half_up(part: int, of: int, percent: str) -> None:
    assert Rate(None, of, part).percent == percent


def test_the_gap_lies_between_the_best_and_the_worst_kind_that_are_told() -> None:
    whole = Rate(None, 300, 60)
    kinds = {
        K.EMPLOYEE: Rate(K.EMPLOYEE, 100, 3),
        K.LOW_INCOME: Rate(K.LOW_INCOME, 20, 15),
        K.YOUTH: Rate(K.YOUTH, 5, 5),
    }
    found = report(whole, kinds)
    assert [rate.kind for rate in found.kinds] == [K.LOW_INCOME, K.EMPLOYEE]
    assert found.hidden == [K.YOUTH]
    assert found.gap == "72.0"


def test_one_kind_has_no_gap_and_a_few_residents_have_no_figures() -> None:
    assert report(Rate(None, 30, 3), {K.WOMEN: Rate(K.WOMEN, 15, 3)}).gap is None
    assert report(Rate(None, 9, 3), {}).whole is None


@settings(max_examples=80, deadline=None)
@given(some.integers(0, 60), some.dictionaries(some.sampled_from(list(K)), some.integers(0, 60)))
def test_neither_a_kind_that_is_told_nor_the_rest_is_a_few_persons(total: int, sizes: dict[ResidentKind, int]) -> None:
    kinds = {kind: Rate(kind, min(size, total), 0) for kind, size in sizes.items()}
    for rate in report(Rate(None, total, 0), kinds).kinds:
        assert rate.residents >= 10
        assert total - rate.residents == 0 or total - rate.residents >= 10
