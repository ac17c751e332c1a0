"""Art 8: five to nine members in all seats."""

from __future__ import annotations

import pytest

from services.elections.domain.candidacy.contests import Contest, check_contests, committee_size
from services.elections.domain.candidacy.post import Post
from shared.errors import Invalid
from tests.elections.domain.factories import RULES


@pytest.mark.parametrize(("seats", "lawful"), [(0, False), (4, False), (5, True), (9, True), (10, False)])
def test_art_8_a_committee_of_five_to_nine_is_lawful(seats: int, lawful: bool) -> None:
    missing = committee_size(seats, RULES.committee)
    assert (missing is None) == lawful
    assert missing is None or (missing.article, missing.facts["seats"]) == ("Art 8", seats)


def test_contests_of_different_posts_with_seats_are_taken() -> None:
    check_contests([Contest(Post.DIRECTOR, 1), Contest(Post.VICE_DIRECTOR, 1), Contest(Post.MEMBER, 3)])


def test_a_post_named_twice_and_a_contest_without_seats_are_named_by_place() -> None:
    with pytest.raises(Invalid) as refused:
        check_contests([Contest(Post.MEMBER, 3), Contest(Post.DIRECTOR, 0), Contest(Post.MEMBER, 1)])
    assert [(fault.field, fault.code) for fault in refused.value.fields] == [
        ("contests.0.post", "post_doubled"),
        ("contests.1.seats", "seats_none"),
        ("contests.2.post", "post_doubled"),
    ]
