"""How a post ends before its term, and which seats are empty then."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.elections.domain.candidacy.contests import ContestFacts
from services.elections.domain.candidacy.post import Post
from services.elections.domain.committee.members import EndReason, SeatFacts, by_election_duties, clause_of, vacancies
from tests.elections.domain.factories import RULES

UNTIL = date(2031, 12, 20)
seats_by_post = st.dictionaries(st.sampled_from(Post), st.integers(1, 7))


@pytest.mark.parametrize(
    ("reason", "clause"),
    [
        (EndReason.RECALLED, "Art 20"),
        (EndReason.RESIGNED, "Art 21"),
        (EndReason.VOID, "Art 22"),
        (EndReason.INCAPACITY, "Art 23"),
        (EndReason.SENTENCED, "Art 23"),
        (EndReason.APPRAISAL, "Art 37"),
    ],
)
def test_each_way_in_which_a_post_ends_has_its_article(reason: EndReason, clause: str) -> None:
    assert clause_of(reason, RULES) == clause


@given(seats_by_post, st.data())
def test_seats_that_are_held_and_seats_that_are_empty_come_to_the_committee(
    seats: dict[Post, int], data: st.DataObject
) -> None:
    held = {post: data.draw(st.integers(0, count)) for post, count in seats.items()}
    empty = {each.post: each.seats for each in vacancies(seats, [post for post in held for _ in range(held[post])])}
    assert {post: held[post] + empty.get(post, 0) for post in seats} == seats
    assert all(empty.values())


@pytest.mark.parametrize(("wanted", "codes"), [(1, []), (2, []), (3, ["seats_not_vacant"])])
def test_a_by_election_is_for_no_more_seats_than_are_empty(wanted: int, codes: list[str]) -> None:
    facts = SeatFacts({Post.MEMBER: 2}, UNTIL, UNTIL)
    found = by_election_duties(facts, [ContestFacts(Post.MEMBER, wanted, 0)], RULES)
    assert [duty.code for duty in found if duty] == codes


def test_where_no_committee_is_known_nothing_is_said_of_its_seats() -> None:
    assert list(by_election_duties(SeatFacts(), [ContestFacts(Post.MEMBER, 3, 0)], RULES)) == []
