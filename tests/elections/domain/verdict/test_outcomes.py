"""Art 19: 候选人获得参加投票的人员过半数的选票，始得当选; and what follows when seats stay open."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.elections.domain.candidacy.contests import Ballot
from services.elections.domain.candidacy.post import Post
from services.elections.domain.counting.tally import Figures
from services.elections.domain.verdict.outcomes import (
    BallotKind,
    ContestVerdict,
    Outcome,
    contest_outcome,
    void_contest,
)
from tests.elections.domain.factories import RULES, ballot, figures


@dataclass(frozen=True)
class Vote:
    """A contest with figures that papers could have given."""

    ballot: Ballot
    figures: Figures
    voted: int


@st.composite
def votes(draw: st.DrawFn) -> Vote:
    names = "ABCDEF"[: draw(st.integers(1, 6))]
    seats = draw(st.integers(1, 4))
    papers = draw(st.lists(st.sets(st.sampled_from(names), max_size=seats), max_size=40))
    void = draw(st.integers(0, 10))
    counted = {name: sum(name in paper for paper in papers) for name in names}
    return Vote(ballot(names, seats=seats, post=Post.MEMBER), Figures(void, counted), len(papers) + void)


def elected(verdict: ContestVerdict) -> list[str]:
    return [standing.candidate_id for standing in verdict.candidates if standing.elected]


def first(vote: Vote) -> ContestVerdict:
    return contest_outcome(vote.ballot, vote.figures, vote.voted, RULES)


@pytest.mark.parametrize(("voted", "received", "wins"), [(1600, 800, False), (1600, 801, True), (1601, 801, True)])
def test_art_19_exactly_half_is_not_enough_and_half_and_one_half_is(voted: int, received: int, wins: bool) -> None:
    verdict = contest_outcome(ballot("AB"), figures(A=received, B=1), voted, RULES)
    assert elected(verdict) == (["A"] if wins else [])


def test_art_19_the_arithmetic_is_shown_with_its_clause() -> None:
    verdict = contest_outcome(ballot("AB"), figures(A=812, B=700), 1600, RULES)
    shown = [(standing.holds, standing.inequality, standing.clause) for standing in verdict.candidates]
    assert shown == [(True, "2×812 > 1600", "Art 19"), (False, "2×700 ≤ 1600", "Art 19")]


def test_art_19_void_papers_are_in_the_number_of_those_who_voted() -> None:
    """51 of 100 elect; with two void papers more, 51 of 102 do not."""
    assert elected(contest_outcome(ballot("AB"), figures(A=51, B=49), 100, RULES)) == ["A"]
    assert elected(contest_outcome(ballot("AB"), figures(A=51, B=49, void=2), 102, RULES)) == []


def test_more_majorities_than_seats_elect_those_with_most_votes() -> None:
    verdict = contest_outcome(ballot("ABC", seats=2), figures(A=60, B=70, C=65), 100, RULES)
    assert (elected(verdict), verdict.outcome, verdict.seats_short) == (["B", "C"], Outcome.FILLED, 0)
    assert verdict.candidates[2].holds  # A has a majority, and no seat


def test_equal_votes_at_the_cut_elect_none_of_the_equals_and_they_stand_again() -> None:
    verdict = contest_outcome(ballot("ABCD", seats=3), figures(A=80, B=60, C=60, D=60), 100, RULES)
    assert (elected(verdict), verdict.outcome, verdict.seats_short) == (["A"], Outcome.TIE, 2)
    assert verdict.another_ballot == ("B", "C", "D")


def test_equal_votes_within_the_seats_are_no_tie() -> None:
    verdict = contest_outcome(ballot("ABC", seats=2), figures(A=60, B=60, C=10), 100, RULES)
    assert (elected(verdict), verdict.outcome) == (["A", "B"], Outcome.FILLED)


def test_equal_votes_without_a_majority_are_no_tie_but_no_winner() -> None:
    verdict = contest_outcome(ballot("AB"), figures(A=50, B=50), 100, RULES)
    assert (verdict.outcome, verdict.another_ballot) == (Outcome.NO_WINNER, ("A", "B"))


def test_art_19_seats_short_are_voted_again_among_those_with_most_votes() -> None:
    """One more candidate than open seats stands (Art 18: 候选人的名额应当多于应选名额)."""
    verdict = contest_outcome(ballot("ABCDE", seats=2), figures(A=60, B=40, C=30, D=20, E=10), 100, RULES)
    assert (elected(verdict), verdict.outcome, verdict.seats_short) == (["A"], Outcome.SHORT, 1)
    assert verdict.another_ballot == ("B", "C")


def test_equal_votes_at_the_last_place_of_another_ballot_all_stand() -> None:
    verdict = contest_outcome(ballot("ABCDE", seats=2), figures(A=60, B=40, C=30, D=30, E=10), 100, RULES)
    assert verdict.another_ballot == ("B", "C", "D")


def test_candidates_are_listed_by_votes_and_then_as_on_the_paper() -> None:
    verdict = contest_outcome(ballot("DCBA"), figures(A=30, B=10, C=30, D=10), 100, RULES)
    assert [standing.candidate_id for standing in verdict.candidates] == ["C", "A", "D", "B"]


@pytest.mark.parametrize(
    ("cast", "received", "wins"), [(90, 30, True), (91, 30, False), (91, 31, True), (90, 29, False)]
)
def test_art_19_another_ballot_needs_a_third_of_all_papers_cast(cast: int, received: int, wins: bool) -> None:
    """不得少于已投选票总数的三分之一: exactly a third is enough."""
    verdict = contest_outcome(ballot("AB"), figures(A=received, B=1), cast, RULES, kind=BallotKind.ANOTHER)
    assert elected(verdict) == (["A"] if wins else [])


def test_art_19_another_ballot_elects_who_has_most_votes_without_a_majority() -> None:
    verdict = contest_outcome(ballot("AB"), figures(A=40, B=45), 100, RULES, kind=BallotKind.ANOTHER)
    assert (elected(verdict), verdict.candidates[0].inequality) == (["B"], "3×45 ≥ 100")


def test_equal_votes_in_another_ballot_are_a_tie_too() -> None:
    assert (
        contest_outcome(ballot("AB"), figures(A=45, B=45), 100, RULES, kind=BallotKind.ANOTHER).outcome is Outcome.TIE
    )


def test_nobody_is_elected_by_no_votes() -> None:
    """A third of no papers is nothing, and nothing elects nobody."""
    assert contest_outcome(ballot("A"), figures(A=0), 0, RULES, kind=BallotKind.ANOTHER).outcome is Outcome.NO_WINNER


def test_a_void_contest_shows_its_figures_and_elects_nobody() -> None:
    verdict = void_contest(ballot("AB"), figures(A=90, B=5, void=5), 100, RULES)
    assert (elected(verdict), verdict.outcome, verdict.seats_short) == ([], Outcome.VOID, 1)
    assert (verdict.candidates[0].votes, verdict.another_ballot) == (90, ())


@given(vote=votes())
def test_a_winner_always_has_more_than_half_of_those_who_voted(vote: Vote) -> None:
    assert all(2 * vote.figures.votes[name] > vote.voted for name in elected(first(vote)))


@given(vote=votes())
def test_there_are_never_more_winners_than_seats_and_the_rest_is_short(vote: Vote) -> None:
    verdict = first(vote)
    assert len(elected(verdict)) + verdict.seats_short == vote.ballot.seats
    assert verdict.seats_short >= 0


@given(vote=votes())
def test_equal_votes_are_never_parted_by_chance(vote: Vote) -> None:
    for verdict in (
        first(vote),
        contest_outcome(vote.ballot, vote.figures, vote.voted, RULES, kind=BallotKind.ANOTHER),
    ):
        fates = {(standing.votes, standing.elected) for standing in verdict.candidates}
        assert len({count for count, _ in fates}) == len(fates)


@given(vote=votes())
def test_more_votes_never_lose_to_fewer(vote: Vote) -> None:
    won = [standing.elected for standing in first(vote).candidates]
    assert won == sorted(won, reverse=True)


@given(vote=votes(), more=st.integers(1, 20))
def test_a_void_paper_more_never_helps_a_candidate(vote: Vote, more: int) -> None:
    spoiled = replace(vote, figures=replace(vote.figures, void=vote.figures.void + more), voted=vote.voted + more)
    assert set(elected(first(spoiled))) <= set(elected(first(vote)))


@given(vote=votes(), data=st.data())
def test_the_order_of_the_paper_never_decides_who_is_elected(vote: Vote, data: st.DataObject) -> None:
    shuffled = tuple(data.draw(st.permutations(vote.ballot.candidates)))
    other = replace(vote, ballot=replace(vote.ballot, candidates=shuffled))
    assert set(elected(first(other))) == set(elected(first(vote)))
    assert set(first(other).another_ballot) == set(first(vote).another_ballot)


@given(vote=votes())
def test_the_outcome_says_how_the_seats_stand(vote: Vote) -> None:
    verdict = first(vote)
    won, tied = elected(verdict), [standing for standing in verdict.candidates if standing.tied]
    expected = {
        Outcome.FILLED: not verdict.seats_short,
        Outcome.TIE: len(tied) > verdict.seats_short > 0,
        Outcome.SHORT: bool(won and verdict.seats_short and not tied),
        Outcome.NO_WINNER: not won and not tied,
    }
    assert expected[verdict.outcome]


@given(vote=votes())
def test_who_was_elected_does_not_stand_again_and_whoever_stands_had_most_votes(vote: Vote) -> None:
    verdict = first(vote)
    again = set(verdict.another_ballot)
    assert not again & set(elected(verdict))
    out = [
        standing.votes for standing in verdict.candidates if not standing.elected and standing.candidate_id not in again
    ]
    assert not again or max(out, default=0) <= min(vote.figures.votes[name] for name in again)
    assert bool(again) == bool(verdict.seats_short and len(elected(verdict)) < len(vote.ballot.candidates))


@given(vote=votes())
def test_a_winner_of_another_ballot_has_a_third_of_the_papers_cast(vote: Vote) -> None:
    winners = elected(contest_outcome(vote.ballot, vote.figures, vote.voted, RULES, kind=BallotKind.ANOTHER))
    assert all(3 * vote.figures.votes[name] >= vote.voted for name in winners)
    assert len(winners) <= vote.ballot.seats
