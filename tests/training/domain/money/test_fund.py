"""The fund for retired cadres: sums add up, and nothing that costs more makes it last longer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.training.domain.money.fund import Assumptions, Fund, check_years, project
from shared.errors import Invalid

FUNDS = st.builds(Fund, st.integers(0, 10**9), st.integers(0, 10**8), st.integers(0, 200), st.integers(0, 10**6))
ASSUMED = st.builds(Assumptions, st.integers(0, 1000), st.integers(0, 1000), st.integers(0, 10), st.integers(0, 10))
YEARS = 15


def lasts(fund: Fund, assumed: Assumptions) -> int:
    months = project(fund, assumed, YEARS).months
    return 12 * YEARS if months is None else months


@settings(max_examples=50)
@given(FUNDS, ASSUMED)
def test_each_year_adds_up_and_begins_where_the_last_one_ended(fund: Fund, assumed: Assumptions) -> None:
    balance = fund.balance
    for year in project(fund, assumed, YEARS).years:
        assert year.opening == balance
        assert year.opening + year.income + year.interest - year.paid == year.closing >= 0
        assert year.paid == year.months_paid * year.beneficiaries * year.monthly
        balance = year.closing


@settings(max_examples=50)
@given(FUNDS, ASSUMED, st.integers(1, 1000))
def test_more_to_pay_never_lasts_longer(fund: Fund, assumed: Assumptions, more: int) -> None:
    first = lasts(fund, assumed)
    assert lasts(fund, replace(assumed, index=assumed.index + more)) <= first
    assert lasts(replace(fund, monthly=fund.monthly + more), assumed) <= first
    assert lasts(replace(fund, beneficiaries=fund.beneficiaries + more), assumed) <= first
    assert lasts(replace(fund, balance=fund.balance + more, income=fund.income + more), assumed) >= first


def test_a_fund_is_counted_by_hand() -> None:
    fund = Fund(balance=1_300_000, income=120_000, beneficiaries=10, monthly=10_000)  # 9,000 yuan more out than in
    outlook = project(fund, Assumptions(), 5)
    assert (outlook.months, [each.closing for each in outlook.years]) == (14, [220_000, 40_000])
    assert project(fund, Assumptions(index=1000), 5).months == 14
    assert project(fund, Assumptions(leaving=10), 5).months is None


def test_a_span_that_cannot_be_is_refused() -> None:
    for years in (0, 61):
        with pytest.raises(Invalid):
            check_years(years)
