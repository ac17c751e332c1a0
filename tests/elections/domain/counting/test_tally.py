"""Tally sheets: the arithmetic of the figures, and two persons' typing of one paper."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.elections.domain.candidacy.post import Post
from services.elections.domain.counting.sheet_faults import doubts_of, faults_of
from services.elections.domain.counting.tally import (
    Difference,
    Entry,
    Figures,
    Sheet,
    admit_clerk,
    compare,
    compare_entries,
    tidied,
)
from services.elections.domain.rules.rule_set import PaperRule, PaperStyle
from shared.errors import Conflict, Invalid
from tests.elections.domain.factories import RULES, ballot, figures, sheet

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
    return [(fault.field, fault.code) for fault in faults_of(typed, BALLOTS, RULES.paper)]


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


def with_parts(**parts: dict[str, int]) -> Sheet:
    """The good sheet with grounds, names or marks in the director's contest."""
    marks = replace(GOOD.contests[Post.DIRECTOR], **parts)
    return replace(GOOD, contests={**GOOD.contests, Post.DIRECTOR: marks})


def test_void_papers_may_be_given_by_ground_and_then_come_to_their_number() -> None:
    assert codes(with_parts(void_grounds={"blank": 3, "torn": 2})) == []
    assert codes(with_parts(void_grounds={"blank": 3})) == [("contests.director.void_grounds", "void_grounds_differ")]


def test_a_paper_is_void_only_on_a_ground_of_the_rules() -> None:
    typed = with_parts(void_grounds={"blank": 3, "ugly": 2})
    assert codes(typed) == [("contests.director.void_grounds.ugly", "void_ground_unknown")]


def test_other_persons_may_be_named_and_their_votes_come_to_the_number_for_others() -> None:
    assert codes(with_parts(write_ins={"孙八": 4, "李九": 1})) == []
    assert codes(with_parts(write_ins={"孙八": 4})) == [("contests.director.write_ins", "write_ins_differ")]


def test_a_candidate_is_not_written_in() -> None:
    named = (replace(BALLOTS[0], names={"A": "孙八"}), BALLOTS[1])
    found = faults_of(with_parts(write_ins={"孙八": 5}), named, RULES.paper)
    assert [fault.code for fault in found] == ["write_in_is_candidate"]


def test_where_papers_have_no_write_ins_a_vote_for_another_is_refused() -> None:
    found = faults_of(GOOD, BALLOTS, replace(RULES.paper, write_in=False))
    assert [fault.code for fault in found] == ["write_in_not_allowed"]


def test_one_name_written_in_two_ways_is_one_person() -> None:
    typed = tidied(with_parts(write_ins={"孙　八": 2, "孙八": 3}))
    assert typed.contests[Post.DIRECTOR].write_ins == {"孙八": 5}


def test_what_is_no_name_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        tidied(with_parts(write_ins={" ": 5}))
    assert [fault.field for fault in refused.value.fields] == ["contests.director.write_ins"]


MARKS = replace(RULES.paper, style=PaperStyle.MARKS)


def marked(*, others: int = 0, void: int = 0, **marks: tuple[int, int, int]) -> Sheet:
    """Ten papers with (for, against, abstained) by candidate."""
    votes, against, abstained = ({name: mark[place] for name, mark in marks.items()} for place in range(3))
    return sheet(10, 10, Figures(void, votes, others, against=against, abstained=abstained))


def mark_codes(typed: Sheet, seats: int = 1, paper: PaperRule = MARKS) -> list[str]:
    return [fault.code for fault in faults_of(typed, [ballot("AB", seats=seats)], paper)]


def test_every_valid_paper_is_for_against_or_abstains_on_each_candidate() -> None:
    assert mark_codes(marked(void=1, A=(5, 3, 1), B=(3, 2, 4))) == []
    assert mark_codes(marked(void=1, A=(5, 3, 1), B=(3, 2, 5))) == ["marks_differ"]
    assert mark_codes(marked(void=1, A=(5, 3, 1), B=(3, 2, 3))) == ["marks_differ"]


def test_only_who_votes_against_a_candidate_writes_in_another() -> None:
    assert mark_codes(marked(others=2, A=(8, 2, 0), B=(0, 0, 10))) == []
    assert mark_codes(marked(others=3, A=(7, 2, 1), B=(0, 0, 10))) == ["others_over_against"]


def test_nobody_abstains_where_papers_do_not_have_it() -> None:
    assert mark_codes(marked(A=(5, 5, 0), B=(5, 4, 1)), paper=replace(MARKS, abstain=False)) == ["abstain_not_allowed"]


def test_marks_are_given_for_each_candidate_of_a_paper_that_has_them_and_for_no_other() -> None:
    assert mark_codes(sheet(10, 10, figures(A=5, B=5)))[:2] == ["candidate_missing"] * 2
    assert mark_codes(marked(A=(5, 3, 2), B=(3, 2, 5)), paper=RULES.paper) == ["marks_not_on_paper"] * 2


def test_figures_stored_before_grounds_and_names_still_load() -> None:
    old = {"issued": 2, "recovered": 2, "contests": {"director": {"void": 1, "votes": {"A": 1}, "others": 0}}}
    assert Sheet.from_facts(old) == sheet(2, 2, figures(void=1, A=1))


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
PARTS = st.dictionaries(st.sampled_from("ABC"), COUNTS)
FULL_SHEETS = st.builds(
    lambda figures: Sheet(50, 50, {Post.DIRECTOR: figures}),
    st.builds(Figures, COUNTS, PARTS, COUNTS, PARTS, PARTS, PARTS, PARTS),
)


@given(one=FULL_SHEETS, other=FULL_SHEETS)
def test_sheets_differ_exactly_when_they_are_not_equal_and_the_same_both_ways(one: Sheet, other: Sheet) -> None:
    there, back = compare(one, other), compare(other, one)
    assert bool(there) == (one != other)
    assert [(d.field, d.first, d.second) for d in there] == [(d.field, d.second, d.first) for d in back]


@given(typed=SHEETS)
def test_a_sheet_without_faults_could_have_come_from_papers(typed: Sheet) -> None:
    """Each valid paper gives at most one vote: then the votes, the other votes and the void papers fit in the box."""
    marks = typed.contests[Post.DIRECTOR]
    fits = marks.void + sum(marks.votes.values()) + marks.others <= typed.recovered
    assert (faults_of(typed, [ballot("AB")], RULES.paper) == []) == fits
