"""Rates by kind: rounded, told only where ten or more took part and did not, with the gap between best and worst."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from services.notices.domain.participation import Affair
from services.notices.domain.participation_rates import Rate, report, told_by_affair
from services.notices.domain.residents.kinds import ResidentKind

K = ResidentKind


@pytest.mark.parametrize(("part", "of", "percent"), [(0, 10, "0.0"), (1, 3, "33.3"), (1, 16, "6.3"), (7, 7, "100.0")])
def test_a_rate_is_rounded_half_up(part: int, of: int, percent: str) -> None:
    assert Rate(None, of, part).percent == percent


def test_the_gap_lies_between_the_best_and_the_worst_kind_that_are_told() -> None:
    whole = Rate(None, 300, 90)
    kinds = {
        K.EMPLOYEE: Rate(K.EMPLOYEE, 100, 12),
        K.LOW_INCOME: Rate(K.LOW_INCOME, 50, 40),
        K.YOUTH: Rate(K.YOUTH, 5, 5),
    }
    found = report(whole, kinds)
    assert [rate.kind for rate in found.kinds] == [K.LOW_INCOME, K.EMPLOYEE]
    assert found.hidden == [K.YOUTH]
    assert found.gap == "68.0"


def test_one_kind_has_no_gap() -> None:
    assert report(Rate(None, 60, 30), {K.WOMEN: Rate(K.WOMEN, 30, 15)}).gap is None


@pytest.mark.parametrize(("residents", "took_part"), [(9, 3), (57, 0), (57, 1), (57, 9), (57, 48), (57, 57)], ids=str)
def test_few_who_took_part_or_did_not_are_not_told(residents: int, took_part: int) -> None:
    assert report(Rate(None, residents, took_part), {}).whole is None
    kinds = {K.WOMEN: Rate(K.WOMEN, residents, took_part)}
    assert report(Rate(None, 500, 250), kinds).hidden == [K.WOMEN]


def test_a_kind_is_hidden_where_the_whole_less_the_kind_would_tell_of_a_few() -> None:
    """Of 60 residents 21 took part, of the 30 women 20: so did one of the others."""
    found = report(Rate(None, 60, 21), {K.WOMEN: Rate(K.WOMEN, 30, 20)})
    assert (found.kinds, found.hidden) == ([], [K.WOMEN])


def test_a_kind_that_all_are_of_tells_no_more_than_the_whole() -> None:
    assert report(Rate(None, 60, 21), {K.WOMEN: Rate(K.WOMEN, 60, 21)}).hidden == []


_rates = some.integers(0, 60).flatmap(lambda size: some.tuples(some.just(size), some.integers(0, size)))


@settings(max_examples=200, deadline=None)
@given(some.dictionaries(some.sampled_from(list(K)), some.tuples(_rates, _rates), max_size=4))
def test_nothing_that_is_told_or_can_be_subtracted_is_of_a_few(
    sizes: dict[ResidentKind, tuple[tuple[int, int], tuple[int, int]]],
) -> None:
    for kind, ((of_it, took), (others, others_took)) in sizes.items():
        whole, rate = Rate(None, of_it + others, took + others_took), Rate(kind, of_it, took)
        found = report(whole, {kind: rate})
        cells = [took, of_it - took, *([others_took, others - others_took] if others else [])]
        assert bool(found.kinds) == (min(cells) >= 10)
        assert found.whole is not None or not found.kinds


def test_an_affair_is_told_unless_it_or_the_rest_is_of_a_few() -> None:
    whole = Rate(None, 100, 40)
    counts = {Affair.SURVEY: 30, Affair.CONSULTATION: 38, Affair.SUGGESTION: 1}
    told = told_by_affair(whole, counts)
    assert told == {Affair.SURVEY: 30, Affair.CONSULTATION: None, Affair.SUGGESTION: None}
    assert told_by_affair(Rate(None, 31, 30), {Affair.SURVEY: 30}) == {Affair.SURVEY: None}
