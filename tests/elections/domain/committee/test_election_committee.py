"""Art 15: who runs the election is nobody whom, or whose near relatives, people are asked to vote for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.elections.domain.committee.election_committee import (
    CommitteeFacts,
    Leaving,
    Member,
    MemberState,
    Role,
    after_leaving,
    check_formation,
    committee_duties,
    facts_of,
    formation_duty,
    must_leave,
    nominee_duty,
)
from services.elections.domain.roll.relatives import Pairs, Person
from shared.errors import Invalid
from tests.elections.domain.factories import RULES

RULE = RULES.election_committee
PEOPLE = [Person(name, date(1970, 1, 1)) for name in "赵钱孙李周吴郑王冯陈"]
KEYS = [person.key for person in PEOPLE]
NOBODY: frozenset[str] = frozenset()
NO_PAIRS: Pairs = frozenset()


def _committee(serving: int = 3, reserves: int = 2) -> list[Member]:
    chair, *others = PEOPLE[:serving]
    members = [Member(chair, Role.CHAIR), *(Member(person) for person in others)]
    return members + [Member(each, state=MemberState.RESERVE) for each in PEOPLE[serving : serving + reserves]]


def _serving(members: tuple[Member, ...] | list[Member]) -> list[str]:
    return [member.person.name for member in members if member.state is MemberState.SERVING]


def _codes(facts: CommitteeFacts, **rule: object) -> list[str]:
    changed = replace(RULE, **rule)  # type: ignore[arg-type]
    duties = [*committee_duties(facts, changed), nominee_duty(facts, changed), formation_duty(facts, changed)]
    return [duty.code for duty in duties if duty]


def test_art_15_a_member_who_is_nominated_leaves_and_the_next_moves_up() -> None:
    members = _committee()
    nominees = {KEYS[1]}
    assert must_leave(members, nominees, NO_PAIRS) == {KEYS[1]: Leaving.NOMINATED}
    after = after_leaving(members, KEYS[1], nominees=nominees, pairs=NO_PAIRS, rule=RULE)
    assert _serving(after) == ["赵", "孙", "李"]


def test_art_15_so_does_one_whose_near_relative_is_nominated() -> None:
    pairs = frozenset({frozenset({KEYS[2], KEYS[9]})})
    assert must_leave(_committee(), {KEYS[9]}, pairs) == {KEYS[2]: Leaving.RELATIVE_NOMINATED}


def test_who_would_have_to_leave_at_once_is_passed_over_and_stays_in_reserve() -> None:
    after = after_leaving(_committee(), KEYS[0], nominees={KEYS[0], KEYS[3]}, pairs=NO_PAIRS, rule=RULE)
    assert _serving(after) == ["钱", "孙", "周"]
    assert [each.state for each in after if each.key == KEYS[3]] == [MemberState.RESERVE]


def test_a_near_relative_of_somebody_who_serves_does_not_move_up_where_relatives_are_kept_apart() -> None:
    pairs = frozenset({frozenset({KEYS[1], KEYS[3]})})
    apart = after_leaving(_committee(), KEYS[0], nominees=NOBODY, pairs=pairs, rule=RULE)
    together = after_leaving(
        _committee(), KEYS[0], nominees=NOBODY, pairs=pairs, rule=replace(RULE, relatives_apart=False)
    )
    assert (_serving(apart), _serving(together)) == (["钱", "孙", "周"], ["钱", "孙", "李"])


def test_with_nobody_in_reserve_the_committee_is_short_and_a_meeting_must_choose() -> None:
    after = after_leaving(_committee(reserves=0), KEYS[1], nominees=NOBODY, pairs=NO_PAIRS, rule=RULE)
    assert _codes(facts_of(after, NOBODY, NO_PAIRS)) == ["election_committee_size"]


@pytest.mark.parametrize(
    ("facts", "rule", "codes"),
    [
        (CommitteeFacts(), {}, ["election_committee_missing"]),
        (CommitteeFacts(serving=3, chairs=1, formed=True), {}, []),
        (CommitteeFacts(serving=2, chairs=1, formed=True), {}, ["election_committee_size"]),
        (CommitteeFacts(serving=4, chairs=1, formed=True), {}, []),
        (CommitteeFacts(serving=4, chairs=1, formed=True), {"odd": True}, ["election_committee_size"]),
        (CommitteeFacts(serving=3, chairs=0, formed=True), {}, ["election_committee_chair"]),
        (CommitteeFacts(3, 1, related=("甲", "乙"), formed=True), {}, ["election_committee_relatives"]),
        (CommitteeFacts(3, 1, related=("甲", "乙"), formed=True), {"relatives_apart": False}, []),
        (CommitteeFacts(3, 1, must_leave=("甲",), formed=True), {}, ["committee_member_nominated"]),
    ],
)
def test_the_committee_that_runs_the_election_is_whole(
    facts: CommitteeFacts, rule: dict[str, object], codes: list[str]
) -> None:
    assert _codes(facts, **rule) == codes


def _formation_faults(members: list[Member], nominees: frozenset[str] = NOBODY, pairs: Pairs = NO_PAIRS) -> list[str]:
    with pytest.raises(Invalid) as refused:
        check_formation(members, nominees=nominees, pairs=pairs, rule=RULE)
    return [fault.code for fault in refused.value.fields]


def test_a_committee_that_cannot_be_one_is_not_formed() -> None:
    check_formation(_committee(), nominees=NOBODY, pairs=NO_PAIRS, rule=RULE)
    assert _formation_faults(_committee(serving=2)) == ["election_committee_size"]
    assert _formation_faults([Member(person) for person in PEOPLE[:3]]) == ["chair_not_one"]
    assert _formation_faults([*_committee(), Member(PEOPLE[0], state=MemberState.RESERVE)]) == ["member_doubled"]
    assert _formation_faults(_committee(), frozenset({KEYS[0]})) == ["member_nominated"]
    assert _formation_faults(_committee(), pairs=frozenset({frozenset(KEYS[:2])})) == ["members_related"]


_PAIRS = st.frozensets(st.frozensets(st.sampled_from(KEYS), min_size=2, max_size=2), max_size=6)
_EVENTS = st.lists(st.tuples(st.sampled_from(["nominate", "leave"]), st.sampled_from(KEYS)), max_size=20)


@given(pairs=_PAIRS, events=_EVENTS, reserves=st.integers(0, 6))
def test_whatever_the_order_no_nominee_and_no_nominees_relative_serves_when_the_duty_is_met(
    pairs: Pairs, events: list[tuple[str, str]], reserves: int
) -> None:
    """Nominations, departures and moving up in any order; then whoever must leave does."""
    members, nominees = tuple(_committee(3, reserves)), set[str]()
    for what, key in events:
        if what == "nominate":
            nominees.add(key)
        elif any(each.key == key and each.state is MemberState.SERVING for each in members):
            before = set(_serving(members))
            members = after_leaving(members, key, nominees=nominees, pairs=pairs, rule=RULE)
            moved_up = {each.key for each in members if each.person.name in set(_serving(members)) - before}
            assert moved_up.isdisjoint(must_leave(members, nominees, pairs))
    while leaving := must_leave(members, nominees, pairs):
        assert nominee_duty(facts_of(members, nominees, pairs), RULE)
        members = after_leaving(members, next(iter(leaving)), nominees=nominees, pairs=pairs, rule=RULE)
    serving = {each.key for each in members if each.state is MemberState.SERVING}
    related = {other for pair in pairs for other in pair if pair & nominees}
    assert serving.isdisjoint(nominees | (related - nominees))
    assert nominee_duty(facts_of(members, nominees, pairs), RULE) is None
    assert [each.key for each in members] == KEYS[: 3 + reserves]
