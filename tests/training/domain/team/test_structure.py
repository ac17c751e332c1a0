"""Rules on a team's structure: every case of the file, the forecast, and what if somebody comes or goes."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.training.domain.office.ages import age_on, birthday
from services.training.domain.office.cadres import Education, Sex
from services.training.domain.office.posts import Team
from services.training.domain.team.structure import Group, Member, State, forecast, next_break
from services.training.domain.team.structure_rules import parse_structure_rules, wrong_in
from services.training.store.rules import source, structure_rules
from shared.errors import Invalid

TODAY, END = date(2026, 11, 25), date(2031, 11, 25)
CASES = source("structure")["cases"]

births = st.dates(date(1950, 1, 1), date(2008, 1, 1))
days = st.dates(TODAY, END)
members = st.builds(
    Member,
    id=st.uuids().map(str),
    name=st.just("某"),
    sex=st.sampled_from(Sex),
    born=births,
    education=st.none() | st.sampled_from(Education),
    until=st.none() | days,
)
groups = st.lists(members, min_size=1, max_size=9).map(lambda rows: Group(tuple(rows)))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_case_of_the_rules_holds(case) -> None:
    assert wrong_in(case, structure_rules()) == {}


def test_every_rule_has_a_case() -> None:
    assert {case["rule"] for case in CASES} == {rule.code for rule in structure_rules()}


@given(births, days)
def test_somebody_is_of_an_age_from_one_birthday_to_the_next(born, day) -> None:
    age = age_on(born, day)
    assert birthday(born, age) <= day < birthday(born, age + 1)


@settings(max_examples=40)
@given(groups, st.sampled_from(structure_rules()), days)
def test_between_two_changes_that_are_foretold_the_verdict_stays(group, rule, day) -> None:
    changes = list(forecast(rule, group, TODAY, END))
    states = [rule.find(group, TODAY).state, *(each.finding.state for each in changes)]
    told = states[sum(each.on <= day for each in changes)]
    assert rule.find(group, day).state is told
    assert all(one is not other for one, other in pairwise(states))


@settings(max_examples=40)
@given(groups, st.sampled_from(structure_rules()))
def test_who_joins_and_leaves_again_changes_nothing(group, rule) -> None:
    guest = Member("guest", "客", Sex.FEMALE, date(2000, 1, 1), Education.HIGH)
    back = group.with_changes([guest], ()).with_changes((), {"guest"})
    assert rule.find(back, TODAY) == rule.find(group, TODAY)


def test_the_change_says_whose_birthday_it_is() -> None:
    young = Member("a", "甲", Sex.FEMALE, date(1996, 2, 12))
    rule = next(each for each in structure_rules() if each.code == "young")
    change = next_break(forecast(rule, Group((young,)), TODAY, END))
    assert change is not None
    assert [(cause.member.name, cause.why, cause.age) for cause in change.causes] == [("甲", "birthday", 31)]


def test_one_of_both_teams_counts_once_and_a_worker_not_at_all() -> None:
    both = Member("a", "甲", Sex.MALE, date(1996, 2, 12), teams=frozenset({Team.COMMITTEE, Team.PARTY}))
    worker = Member("b", "乙", Sex.MALE, date(2000, 2, 12), teams=frozenset({Team.STAFF}))
    rule = next(each for each in structure_rules() if each.code == "young")
    assert rule.find(Group((both, worker)), TODAY).facts["count"] == 1
    assert rule.find(Group((worker,)), TODAY).state is State.UNKNOWN


def test_a_member_who_is_elected_too_is_of_both_teams() -> None:
    secretary = Member("a", "甲", Sex.MALE, date(1980, 2, 12), teams=frozenset({Team.PARTY}))
    (found,) = Group((secretary,)).with_changes([Member("a", "甲", Sex.MALE, date(1980, 2, 12))], ()).members
    assert found.teams == {Team.PARTY, Team.COMMITTEE}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "magic"}, "young.kind"),
        ({"most_age": True}, "young.most_age"),
        ({"teams": []}, "young.teams"),
        ({"mood": "good"}, "young.mood"),
        ({"clause": " "}, "young.clause"),
    ],
)
def test_a_fault_in_the_file_is_named(change, field) -> None:
    given_rules = {"rules": {"young": {**source("structure")["rules"]["young"], **change}}}
    with pytest.raises(Invalid) as refused:
        parse_structure_rules(given_rules)
    assert field in {fault.field for fault in refused.value.fields}
