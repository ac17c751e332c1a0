"""Yearly appraisals by secret vote (Art 37): counts of four grades for each member, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING

from services.elections.domain.committee.other_votes import Grade
from shared.errors import FieldError, Invalid

if TYPE_CHECKING:
    from services.elections.domain.rules.aftermath_rules import AppraisalRule
    from services.elections.domain.rules.numbers import Finding


@dataclass(frozen=True, slots=True)
class GradeCounts:
    """How many papers gave a member each grade."""

    good: int = 0
    competent: int = 0
    basically_competent: int = 0
    incompetent: int = 0

    @property
    def total(self) -> int:
        return sum(asdict(self).values())


@dataclass(frozen=True, slots=True)
class Graded:
    """`failing`: whether enough found the member incompetent; `adjust`: whether the place's softer measure is met, so
    that an adjustment may be proposed."""

    grade: Grade
    failing: Finding
    adjust: bool


def grade(counts: GradeCounts, voted: int, rule: AppraisalRule) -> Graded:
    """Incompetent by the share of those who voted; else the passing grade with most papers, of equals the better."""
    failing = rule.incompetent(counts.incompetent, voted, rule.clause)
    passing = [Grade.GOOD, Grade.COMPETENT, Grade.BASICALLY_COMPETENT]
    best = max(passing, key=lambda each: (getattr(counts, each.value), -passing.index(each)))
    adjust = rule.adjust(counts.incompetent, voted, rule.clause).holds
    return Graded(Grade.INCOMPETENT if failing.holds else best, failing, adjust)


def check_counts(figures: Mapping[str, GradeCounts], *, voted: int, members: frozenset[str]) -> None:
    """Raises Invalid unless each member has counts that the papers can have given."""
    faults = [
        FieldError(f"members.{each}", "member_missing", "缺少一名成员的票数。") for each in members - figures.keys()
    ]
    faults += [
        FieldError(f"members.{each}", "member_unknown", "名单上没有这名成员。") for each in figures.keys() - members
    ]
    for member, counts in figures.items():
        if counts.total > voted:
            facts = {"total": counts.total, "voted": voted}
            message = "各等次合计{total}票，多于收回的{voted}票。"
            faults.append(FieldError(f"members.{member}", "grades_over_papers", message, facts))
    if not voted:
        faults.append(FieldError("voted", "nobody_voted", "没有人参加评议。"))
    if faults:
        raise Invalid("appraisal_invalid", "民主评议的票数有误，请按提示修改。", fields=faults)


@dataclass(frozen=True, slots=True)
class MissedYear:
    """A calendar year with fewer appraisals than the rules ask for."""

    year: int
    held: int
    needed: int

    @property
    def due(self) -> date:
        return date(self.year, 12, 31)


def missed_years(seated_on: date, held: Mapping[int, int], *, today: date, rule: AppraisalRule) -> list[MissedYear]:
    """民主评议每年至少进行一次 (Art 37): of the whole calendar years that the committee has been in office, those
    with too few appraisals. `held` counts the published ones by year."""
    years = range(seated_on.year + 1, today.year)
    return [MissedYear(year, held.get(year, 0), rule.per_year) for year in years if held.get(year, 0) < rule.per_year]
