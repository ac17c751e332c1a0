"""The grade that counts come to."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from services.elections.domain.committee.appraisals import GradeCounts, grade, missed_years
from services.elections.domain.committee.other_votes import Grade
from tests.elections.domain.factories import RULES

counts = st.builds(GradeCounts, *(st.integers(0, 500) for _ in Grade))


@given(counts, st.integers(0, 500))
def test_a_member_fails_when_more_than_half_of_those_voting_say_so_and_never_else(
    given_counts: GradeCounts, blank: int
) -> None:
    voted = given_counts.total + blank
    found = grade(given_counts, voted, RULES.appraisal)
    assert (found.grade is Grade.INCOMPETENT) == (2 * given_counts.incompetent > voted)


@given(counts)
def test_no_passing_grade_has_more_papers_than_the_one_given(given_counts: GradeCounts) -> None:
    found = grade(given_counts, given_counts.total, RULES.appraisal).grade
    if found is not Grade.INCOMPETENT:
        passing = (given_counts.good, given_counts.competent, given_counts.basically_competent)
        assert getattr(given_counts, found.value) == max(passing)


def test_art_37_each_whole_year_in_office_has_its_appraisal() -> None:
    missed = missed_years(date(2026, 7, 1), {2027: 1}, today=date(2029, 1, 1), rule=RULES.appraisal)
    assert [(each.year, each.due) for each in missed] == [(2028, date(2028, 12, 31))]
    assert missed_years(date(2026, 1, 1), {}, today=date(2027, 12, 31), rule=RULES.appraisal) == []
