"""Whether each cadre trains enough: at least four completed sessions in a calendar year (R47), the duty of Art 45.

Reckoned in whole months: who is in office for a part of the year owes their part of the sessions, rounded down, and by
the end of each month they should have had that month's part of them.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.training.domain.learning.enrolment import Applicant, Offer, refusal
from shared.worded import Worded

LEAST_PER_YEAR = 4
MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Rule:
    """An office may ask for more sessions, never for fewer. Without `pro_rata` whoever was in office for a month owes
    the whole year's. `duty_hours` are what a year's work has, against which training hours are held (R13)."""

    per_year: int = LEAST_PER_YEAR
    pro_rata: bool = True
    duty_hours: int = 1984  # 248 working days of 8 hours


@dataclass(frozen=True, slots=True)
class Span:
    """A time in office. `until` is the first day out of it; None while it runs."""

    since: date
    until: date | None = None

    def has_month(self, year: int, month: int) -> bool:
        last = date(year, month, calendar.monthrange(year, month)[1])
        return self.since <= date(year, month, 1) and (self.until is None or last < self.until)


class Standing(Worded):
    """`behind`: fewer than were due by the end of last month; `will_miss`: not behind yet, but too few are planned."""

    COMPLETE = "complete", "已完成"
    ON_TRACK = "on_track", "进度正常"
    WILL_MISS = "will_miss", "预计不足"
    BEHIND = "behind", "进度落后"


@dataclass(frozen=True, slots=True)
class Account:
    """A cadre's year. `short_in` is the month by whose end they will have had too few, as things are planned now."""

    needed: int
    done: int
    planned: int
    behind: int
    short_in: int | None

    @property
    def missing(self) -> int:
        return max(self.needed - self.done - self.planned, 0)

    @property
    def standing(self) -> Standing:
        if self.done >= self.needed:
            return Standing.COMPLETE
        if self.behind:
            return Standing.BEHIND
        return Standing.WILL_MISS if self.missing else Standing.ON_TRACK


def months_in_office(spans: Iterable[Span], year: int, *, through: int = 12) -> int:
    """Whole months from January to `through`; one in which somebody changed posts counts for neither."""
    known = list(spans)
    return sum(any(span.has_month(year, month) for span in known) for month in MONTHS[:through])


def due(rule: Rule, spans: Iterable[Span], year: int, *, through: int = 12) -> int:
    """How many sessions a cadre should have completed by the end of the month."""
    months = months_in_office(spans, year, through=through)
    if not rule.pro_rata and months:
        months = through
    return rule.per_year * months // len(MONTHS)


def account(
    rule: Rule, spans: Sequence[Span], year: int, *, done: Sequence[date], planned: Sequence[date], today: date
) -> Account:
    """`done` and `planned` are the days of the year's completed sessions and of those to come with a place."""
    over = 12 if year < today.year else today.month - 1 if year == today.year else 0
    ahead = [month for month in MONTHS if month > over] or [12]
    short = (month for month in ahead if shortfall(rule, spans, year, month, done=done, planned=planned))
    return Account(
        needed=due(rule, spans, year),
        done=len(done),
        planned=len(planned),
        behind=max(due(rule, spans, year, through=over) - len(done), 0),
        short_in=next(short, None),
    )


def shortfall(
    rule: Rule, spans: Sequence[Span], year: int, month: int, *, done: Sequence[date], planned: Sequence[date]
) -> int:
    """How many sessions will be lacking at the end of the month."""
    had = sum(day <= date(year, month, calendar.monthrange(year, month)[1]) for day in (*done, *planned))
    return max(due(rule, spans, year, through=month) - had, 0)


def remedy(
    missing: int,
    applicant: Applicant,
    offers: Iterable[tuple[Offer, UUID | None]],
    *,
    planned: AbstractSet[UUID] = frozenset(),
) -> list[Offer]:
    """Sessions with room that the cadre could take to make up for what is missing: each with its course, as many as
    can be, those first that end first, and no course a second time (`planned` are those that they have a place in)."""
    chosen: list[Offer] = []
    taken: AbstractSet[UUID | None] = applicant.completed | planned
    own = {slot.id for slot in applicant.busy}
    for offer, course in sorted(offers, key=lambda each: each[0].slot.ends_at):
        if len(chosen) == missing:
            break
        new = offer.slot.id not in own and (course is None or course not in taken)
        busy = [*applicant.busy, *(each.slot for each in chosen)]
        if new and offer.slot.free > 0 and refusal(offer, replace(applicant, busy=busy)) is None:
            chosen.append(offer)
            taken = {*taken, course}
    return chosen
