"""Pay: which promise holds, and what of it was kept."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from services.training.domain.money.pay import (
    OnPost,
    Payment,
    Scale,
    due_on,
    equity,
    first_of_month,
    pay_facts,
    per_point,
    scale_for,
)
from services.training.domain.office.posts import Post
from shared.errors import Invalid

DISTRICT, STREET, COMMUNITY, OTHER = "450403000000", "450403002000", "450403002003", "450403009001"
NOVEMBER = date(2026, 11, 1)
TODAY = date(2026, 12, 20)


def scale(area: str = DISTRICT, post: Post = Post.MEMBER, fen: int = 300_000, since: date = date(2026, 1, 1)) -> Scale:
    return Scale(area, post, fen, 10, since)


def person(number: int, area: str = COMMUNITY, *posts: Post) -> OnPost:
    return OnPost(UUID(int=number), f"干部{number}", area, posts or (Post.MEMBER,))


@pytest.mark.parametrize(
    ("scales", "fen"),
    [
        ([scale(fen=1), scale(fen=2, since=date(2026, 6, 1))], 2),  # the newer one
        ([scale(fen=1), scale(fen=2, since=date(2026, 12, 1))], 1),  # not in force yet
        ([scale(fen=5), scale(STREET, fen=2)], 2),  # the nearer office
        ([scale(fen=1), scale(OTHER, fen=9)], 1),  # another place
        ([scale(fen=1), scale(post=Post.DIRECTOR, fen=9)], 1),  # another post
    ],
)
def test_the_promise_is_the_nearest_office_s_newest(scales: list[Scale], fen: int) -> None:
    found = scale_for(scales, COMMUNITY, [Post.MEMBER], NOVEMBER)
    assert found is not None
    assert found.fen == fen


def test_who_holds_two_posts_is_promised_the_better_paid() -> None:
    scales = [scale(fen=1), scale(post=Post.PARTY_SECRETARY, fen=7)]
    found = scale_for(scales, COMMUNITY, [Post.MEMBER, Post.PARTY_SECRETARY], NOVEMBER)
    assert found is not None
    assert found.post is Post.PARTY_SECRETARY


def test_pay_is_due_in_the_month_that_follows() -> None:
    assert due_on(scale(), date(2026, 12, 1)) == date(2027, 1, 10)
    assert due_on(scale(), date(2026, 1, 1)) == date(2026, 2, 10)


def test_what_is_missing_and_how_late_it_is() -> None:
    paid = {UUID(int=1): Payment(250_000, date(2026, 12, 13), ["pension", "medical", "unemployment"])}
    facts = pay_facts([person(1), person(2), person(3, OTHER, Post.WORKER)], [scale()], paid, NOVEMBER, today=TODAY)
    assert [(each.gap, each.lag, each.uninsured) for each in facts] == [
        (50_000, 3, ()),
        (300_000, 10, ("pension", "medical", "unemployment")),
        (0, 0, ("pension", "medical", "unemployment")),  # nothing was ever promised
    ]


def test_the_same_post_with_different_pay_and_pay_for_a_point() -> None:
    amounts = {1: 200_000, 2: 250_000, 3: 300_000}
    paid = {UUID(int=number): Payment(fen, TODAY, []) for number, fen in amounts.items()}
    people = [person(1), person(2), person(3, OTHER), person(4)]
    facts = pay_facts(people, [scale()], paid, NOVEMBER, today=TODAY)
    (found,) = equity(facts)
    assert (found.people, found.least, found.median, found.most, found.spread) == (3, 200_000, 250_000, 300_000, 5000)
    by_area = [(each.area, each.per_point) for each in per_point(facts, {COMMUNITY: 100})]
    assert by_area == [(COMMUNITY, 4500), (OTHER, None)]


def test_a_month_is_named_by_its_first_day() -> None:
    with pytest.raises(Invalid):
        first_of_month(date(2026, 11, 2))
