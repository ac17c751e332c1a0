"""Pay: what was promised by the scale against what was paid (R7, R57), the same post with different pay (R14), pay for
a point of workload, and social insurance (养老、医疗、失业) that is not paid (R29). In whole fen, by month."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median_low
from uuid import UUID

from services.training.domain.office.posts import Post
from shared import areas
from shared.errors import FieldError, Invalid

WHOLE = 10_000
INSURANCES = {"pension": "养老", "medical": "医疗", "unemployment": "失业"}


@dataclass(frozen=True, slots=True)
class Scale:
    """A version of what a post is paid in an area and below, from the month `since`; due in the month after."""

    area: str
    post: Post
    fen: int
    pay_day: int
    since: date


@dataclass(frozen=True, slots=True)
class OnPost:
    """A cadre who held posts in the month."""

    cadre_id: UUID
    name: str
    area: str
    posts: Collection[Post]


@dataclass(frozen=True, slots=True)
class Payment:
    fen: int
    paid_on: date
    insured: Collection[str]


@dataclass(frozen=True, slots=True)
class PayFact:
    """`gap` is what is missing; `lag` the days from the day due to payment, or to today while nothing is paid."""

    cadre_id: UUID
    name: str
    area: str
    post: Post
    promised: int | None
    due_on: date | None
    paid: int
    paid_on: date | None
    gap: int
    lag: int
    uninsured: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Equity:
    """The same post: `spread` is the most against the least, in basis points above it (nothing: 0)."""

    post: Post
    people: int
    least: int
    median: int
    most: int
    spread: int


@dataclass(frozen=True, slots=True)
class PerPoint:
    """Pay of a community for a point of its workload; None where no points are known."""

    area: str
    people: int
    paid: int
    points: int
    per_point: int | None


def first_of_month(month: date) -> date:
    """Raises Invalid for a day that is not a month's first: months are named by it."""
    if month.day != 1:
        fault = FieldError("month", "month_expected", "月份写成当月第一天，如2026-11-01。")
        raise Invalid("pay_invalid", "薪酬的登记有误，请按提示修改。", fields=[fault])
    return month


def scale_for(scales: Iterable[Scale], area: str, posts: Collection[Post], month: date) -> Scale | None:
    """Of each post the nearest office's newest version in force; of several posts the one that is paid best."""
    best: dict[Post, Scale] = {}
    for scale in scales:
        if scale.post in posts and scale.since <= month and areas.reaches(scale.area, area):
            known = best.get(scale.post)
            if known is None or _rank(scale) > _rank(known):
                best[scale.post] = scale
    return max(best.values(), key=lambda each: each.fen, default=None)


def due_on(scale: Scale, month: date) -> date:
    """On the scale's day of the month that follows."""
    after = (month + timedelta(days=31)).replace(day=1)
    return after.replace(day=scale.pay_day)


def pay_facts(
    people: Iterable[OnPost], scales: Sequence[Scale], payments: Mapping[UUID, Payment], month: date, *, today: date
) -> list[PayFact]:
    return [_fact(each, scale_for(scales, each.area, each.posts, month), payments.get(each.cadre_id), month, today)
            for each in people]  # fmt: skip


def equity(facts: Iterable[PayFact]) -> list[Equity]:
    """Of each post those who were paid, in the order of the posts."""
    paid: dict[Post, list[int]] = {}
    for each in facts:
        if each.paid:
            paid.setdefault(each.post, []).append(each.paid)
    return [_equity(post, sorted(paid[post])) for post in Post if post in paid]


def per_point(facts: Iterable[PayFact], points: Mapping[str, int]) -> list[PerPoint]:
    """Of each community, those first that are paid least for a point."""
    by_area: dict[str, list[int]] = {}
    for each in facts:
        by_area.setdefault(each.area, []).append(each.paid)
    found = [_per_point(area, paid, points.get(area, 0)) for area, paid in sorted(by_area.items())]
    return sorted(found, key=lambda each: (each.per_point is None, each.per_point or 0))


def _rank(scale: Scale) -> tuple[int, date]:
    return len(areas.prefix(scale.area)), scale.since


def _fact(person: OnPost, scale: Scale | None, payment: Payment | None, month: date, today: date) -> PayFact:
    paid = payment.fen if payment else 0
    due = due_on(scale, month) if scale else None
    until = payment.paid_on if payment else today
    return PayFact(
        cadre_id=person.cadre_id,
        name=person.name,
        area=person.area,
        post=scale.post if scale else min(person.posts, key=list(Post).index),
        promised=scale.fen if scale else None,
        due_on=due,
        paid=paid,
        paid_on=payment.paid_on if payment else None,
        gap=max(scale.fen - paid, 0) if scale else 0,
        lag=max((until - due).days, 0) if due else 0,
        uninsured=tuple(each for each in INSURANCES if payment is None or each not in payment.insured),
    )


def _equity(post: Post, paid: Sequence[int]) -> Equity:
    spread = (paid[-1] - paid[0]) * WHOLE // paid[0]
    return Equity(post, len(paid), paid[0], median_low(paid), paid[-1], spread)


def _per_point(area: str, paid: Sequence[int], points: int) -> PerPoint:
    return PerPoint(area, len(paid), sum(paid), points, sum(paid) // points if points else None)
