from __future__ import annotations

from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.training.domain.terms import EndReason, Held, Person, Won, newcomers, succession

POSTS = ("director", "vice_director", "member")
people = st.builds(Person.named, st.sampled_from("甲乙丙丁戊"), st.just(date(1980, 1, 1)))
wins = st.lists(st.builds(Won, people, st.sampled_from(POSTS)), unique_by=lambda won: won.person, max_size=5)
committees = st.lists(st.tuples(people, st.sampled_from(POSTS)), unique_by=lambda each: each[0], max_size=5).map(
    lambda rows: [Held(UUID(int=number), *row) for number, row in enumerate(rows)]
)


@given(committees, wins, st.sets(st.sampled_from(POSTS)))
def test_after_an_election_nobody_holds_two_posts_and_its_posts_are_held_by_those_elected(held, won, posts) -> None:
    won = [each for each in won if each.post in posts]
    begins, ends = succession(held, won, posts)
    ended = {each.term for each in ends}
    after = [(t.person, t.post) for t in held if t.id not in ended] + [(b.person, b.post) for b in begins]
    assert len({person for person, _ in after}) == len(after)
    assert {each for each in after if each[1] in posts} == {(each.person, each.post) for each in won}


@given(committees, wins, st.sets(st.sampled_from(POSTS)))
def test_posts_that_were_not_contested_are_left_alone(held, won, posts) -> None:
    won = [each for each in won if each.post in posts]
    elected = {each.person for each in won}
    _, ends = succession(held, won, posts)
    untouched = {term.id for term in held if term.post not in posts and term.person not in elected}
    assert untouched.isdisjoint(each.term for each in ends)


@given(committees, wins)
def test_only_who_held_the_post_before_is_renewed_and_needs_no_induction(held, won) -> None:
    begins, _ = succession(held, won, set(POSTS))
    before = {(term.person, term.post) for term in held}
    assert {(b.person, b.post) for b in newcomers(begins)} == {(w.person, w.post) for w in won} - before


def test_the_reason_of_an_end_tells_what_became_of_the_person() -> None:
    one, two, three = (Person.named(name, date(1980, 1, 1)) for name in "甲乙丙")
    held = [Held(UUID(int=1), one, "director"), Held(UUID(int=2), two, "member"), Held(UUID(int=3), three, "member")]
    _, ends = succession(held, [Won(one, "director"), Won(two, "vice_director")], set(POSTS))
    assert [each.reason for each in ends] == [EndReason.RE_ELECTED, EndReason.MOVED, EndReason.NOT_RE_ELECTED]


def test_a_name_in_another_unicode_form_is_the_same_person() -> None:
    assert Person.named("é", date(1980, 1, 1)) == Person.named("é ", date(1980, 1, 1))
