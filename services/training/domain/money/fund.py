"""The fund for retired cadres (卸任社区干部补贴基金, R59): how long it lasts, and what if prices rise.

Pure, in whole fen and basis points. A month takes in a twelfth of the year's income and pays every beneficiary; a
year's end adds interest on what is left, raises the rate by the index, and lets people join and leave.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shared.errors import FieldError, Invalid

WHOLE = 10_000
MOST_YEARS = 60
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Fund:
    """`monthly` is what each beneficiary gets in a month, `income` what comes in during a year."""

    balance: int
    income: int
    beneficiaries: int
    monthly: int


@dataclass(frozen=True, slots=True)
class Assumptions:
    """`index` raises the rate each year (物价), `interest` is on what is left at a year's end; both in basis points."""

    index: int = 0
    interest: int = 0
    joining: int = 0
    leaving: int = 0


@dataclass(frozen=True, slots=True)
class FundYear:
    """`opening + income + interest - paid = closing`. `months_paid` is 12, or fewer where it runs dry."""

    year: int
    opening: int
    income: int
    paid: int
    interest: int
    closing: int
    beneficiaries: int
    monthly: int
    months_paid: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """`months` that are paid in full before one cannot be; None: the fund outlasts the years asked for."""

    years: Sequence[FundYear]
    months: int | None


def check_years(years: int) -> None:
    if not 1 <= years <= MOST_YEARS:
        facts = {"most": MOST_YEARS}
        fault = FieldError("years", "years_impossible", "测算年数应为1到{most}年。", facts)
        raise Invalid("projection_invalid", "测算条件有误，请按提示修改。", fields=[fault])


def project(fund: Fund, assumed: Assumptions, years: int) -> Outlook:
    """Year by year until the fund runs dry, or for so many years. Raises Invalid for a span that cannot be."""
    check_years(years)
    made: list[FundYear] = []
    for number in range(1, years + 1):
        year, fund = _year(number, fund, assumed)
        made.append(year)
        if year.months_paid < _MONTHS:
            return Outlook(made, _MONTHS * (number - 1) + year.months_paid)
    return Outlook(made, None)


def _year(number: int, fund: Fund, assumed: Assumptions) -> tuple[FundYear, Fund]:
    due, balance = fund.beneficiaries * fund.monthly, fund.balance
    taken, paid, months = 0, 0, 0
    for month in range(1, _MONTHS + 1):
        comes = fund.income * month // _MONTHS - fund.income * (month - 1) // _MONTHS
        if balance + comes < due:
            break
        balance, taken, paid, months = balance + comes - due, taken + comes, paid + due, month
    interest = balance * assumed.interest // WHOLE if months == _MONTHS else 0
    closing = balance + interest
    year = FundYear(number, fund.balance, taken, paid, interest, closing, fund.beneficiaries, fund.monthly, months)
    left = max(fund.beneficiaries + assumed.joining - assumed.leaving, 0)
    raised = fund.monthly + fund.monthly * assumed.index // WHOLE
    return year, Fund(closing, fund.income, left, raised)
