from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.training.domain.office.terms import EndReason, Held, Person, Result, Won, newcomers, succession

POSTS = ("director", "vice_director", "member")
BEFORE, DAY, AFTER = date(2021, 11, 1), date(2026, 11, 1), date(2028, 11, 1)

people = st.builds(Person.named, st.sampled_from("甲乙丙丁戊"), st.just(date(1980, 1, 1)))
wins = st.lists(st.builds(Won, people, st.sampled_from(POSTS)), unique_by=lambda won: won.person, max_size=5)
posts_covered = st.sets(st.sampled_from(POSTS))
days = st.sampled_from([BEFORE, DAY, AFTER])


def committees(started: st.SearchStrategy[date]) -> st.SearchStrategy[list[Held]]:
    members = st.lists(st.tuples(people, st.sampled_from(POSTS), started), unique_by=lambda each: each[0], max_size=5)
    return members.map(lambda rows: [Held(UUID(int=number), *row) for number, row in enumerate(rows)])


def result(won, posts=frozenset(POSTS), *, later=None) -> Result:
    return Result(DAY, set(posts), [each for each in won if each.post in posts], later or {})


def seated(held, outcome) -> list[tuple[Person, str]]:
    """Who holds which post afterwards."""
    begins, ends = outcome
    ended = {each.term for each in ends}
    stays = [(term.person, term.post) for term in held if term.id not in ended]
    return stays + [(each.person, each.post) for each in begins if each.until is None]


@given(committees(st.just(BEFORE)), wins, posts_covered)
def test_after_an_election_nobody_holds_two_posts_and_its_posts_are_held_by_those_elected(held, won, posts) -> None:
    told = result(won, posts)
    after = seated(held, succession(held, told))
    assert len({person for person, _ in after}) == len(after)
    assert {each for each in after if each[1] in posts} == {(each.person, each.post) for each in told.won}


@given(committees(days), wins, posts_covered)
def test_posts_that_were_not_contested_are_left_alone(held, won, posts) -> None:
    told = result(won, posts)
    elected = {each.person for each in told.won}
    _, ends = succession(held, told)
    untouched = {term.id for term in held if term.post not in posts and term.person not in elected}
    assert untouched.isdisjoint(each.term for each in ends)


@given(committees(st.just(BEFORE)), wins)
def test_only_who_held_the_post_before_is_renewed_and_needs_no_induction(held, won) -> None:
    begins, _ = succession(held, result(won))
    before = {(term.person, term.post) for term in held}
    assert {(b.person, b.post) for b in newcomers(begins)} == {(w.person, w.post) for w in won} - before


@given(committees(days), wins, st.dictionaries(st.sampled_from(POSTS), st.just(AFTER)))
def test_no_term_ends_that_began_after_the_result_s_own_day(held, won, later) -> None:
    _, ends = succession(held, result(won, later=later))
    newer = {term.id for term in held if term.starts_on > DAY}
    assert newer.isdisjoint(each.term for each in ends)


@given(committees(days), wins, st.sets(st.sampled_from(POSTS)))
def test_where_a_newer_election_has_decided_a_late_result_is_history(held, won, decided) -> None:
    later = dict.fromkeys(decided, AFTER)
    begins, ends = succession(held, result(won, later=later))
    late = [each for each in begins if each.post in decided]
    assert all(each.until == AFTER and not each.renewed for each in late)
    assert not set(late) & set(newcomers(begins))
    stays_elected = {each.person for each in begins if each.until is None}
    ended = {each.term for each in ends}
    assert all(term.id not in ended for term in held if term.post in decided and term.person not in stays_elected)


def test_the_posts_that_the_newer_election_did_not_cover_are_filled_by_the_late_result() -> None:
    one, two, newer = (Person.named(name, date(1980, 1, 1)) for name in "甲乙丙")
    held = [Held(UUID(int=1), newer, "member", AFTER)]
    won = [Won(one, "director"), Won(two, "member")]
    begins, ends = succession(held, result(won, later={"member": AFTER}))
    assert [(each.post, each.until) for each in begins] == [("director", None), ("member", AFTER)]
    assert ends == []


def test_a_late_result_does_not_bring_back_who_has_moved_to_another_post_since() -> None:
    moved = Person.named("甲", date(1980, 1, 1))
    held = [Held(UUID(int=1), moved, "director", AFTER)]
    begins, ends = succession(held, result([Won(moved, "member")], {"member"}))
    assert [each.until for each in begins] == [AFTER]
    assert ends == []


def test_a_term_of_the_same_day_is_no_newer_one() -> None:
    one, two = (Person.named(name, date(1980, 1, 1)) for name in "甲乙")
    _, ends = succession([Held(UUID(int=1), one, "director", DAY)], result([Won(two, "director")]))
    assert len(ends) == 1
    _, ends = succession([Held(UUID(int=1), one, "director", DAY + timedelta(1))], result([Won(two, "director")]))
    assert ends == []


def test_the_reason_of_an_end_tells_what_became_of_the_person() -> None:
    one, two, three = (Person.named(name, date(1980, 1, 1)) for name in "甲乙丙")
    held = [
        Held(UUID(int=number), person, post, BEFORE)
        for number, (person, post) in enumerate([(one, "director"), (two, "member"), (three, "member")])
    ]
    _, ends = succession(held, result([Won(one, "director"), Won(two, "vice_director")]))
    assert [each.reason for each in ends] == [EndReason.RE_ELECTED, EndReason.MOVED, EndReason.NOT_RE_ELECTED]


def test_a_name_in_another_unicode_form_is_the_same_person() -> None:
    assert Person.named("e\u0301", date(1980, 1, 1)) == Person.named("\u00e9 ", date(1980, 1, 1))
