"""Tally sheets: the arithmetic of the figures, and two persons' typing of one paper."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.elections.domain.post import Post
from services.elections.domain.tally import (
    Difference,
    Entry,
    Figures,
    Sheet,
    admit_clerk,
    compare,
    compare_entries,
    doubts_of,
    faults_of,
)
from shared.errors import Conflict
from tests.elections.domain.factories import ballot, figures, sheet

BALLOTS = (ballot("AB"), ballot("CDE", seats=2, post=Post.MEMBER))
GOOD = sheet(
    100,
    90,
    {Post.DIRECTOR: figures(void=5, others=5, A=50, B=30), Post.MEMBER: figures(void=0, others=0, C=90, D=60, E=30)},
)


def director(**changes: int) -> Sheet:
    """The good sheet with other figures for the director's contest."""
    whole = {"void": 5, "others": 5, "A": 50, "B": 30} | changes
    return replace(GOOD, contests={**GOOD.contests, Post.DIRECTOR: figures(**whole)})


def codes(typed: Sheet) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in faults_of(typed, BALLOTS)]


def test_a_sheet_whose_figures_fit_each_other_has_no_fault() -> None:
    assert codes(GOOD) == []
    assert doubts_of(GOOD) == []


def test_every_paper_may_be_void_but_not_more() -> None:
    assert codes(director(void=90, others=0, A=0, B=0)) == []
    assert codes(director(void=91, others=0, A=0, B=0)) == [("contests.director.void", "void_over_recovered")]


def test_a_candidate_has_at_most_a_vote_from_each_valid_paper() -> None:
    assert codes(director(A=85, B=0, others=0)) == []
    assert ("contests.director.votes.A", "votes_over_valid") in codes(director(A=86, B=0, others=0))


def test_all_votes_together_are_at_most_the_seats_of_the_valid_papers() -> None:
    assert codes(director(A=50, B=30, others=5)) == []
    assert codes(director(A=50, B=30, others=6)) == [("contests.director.votes", "votes_over_papers")]


def test_with_two_seats_each_paper_has_two_votes() -> None:
    most = {**GOOD.contests, Post.MEMBER: figures(C=60, D=60, E=60)}
    assert codes(replace(GOOD, contests=most)) == []
    assert codes(replace(GOOD, contests={**most, Post.MEMBER: figures(C=61, D=60, E=60)})) == [
        ("contests.member.votes", "votes_over_papers")
    ]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (replace(GOOD, issued=-1), "issued"),
        (director(void=-1), "contests.director.void"),
        (director(B=-30), "contests.director.votes.B"),
        (director(others=-1), "contests.director.others"),
    ],
)
def test_no_figure_is_below_zero(typed: Sheet, field: str) -> None:
    assert (field, "figure_negative") in codes(typed)


def test_a_sheet_has_the_posts_and_candidates_of_the_paper_and_no_others() -> None:
    strange = replace(GOOD, contests={Post.DIRECTOR: figures(A=1, X=1), Post.VICE_DIRECTOR: figures(A=1)})
    assert codes(strange) == [
        ("contests.vice_director", "post_unknown"),
        ("contests.director.votes.B", "candidate_missing"),
        ("contests.director.votes.X", "candidate_unknown"),
        ("contests.member", "post_missing"),
    ]


def test_more_papers_recovered_than_issued_can_be_recorded_and_is_doubted() -> None:
    """It is what voids an election: a sheet that could not hold it would hide it."""
    typed = replace(GOOD, issued=89)
    assert codes(typed) == []
    assert [doubt.code for doubt in doubts_of(typed)] == ["recovered_over_issued"]
    assert doubts_of(replace(GOOD, issued=90)) == []


def test_a_sheet_goes_through_json_and_back() -> None:
    assert Sheet.from_facts(json.loads(json.dumps(GOOD.as_facts()))) == GOOD


def test_two_entries_are_compared_figure_by_figure() -> None:
    assert compare(GOOD, replace(director(A=51), issued=101)) == [
        Difference("contests.director.votes.A", 50, 51),
        Difference("issued", 100, 101),
    ]


def test_a_figure_that_only_one_clerk_has_is_a_difference() -> None:
    assert compare(sheet(1, 1, figures(A=1)), sheet(1, 1, figures(B=1))) == [
        Difference("contests.director.votes.A", 1, None),
        Difference("contests.director.votes.B", None, 1),
    ]


def test_one_entry_agrees_with_nobody() -> None:
    assert compare_entries([Entry("a", GOOD)]).agreed is None
    assert compare_entries([Entry("a", GOOD), Entry("a", GOOD)]).entries == 1


def test_two_persons_who_typed_the_same_agree() -> None:
    compared = compare_entries([Entry("a", GOOD), Entry("b", GOOD)])
    assert (compared.entries, compared.differences, compared.agreed) == (2, (), GOOD)


def test_the_latest_entry_of_each_clerk_counts() -> None:
    wrong, right = Entry("b", director(A=51)), Entry("b", GOOD)
    assert compare_entries([Entry("a", GOOD), wrong]).differences == (Difference("contests.director.votes.A", 50, 51),)
    assert compare_entries([Entry("a", GOOD), wrong, right]).agreed == GOOD
    assert compare_entries([Entry("a", GOOD), right, wrong]).agreed is None


def test_a_third_person_is_refused() -> None:
    admit_clerk("b", ["a"])
    admit_clerk("a", ["a", "b", "a"])
    with pytest.raises(Conflict) as refused:
        admit_clerk("c", ["a", "b"])
    assert refused.value.code == "third_clerk"


COUNTS = st.integers(0, 50)
SHEETS = st.builds(
    lambda issued, recovered, void, others, votes: Sheet(
        issued, recovered, {Post.DIRECTOR: Figures(void, votes, others)}
    ),
    COUNTS,
    COUNTS,
    COUNTS,
    COUNTS,
    st.fixed_dictionaries({"A": COUNTS, "B": COUNTS}),
)


@given(one=SHEETS, other=SHEETS)
def test_sheets_differ_exactly_when_they_are_not_equal_and_the_same_both_ways(one: Sheet, other: Sheet) -> None:
    there, back = compare(one, other), compare(other, one)
    assert bool(there) == (one != other)
    assert [(d.field, d.first, d.second) for d in there] == [(d.field, d.second, d.first) for d in back]


@given(typed=SHEETS)
def test_a_sheet_without_faults_could_have_come_from_papers(typed: Sheet) -> None:
    """Each valid paper gives at most one vote: then the votes, the other votes and the void papers fit in the box."""
    marks = typed.contests[Post.DIRECTOR]
    fits = marks.void + sum(marks.votes.values()) + marks.others <= typed.recovered
    assert (faults_of(typed, [ballot("AB")]) == []) == fits
