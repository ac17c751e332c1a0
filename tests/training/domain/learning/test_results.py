from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.training.domain.learning.courses import Assessment, Grading
from services.training.domain.learning.results import check_feedback_open, passes, ratings_of
from shared.errors import Conflict

END = datetime(2027, 1, 4, 9, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.mark.parametrize(("score", "passed"), [(59, False), (60, True), (100, True)])
def test_the_pass_mark_itself_passes(score: int, passed: bool) -> None:
    assert passes(score, Grading(Assessment.PRACTICAL, 60, True, None)) is passed


@pytest.mark.parametrize("grading", [None, Grading(Assessment.NONE, None, False, None)])
def test_where_there_is_no_test_there_is_no_score(grading: Grading | None) -> None:
    with pytest.raises(Conflict):
        passes(100, grading)


def test_feedback_is_open_for_a_week_after_the_end() -> None:
    check_feedback_open(END, now=END)
    for moment in (END - timedelta(seconds=1), END + WEEK):
        with pytest.raises(Conflict):
            check_feedback_open(END, now=moment)


@given(st.lists(st.integers(1, 5), max_size=12), st.timedeltas(timedelta(0), 2 * WEEK))
def test_figures_are_shown_only_when_closed_and_of_five_or_more(given_: list[int], later: timedelta) -> None:
    shown = ratings_of(given_, END, now=END + later)
    assert (shown is not None) == (later >= WEEK and len(given_) >= 5)
    if shown is not None:
        assert sum(shown.counts) == shown.answers == len(given_)
        assert shown.mean_hundredths == 100 * sum(given_) // len(given_)
