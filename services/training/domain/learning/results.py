"""How a course's test went, and what those who attended thought of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.training.domain.learning.courses import Grading
from shared.errors import Conflict

LEAST_ANSWERS = 5  # fewer would tell whose they are
FEEDBACK_OPEN = timedelta(days=7)  # after the session's end; the figures come only then, or each answer could be told
RATINGS = range(1, 6)


def passes(score: int, grading: Grading | None) -> bool:
    """Raises Conflict for a session without a test."""
    if grading is None or not grading.tested or grading.pass_mark is None:
        raise Conflict("course_without_test", "这次培训不考核，出勤即算完成。")
    return score >= grading.pass_mark


def check_feedback_open(ends_at: datetime, *, now: datetime) -> None:
    """Raises Conflict."""
    if now < ends_at:
        raise Conflict("feedback_not_open", "培训结束以后再评价。")
    if ends_at + FEEDBACK_OPEN <= now:
        raise Conflict("feedback_closed", "评价已截止。")


@dataclass(frozen=True, slots=True)
class Ratings:
    """`counts` are how many gave 1, 2, … 5; `mean_hundredths` is their mean times 100, rounded down."""

    answers: int
    counts: Sequence[int]
    mean_hundredths: int


def ratings_of(given: Sequence[int], ends_at: datetime, *, now: datetime) -> Ratings | None:
    """None while feedback is open, and where too few answered."""
    if now < ends_at + FEEDBACK_OPEN or len(given) < LEAST_ANSWERS:
        return None
    counts = Counter(given)
    return Ratings(len(given), [counts[rating] for rating in RATINGS], 100 * sum(given) // len(given))
