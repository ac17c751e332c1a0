"""Stages of the reserve pool, and who of it fits a post: what always holds."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.training.domain.office.cadres import Education, Party, Sex
from services.training.domain.office.posts import Post
from services.training.domain.team.matching import Candidate, best_first, match
from services.training.domain.team.reserves import BY_HAND, PlanItem, PlanKind, Stage, check_advance
from services.training.domain.team.structure import Group, Member
from services.training.store.rules import post_rules, structure_rules
from shared.errors import Conflict

DAY = date(2026, 1, 1)
items = st.builds(
    PlanItem,
    st.sampled_from(PlanKind),
    st.just(DAY),
    st.none() | st.just(DAY),
    st.none() | st.booleans(),
)
TODAY = date(2026, 11, 25)

members = st.builds(
    Member, st.uuids().map(str), st.just("某"), st.sampled_from(Sex), st.dates(date(1960, 1, 1), date(2008, 1, 1))
)


@st.composite
def candidates(draw: Any) -> Candidate:
    member = draw(members)
    education, party = draw(st.none() | st.sampled_from(Education)), draw(st.none() | st.sampled_from(Party))
    return Candidate(member.id, draw(st.sampled_from(Stage)), member.born, education, party, {}, member)


@settings(max_examples=50)
@given(st.sampled_from(Stage), st.sampled_from(BY_HAND), st.lists(items, max_size=4))
def test_only_the_next_stage_is_ever_reached_and_only_with_what_it_needs(now, to, plan) -> None:
    try:
        check_advance(now, to, plan)
    except Conflict:
        return
    assert list(Stage).index(to) == list(Stage).index(now) + 1
    kind = {Stage.TRAINED: PlanKind.COURSE, Stage.PRACTISED: PlanKind.PLACEMENT, Stage.READY: PlanKind.REVIEW}.get(to)
    assert kind is None or any(each.kind is kind and each.done_on and each.passed is not False for each in plan)


@settings(max_examples=30)
@given(st.lists(candidates(), max_size=5, unique_by=lambda each: each.id), st.lists(members, max_size=5))
def test_nobody_comes_before_somebody_who_meets_more_of_the_demands(found, team) -> None:
    rule, group = post_rules()[Post.MEMBER], Group(tuple(team))
    ranked = best_first(match(each, rule, group, structure_rules(), TODAY) for each in found)
    assert [each.unmet for each in ranked] == sorted(each.unmet for each in ranked)
