"""Art 18: joint nominations, statutory bars, acceptance, and the order on the paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.elections.domain.candidacy.candidate_order import Placed, places
from services.elections.domain.candidacy.nominations import (
    BARS,
    ChecksState,
    NominationFacts,
    Reviewed,
    checks_state,
    facts_of,
    nomination_duties,
)
from services.elections.domain.candidacy.nominators import Named, OnRoll, Signatures, read_named, read_names
from services.elections.domain.candidacy.post import Post
from services.elections.domain.roll.persons import Nomination, Sex
from services.elections.domain.rules.rule_set import CandidateOrder
from services.elections.store.rule_sets import rule_set
from shared.columns.cells import Unreadable
from tests.elections.domain.factories import RULES

BORN = date(1980, 1, 2)
ROLL = [
    OnRoll(UUID(int=1), "张三", BORN),
    OnRoll(UUID(int=2), "李四", BORN),
    OnRoll(UUID(int=3), "李四", date(1990, 1, 2)),
    OnRoll(UUID(int=4), "王五", BORN),
    OnRoll(UUID(int=5), "王五", BORN),
]
PASSED = dict.fromkeys(RULES.nomination.bars, True)
STROKES = replace(RULES, nomination=replace(RULES.nomination, order=CandidateOrder.STROKES))


def signatures(seats: int = 1) -> Signatures:
    return Signatures(lambda _: ROLL, signed={}, seats={Post.MEMBER: seats}, rule=RULES.nomination)


def codes(*texts: str) -> list[str]:
    return [fault.code for fault in signatures().take(Post.MEMBER, [read_named(text) for text in texts])[1]]


def test_a_nominator_is_named_with_the_birth_date_where_a_name_is_not_enough() -> None:
    assert codes("张三", "李四（1990-01-02）") == []
    assert codes("李四") == ["nominator_ambiguous"]
    assert codes("王五（1980-01-02）") == ["nominator_ambiguous"]


def test_who_is_not_on_the_roll_nominates_nobody() -> None:
    assert codes("赵六") == ["nominator_not_on_roll"]
    assert codes("张三（1981-01-02）") == ["nominator_not_on_roll"]
    missing = signatures().take(Post.MEMBER, [Named(elector_id=UUID(int=9))])[1]
    assert [(fault.field, fault.code) for fault in missing] == [("nominators", "nominator_not_on_roll")]


def test_nobody_signs_twice_for_one_candidate() -> None:
    assert codes("张三", "张 三") == ["nominator_doubled"]


@given(seats=st.integers(1, 5), tries=st.integers(1, 8))
def test_nobody_names_more_persons_than_seats(seats: int, tries: int) -> None:
    taking = signatures(seats)
    refused = [bool(taking.take(Post.MEMBER, [Named("张三")])[1]) for _ in range(tries)]
    assert refused == [number >= seats for number in range(tries)]


def test_names_are_read_from_one_cell() -> None:
    assert read_names("张三、李　四（1990/1/2）、") == (Named("张三"), Named("李四", date(1990, 1, 2)))
    assert read_names(" ") == ()
    with pytest.raises(Unreadable):
        read_named("张三（昨天）")


def test_every_bar_of_the_rules_has_its_words() -> None:
    assert set(RULES.nomination.bars) <= BARS.keys()


def test_a_failed_check_bars_whatever_else_was_passed() -> None:
    assert checks_state({}, RULES.nomination.bars) is ChecksState.UNCHECKED
    assert checks_state(PASSED, RULES.nomination.bars) is ChecksState.FIT
    assert checks_state(PASSED | {"organised_crime": False}, RULES.nomination.bars) is ChecksState.BARRED
    assert checks_state({}, rule_set("cn-urban-2018").nomination.bars) is ChecksState.FIT


def placed(number: int, **changes: Any) -> Placed:
    standing = Placed(UUID(int=number), Post.MEMBER, "王芳", Nomination.PARTY, 0)
    return replace(standing, **changes)


FIT = Reviewed(placed(1), Sex.FEMALE, checks=PASSED, accepted=True)
JOINT = replace(FIT, placed=placed(2, nominated_by=Nomination.JOINT, joint_electors=10), nominators=10)


@pytest.mark.parametrize(
    ("reviewed", "expected"),
    [
        ([FIT, JOINT], []),
        ([replace(JOINT, nominators=9)], ["nominators_unchecked"]),
        ([replace(FIT, checks=PASSED | {"organised_crime": False})], ["candidates_barred"]),
        ([replace(FIT, checks={})], ["candidates_unchecked"]),
        ([replace(FIT, accepted=False)], ["candidates_unaccepted"]),
        ([replace(FIT, sex=Sex.MALE)], ["candidates_no_woman"]),
        ([], []),
    ],
)
def test_art_18_what_is_missing_before_candidates_are_published(reviewed: list[Reviewed], expected: list[str]) -> None:
    found = nomination_duties(facts_of(reviewed, RULES), RULES)
    assert [missing.code for missing in found if missing] == expected


def test_art_8_asks_for_a_woman_where_the_rules_do() -> None:
    before = rule_set("cn-urban-2018")
    assert list(nomination_duties(NominationFacts(candidates=3), before)) == []


def test_unknown_strokes_are_asked_for_where_they_make_the_order() -> None:
    unknown = replace(FIT, placed=placed(1, name="䶮某"))
    typed = replace(FIT, placed=placed(1, name="䶮某", strokes=20))
    assert [each.code for each in nomination_duties(facts_of([unknown], STROKES), STROKES) if each] == [
        "strokes_unknown"
    ]
    assert list(nomination_duties(facts_of([typed], STROKES), STROKES)) == []
    assert list(nomination_duties(facts_of([unknown], RULES), RULES)) == []


def test_the_party_organisations_nominees_come_first_then_those_with_most_nominators() -> None:
    rows = [
        placed(1, nominated_by=Nomination.JOINT, joint_electors=10),
        placed(2, nominated_by=Nomination.JOINT, joint_electors=12),
        placed(3),
        placed(4, post=Post.DIRECTOR),
    ]
    assert places(rows, CandidateOrder.VOTES) == {UUID(int=4): 1, UUID(int=3): 2, UUID(int=2): 3, UUID(int=1): 4}


def test_by_strokes_typed_ones_count_and_a_longer_surname_follows() -> None:
    names = [("欧阳修", None), ("周瑜", None), ("丁一", None), ("䶮某", 5)]
    rows = [placed(number, name=name, strokes=strokes) for number, (name, strokes) in enumerate(names)]
    order = places(rows, CandidateOrder.STROKES)
    assert sorted(order, key=lambda each: order[each]) == [UUID(int=each) for each in (2, 3, 1, 0)]


@given(st.lists(st.tuples(st.sampled_from(list(Post)), st.booleans(), st.integers(10, 20)), max_size=12))
def test_every_candidate_has_a_place_of_their_own_and_posts_stay_together(rows: list[tuple[Post, bool, int]]) -> None:
    ways = {True: Nomination.PARTY, False: Nomination.JOINT}
    standing = [
        placed(n, post=post, nominated_by=ways[party], joint_electors=count)
        for n, (post, party, count) in enumerate(rows)
    ]
    found = places(standing, CandidateOrder.VOTES)
    assert sorted(found.values()) == list(range(1, len(rows) + 1))
    posts = [each.post for each in sorted(standing, key=lambda each: found[each.id])]
    assert posts == sorted(posts, key=list(Post).index)
