"""Cadres of different sources beside each other (R4): skills, appraisals, attendance, pay, who left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.training.domain.office.cadres import Education, Sex, Source


@dataclass(frozen=True, slots=True)
class Figures:
    """One cadre's. `grade` is the newest appraisal's; sessions and payments are those of the period."""

    source: Source | None
    sex: Sex
    age: int
    education: Education | None
    levels: Mapping[str, int]
    grade: str | None
    enrolled: int
    attended: int
    payments: int
    paid_fen: int
    in_office: bool
    left: bool


@dataclass(frozen=True, slots=True)
class Cohort:
    """`age` is twice the median, `level` ten times the mean of all assessed levels; None where there is none.

    `schooled` have high school or more; `pay_fen` is the mean monthly payment.
    """

    source: Source | None
    in_office: int
    women: int
    schooled: int
    age: int | None
    level: int | None
    grades: Mapping[str, int]
    enrolled: int
    attended: int
    pay_fen: int | None
    left: int


def cohorts(people: Iterable[Figures]) -> list[Cohort]:
    """By source in the order of its words, those of whom it is not known last."""
    groups: dict[Source | None, list[Figures]] = {source: [] for source in (*Source, None)}
    for each in people:
        groups[each.source].append(each)
    return [_cohort(source, group) for source, group in groups.items() if group]


def twice_median(numbers: Sequence[int]) -> int | None:
    """Twice, so that halves stay integers."""
    ordered = sorted(numbers)
    return ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2] if ordered else None


def _cohort(source: Source | None, group: Sequence[Figures]) -> Cohort:
    there = [each for each in group if each.in_office]
    payments = sum(each.payments for each in group)
    levels = [level for each in there for level in each.levels.values()]
    return Cohort(
        source=source,
        in_office=len(there),
        women=sum(each.sex is Sex.FEMALE for each in there),
        schooled=sum(each.education is not None and each.education.reaches(Education.HIGH) for each in there),
        age=twice_median([each.age for each in there]),
        level=10 * sum(levels) // len(levels) if levels else None,
        grades=Counter(each.grade for each in there if each.grade),
        enrolled=sum(each.enrolled for each in group),
        attended=sum(each.attended for each in group),
        pay_fen=sum(each.paid_fen for each in group) // payments if payments else None,
        left=sum(each.left for each in group),
    )
