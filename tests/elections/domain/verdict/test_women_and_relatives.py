"""At least one woman, near relatives apart, one seat a person, votes that count down (Art 8; local rules)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.elections.domain.candidacy.contests import Ballot
from services.elections.domain.candidacy.post import Post
from services.elections.domain.counting.counting import station_totals
from services.elections.domain.counting.tally import Figures, Sheet
from services.elections.domain.rules.modes import Mode
from services.elections.domain.rules.rule_set import RuleSet, WomenFill
from services.elections.domain.verdict.outcomes import Outcome, Passed
from services.elections.domain.verdict.verdict import Poll, Verdict, decide
from tests.elections.domain.factories import RULES

Votes = dict[str, int]


def verdict(
    *,
    director: Votes | None = None,
    member: Votes,
    seats: int = 1,
    women: str = "",
    needed: int = 0,
    relatives: tuple[str, ...] = (),
    rules: RuleSet = RULES,
) -> Verdict:
    """A poll with 100 papers; candidates are single letters, the same letter is the same person; `relatives` are
    pairs."""
    given_votes = {Post.DIRECTOR: director, Post.MEMBER: member}
    contests = {post: votes for post, votes in given_votes.items() if votes is not None}
    ballots = [
        Ballot(post, seats if post is Post.MEMBER else 1, tuple(votes), women=frozenset(women) & frozenset(votes))
        for post, votes in contests.items()
    ]
    sheet = Sheet(100, 100, {post: Figures(0, votes) for post, votes in contests.items()})
    poll = Poll(100, Mode.ALL, relatives=frozenset(map(frozenset, relatives)), women_needed=needed)
    return decide(ballots, station_totals("", sheet), poll, rules)


def elected(found: Verdict) -> list[str]:
    return ["".join(contest.winners) for contest in found.contests]


def test_a_woman_among_the_winners_changes_nothing() -> None:
    assert elected(verdict(member={"A": 80, "B": 70, "C": 60}, seats=2, women="A", needed=1)) == ["AB"]


def test_the_woman_with_most_votes_takes_the_last_members_seat() -> None:
    found = verdict(member={"A": 80, "B": 70, "C": 60, "D": 55}, seats=2, women="CD", needed=1)
    assert elected(found) == ["AC"]
    (contest,) = found.contests
    assert [each.passed_over for each in contest.candidates] == [None, Passed.WOMAN_SEAT, None, None]
    assert contest.outcome is Outcome.FILLED


def test_without_a_woman_who_passes_one_seat_waits_for_a_ballot_of_women() -> None:
    (contest,) = verdict(member={"A": 80, "B": 70, "C": 50}, seats=2, women="C", needed=1).contests
    assert (contest.winners, contest.outcome, contest.women_seats) == (("A",), Outcome.WOMEN, 1)
    assert contest.another_ballot == ("C",)


def test_where_the_place_leaves_a_seat_no_woman_moves_up() -> None:
    rules = replace(RULES, committee=replace(RULES.committee, women_fill=WomenFill.SEAT_LEFT))
    (contest,) = verdict(member={"A": 80, "B": 70, "C": 60}, seats=2, women="C", needed=1, rules=rules).contests
    assert (contest.winners, contest.another_ballot) == (("A",), ("C",))


def test_equal_women_go_to_another_ballot_instead_of_to_chance() -> None:
    (contest,) = verdict(member={"A": 80, "B": 60, "C": 60}, women="BC", needed=1).contests
    assert (contest.winners, contest.another_ballot) == ((), ("B", "C"))


def test_a_seat_that_is_short_anyway_becomes_the_womens() -> None:
    (contest,) = verdict(member={"A": 80, "B": 40, "C": 30}, seats=2, women="C", needed=1).contests
    assert (contest.winners, contest.seats_short, contest.women_seats) == (("A",), 1, 1)


def test_who_is_elected_director_is_not_a_member_too() -> None:
    found = verdict(director={"A": 90, "B": 10}, member={"A": 80, "C": 60, "D": 55})
    assert elected(found) == ["A", "C"]
    assert found.contests[1].candidates[0].passed_over is Passed.HIGHER_POST


def test_of_near_relatives_the_higher_post_and_then_more_votes_go_first() -> None:
    higher = verdict(director={"A": 60, "B": 40}, member={"C": 90, "D": 60}, relatives=("AC",))
    assert elected(higher) == ["A", "D"]
    same = verdict(member={"A": 90, "B": 80, "C": 70}, seats=2, relatives=("AB",))
    assert elected(same) == ["AC"]
    assert same.contests[0].candidates[1].passed_over is Passed.RELATIVE


def test_the_law_before_2026_kept_no_relatives_apart() -> None:
    rules = replace(RULES, committee=replace(RULES.committee, relatives_apart=False))
    assert elected(verdict(member={"A": 90, "B": 80}, seats=2, relatives=("AB",), rules=rules)) == ["AB"]


@pytest.mark.parametrize(("down", "winner"), [(True, "B"), (False, "C")])
def test_votes_for_a_higher_post_count_down_only_where_the_place_says_so(down: bool, winner: str) -> None:
    rules = replace(RULES, paper=replace(RULES.paper, votes_count_down=down))
    found = verdict(director={"A": 60, "B": 40}, member={"B": 20, "C": 55}, rules=rules)
    assert elected(found) == ["A", winner]
    assert found.contests[1].candidates[0].carried == (40 if down else 0)


letters = st.lists(st.sampled_from("ABCDEF"), min_size=1, max_size=6, unique=True)


@given(data=st.data())
def test_whatever_the_votes_nobody_has_two_seats_and_no_relatives_sit_together(data: st.DataObject) -> None:
    def votes() -> Votes:
        return {name: data.draw(st.integers(0, 100)) for name in data.draw(letters)}

    director, member = votes(), votes()
    pairs = tuple(data.draw(st.lists(st.sampled_from(["AB", "BC", "CD", "DE"]), unique=True)))
    women = "".join(data.draw(st.lists(st.sampled_from("ABCDEF"), unique=True)))
    seats, needed = data.draw(st.integers(1, 4)), data.draw(st.integers(0, 1))
    found = verdict(director=director, member=member, seats=seats, women=women, needed=needed, relatives=pairs)
    seated = [person for contest in found.contests for person in contest.winners]
    assert len(seated) == len(set(seated))
    assert not any(set(pair) <= set(seated) for pair in pairs)
    for contest in found.contests:
        assert len(contest.winners) + contest.seats_short == contest.seats
        assert contest.women_seats <= contest.seats_short
    if needed and found.contests[-1].seats_short == 0:
        assert set(seated) & set(women)
