"""What incentives (优惠政策) came to: whether they draw the young, as they are meant to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.training.domain.office.ages import age_on

YOUNG = 35


@dataclass(frozen=True, slots=True)
class PolicyFigures:
    """`young` are those of `YOUNG` years or under, of whom the policy was granted to."""

    policy: str
    applied: int
    granted: int
    young: int


def incentive_figures(records: Iterable[tuple[date, Mapping[str, Any]]]) -> list[PolicyFigures]:
    """By policy, from the day and the facts of each record of the register."""
    by_policy: dict[str, list[tuple[date, Mapping[str, Any]]]] = {}
    for on, facts in records:
        by_policy.setdefault(facts["policy"], []).append((on, facts))
    return [_figures(policy, kept) for policy, kept in sorted(by_policy.items())]


def _figures(policy: str, kept: list[tuple[date, Mapping[str, Any]]]) -> PolicyFigures:
    granted = [(on, facts) for on, facts in kept if facts["outcome"] == "granted"]
    young = sum(age_on(date.fromisoformat(facts["birth_date"]), on) <= YOUNG for on, facts in granted)
    return PolicyFigures(policy, len(kept), len(granted), young)
