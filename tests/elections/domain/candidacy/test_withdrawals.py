"""A published candidate withdraws: until when, who moves up, and what keeps the poll from being opened (Art 18)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.elections.domain.candidacy.candidate_order import Placed
from services.elections.domain.candidacy.candidate_states import CandidateState
from services.elections.domain.candidacy.contests import ContestFacts
from services.elections.domain.candidacy.introductions import MeetingFacts, tidied_statement
from services.elections.domain.candidacy.nominations import Reviewed, may_be_put_up
from services.elections.domain.candidacy.post import Post
from services.elections.domain.candidacy.withdrawals import (
    Standing,
    after_withdrawal,
    check_standing,
    check_withdrawal,
    moved_up,
)
from services.elections.domain.procedure.duties import missing_for
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.steps import Step
from services.elections.domain.roll.persons import Nomination, Sex
from shared.errors import Conflict, Invalid
from tests.elections.domain.factories import POLLING_DAY, RULES, lawful

PUBLISHED = date(2026, 12, 10)
RESERVE, STANDING, WITHDRAWN = CandidateState.RESERVE, CandidateState.STANDING, CandidateState.WITHDRAWN
RULE = RULES.nomination


def _check(on: date, *, withdraw_days: int = 3, kind: ElectionKind = ElectionKind.TERM) -> None:
    rule = replace(RULE, withdraw_days=withdraw_days)
    check_withdrawal(on, kind=kind, published=PUBLISHED, today=PUBLISHED + timedelta(days=9), rule=rule)


def test_the_third_day_after_publication_is_the_last_for_withdrawing() -> None:
    _check(PUBLISHED)
    _check(PUBLISHED + timedelta(days=3))
    with pytest.raises(Conflict) as refused:
        _check(PUBLISHED + timedelta(days=4))
    (missing,) = refused.value.missing
    assert (missing.code, missing.article) == ("withdrawal_late", "Art 18")
    assert missing.facts["last"] == "2026-12-13"


def test_where_no_days_are_named_a_candidate_withdraws_until_the_poll() -> None:
    _check(PUBLISHED + timedelta(days=9), withdraw_days=0)


@pytest.mark.parametrize("days", [-1, 10])
def test_a_withdrawal_is_neither_before_publication_nor_to_come(days: int) -> None:
    with pytest.raises(Invalid) as refused:
        _check(PUBLISHED + timedelta(days=days), withdraw_days=0)
    assert [(fault.field, fault.code) for fault in refused.value.fields] == [("on", "withdrawal_day")]


@pytest.mark.parametrize("kind", [kind for kind in ElectionKind if kind.further])
def test_nobody_withdraws_from_a_further_ballot(kind: ElectionKind) -> None:
    with pytest.raises(Conflict) as refused:
        _check(PUBLISHED, kind=kind)
    assert refused.value.code == "withdrawal_from_further_ballot"


@pytest.mark.parametrize("state", [RESERVE, WITHDRAWN])
def test_only_who_stands_withdraws(state: CandidateState) -> None:
    with pytest.raises(Conflict):
        check_standing(state)


_FIT = dict.fromkeys(RULE.bars, True)


@pytest.mark.parametrize(
    ("changes", "ready"),
    [
        ({}, True),
        ({"accepted": False}, False),
        ({"checks": _FIT | {RULE.bars[0]: False}}, False),
        ({"checks": dict.fromkeys(RULE.bars[1:], True)}, False),
        ({"nominators": 9}, False),
    ],
)
def test_who_moves_up_accepted_and_passed_every_check_and_has_ten_electors(
    changes: dict[str, Any], ready: bool
) -> None:
    placed = Placed(uuid4(), Post.MEMBER, "备选", Nomination.JOINT, 12)
    reviewed = Reviewed(placed, Sex.MALE, nominators=10, checks=_FIT, accepted=True)
    assert may_be_put_up(replace(reviewed, **changes), RULES) is ready


def test_of_those_in_reserve_whom_most_nominated_moves_up_to_the_end_of_the_paper() -> None:
    before = [
        Standing("A", place=1),
        Standing("B", place=2),
        Standing("C", RESERVE, support=12, ready=True),
        Standing("D", RESERVE, support=30, ready=False),
        Standing("E", RESERVE, support=20, ready=True),
    ]
    after = after_withdrawal(before, "A")
    assert moved_up(before, after) == "E"
    assert [(each.id, each.state, each.place) for each in after] == [
        ("A", WITHDRAWN, 1),
        ("B", STANDING, 2),
        ("C", RESERVE, None),
        ("D", RESERVE, None),
        ("E", STANDING, 3),
    ]


def test_without_a_reserve_the_place_stays_free() -> None:
    before = [Standing("A", place=1), Standing("B", place=2)]
    after = after_withdrawal(before, "B")
    assert moved_up(before, after) is None
    assert [each.state for each in after] == [STANDING, WITHDRAWN]


def test_a_list_published_without_places_keeps_its_printed_order() -> None:
    after = after_withdrawal([Standing("A"), Standing("B"), Standing("C", RESERVE, ready=True)], "A")
    assert [each.place for each in after] == [1, 2, 3]


@st.composite
def _lists(draw: st.DrawFn) -> list[Standing]:
    placed = draw(st.booleans())
    standing = [Standing(f"s{n}", place=n + 1 if placed else None) for n in range(draw(st.integers(1, 6)))]
    reserve = st.builds(Standing, st.just(""), st.just(RESERVE), st.none(), st.integers(0, 40), st.booleans())
    reserves = draw(st.lists(reserve, max_size=6))
    return standing + [replace(each, id=f"r{n}") for n, each in enumerate(reserves)]


@given(_lists(), st.data())
def test_whatever_the_order_of_withdrawals_the_paper_stays_lawful(
    nominees: list[Standing], data: st.DataObject
) -> None:
    entered = {each.id: each for each in nominees}
    now, gone = tuple(nominees), set[str]()
    while standing := [each.id for each in now if each.state is STANDING]:
        if not data.draw(st.booleans()):
            break
        chosen = data.draw(st.sampled_from(standing))
        now = after_withdrawal(now, chosen)
        gone.add(chosen)
        paper = [each for each in now if each.state is STANDING]
        assert not gone & {each.id for each in paper}
        assert {each.id for each in now if each.state is WITHDRAWN} == gone
        for each in paper:
            assert entered[each.id].state is STANDING or entered[each.id].ready
        places = [each.place for each in now if each.state is not RESERVE]
        assert None not in places
        assert len(set(places)) == len(places)
        idle = [each for each in now if each.state is RESERVE and each.ready]
        assert not idle or len(paper) == sum(each.state is STANDING for each in nominees)


def _codes(**changes: object) -> list[str]:
    return [missing.code for missing in missing_for(Step.OPEN_POLLING, lawful(Step.OPEN_POLLING, **changes))]


def test_after_withdrawals_there_are_still_more_candidates_than_seats() -> None:
    left = (ContestFacts(Post.DIRECTOR, 1, 1), ContestFacts(Post.MEMBER, 4, 5))
    assert _codes(contests=left) == ["candidates_too_few"]
    assert _codes(contests=left, excused=frozenset({"candidates_too_few"})) == []


def test_no_exception_lets_people_vote_for_nobody() -> None:
    left = (ContestFacts(Post.DIRECTOR, 1, 0), ContestFacts(Post.MEMBER, 4, 5))
    assert _codes(contests=left, excused=frozenset({"candidates_too_few"})) == ["candidates_none"]


def test_candidates_meet_the_residents_before_the_poll() -> None:
    assert _codes() == []
    assert _codes(meetings=MeetingFacts()) == ["candidate_meeting_missing"]
    assert _codes(meetings=MeetingFacts((POLLING_DAY + timedelta(days=1),))) == ["candidate_meeting_missing"]
    assert _codes(meetings=MeetingFacts(), excused=frozenset({"candidate_meeting_missing"})) == []


@pytest.mark.parametrize("kind", [kind for kind in ElectionKind if kind.further])
def test_further_ballots_need_no_meeting_and_no_difference(kind: ElectionKind) -> None:
    left = (ContestFacts(Post.MEMBER, 1, 1),)
    assert not {"candidate_meeting_missing", "candidates_too_few"} & set(
        _codes(meetings=MeetingFacts(), contests=left, kind=kind)
    )


def test_a_statement_keeps_its_lines() -> None:
    assert tidied_statement("  第一件事 \r\n\r\n第二件事\n\n") == "第一件事\n\n第二件事"
