"""The planner's board: sessions laid out by day, and in a week by room too."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from shared.clock import civil_date

Session = Mapping[str, Any]
"""As the API answers it, with `starts_at` and `ends_at` as moments."""

ELSEWHERE = ""
"""The line of sessions that take no room of the catalogue."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are shown, whole weeks from Monday."""

    first: date
    last: date
    before: date
    after: date

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]

    @property
    def weeks(self) -> list[list[date]]:
        days = self.days
        return [days[start : start + 7] for start in range(0, len(days), 7)]


def week_of(day: date) -> Span:
    monday = day - timedelta(days=day.weekday())
    return Span(monday, monday + timedelta(days=6), monday - timedelta(days=7), monday + timedelta(days=7))


def month_of(day: date) -> Span:
    """With the days of the weeks in which it begins and ends."""
    first = day.replace(day=1)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    whole = Span(week_of(first).first, week_of(last).last, first - timedelta(days=1), last + timedelta(days=1))
    return Span(whole.first, whole.last, whole.before.replace(day=1), whole.after)


def by_cell(sessions: Iterable[Session], rooms: Collection[str] = ()) -> dict[tuple[date, str], list[Session]]:
    """By day, and by room where it is one of `rooms`; the earliest first."""
    found: dict[tuple[date, str], list[Session]] = {}
    for each in sorted(sessions, key=lambda session: session["starts_at"]):
        room = each["room_id"] if each["room_id"] in rooms else ELSEWHERE
        found.setdefault((civil_date(each["starts_at"]), room), []).append(each)
    return found


def moved(session: Session, *, day: date, at: str) -> dict[str, datetime]:
    """The session's times when it begins on another day at `at` (09:00), as long as before. Raises ValueError."""
    zone = session["starts_at"].tzinfo
    begins = datetime.combine(day, datetime.strptime(at, "%H:%M").time(), zone)  # noqa: DTZ007 - the zone is the session's
    return {"starts_at": begins, "ends_at": begins + (session["ends_at"] - session["starts_at"])}
