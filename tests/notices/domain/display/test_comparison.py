"""What hangs on the boards against what should (R82)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from services.notices.domain.display.comparison import Hung, Match, Wanted, compare

TODAY = date(2026, 11, 30)
A, B, C = (UUID(int=number) for number in (1, 2, 3))


def wanted(notice: UUID) -> Wanted:
    return Wanted(notice, "收支", date(2026, 11, 20), date(2026, 12, 5))


def hung(notice: UUID, day: int, *, removed: date | None = None, in_force: bool = True) -> Hung:
    return Hung(notice, "收支", date(2026, 11, day), removed, in_force)


def test_what_should_hang_and_does_not_is_missing_since_its_publication() -> None:
    (line,) = compare([wanted(A)], [], today=TODAY)
    assert (line.match, line.days) == (Match.MISSING, 10)


def test_the_day_after_is_in_time_and_later_is_late() -> None:
    lines = compare([wanted(A), wanted(B)], [hung(A, 21), hung(B, 23)], today=TODAY)
    assert [(line.notice, line.match, line.days) for line in lines] == [(B, Match.LATE, 3), (A, Match.IN_TIME, 1)]


def test_what_was_taken_off_too_early_is_missing_again() -> None:
    (line,) = compare([wanted(A)], [hung(A, 20, removed=date(2026, 11, 25))], today=TODAY)
    assert line.match is Match.MISSING


def test_what_is_no_longer_in_force_should_have_come_off() -> None:
    (line,) = compare([], [hung(C, 1, in_force=False)], today=TODAY)
    assert (line.match, line.days) == (Match.OUTDATED, 29)
