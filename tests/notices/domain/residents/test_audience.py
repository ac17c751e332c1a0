"""Rules of audiences: what can be said, and what is told of what cannot."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notices.domain.residents.audience import Age, And, Everyone, Match, Not, Or, What, read_rule
from shared.errors import Invalid
from tests.conftest import COMMUNITY, DISTRICT, FOREIGN_DISTRICT


def test_a_rule_is_put_together_of_conditions() -> None:
    read = read_rule(
        {"and": [{"kind": ["elderly", "women"]}, {"not": {"building": "3栋"}}, {"age": {"to": 75}}]}, within=COMMUNITY
    )
    kinds = Match(What.KIND, ("elderly", "women"))
    assert read == And((kinds, Not(Match(What.BUILDING, ("3栋",))), Age(None, 75)))


def test_an_audience_may_be_everyone_or_a_part_of_the_area() -> None:
    assert read_rule({"all": True}, within=COMMUNITY) == Everyone()
    part = read_rule({"or": [{"area": COMMUNITY}, {"interest": "health"}]}, within=DISTRICT)
    assert part == Or((Match(What.AREA, (COMMUNITY,)), Match(What.INTEREST, ("health",))))


FAULTS: list[tuple[Any, str, str]] = [
    (None, "audience", "rule_malformed"),
    ({}, "audience", "rule_malformed"),
    ({"kind": ["elderly"], "all": True}, "audience", "rule_malformed"),
    ({"street": "a"}, "audience", "condition_unknown"),
    ({"kind": ["old"]}, "audience.kind.0", "value_unknown"),
    ({"kind": []}, "audience.kind", "values_missing"),
    ({"building": [7]}, "audience.building.0", "value_malformed"),
    ({"building": "x" * 51}, "audience.building.0", "value_malformed"),
    ({"area": FOREIGN_DISTRICT}, "audience.area.0", "area_outside"),
    ({"area": "45"}, "audience.area.0", "area_outside"),
    ({"age": 60}, "audience.age", "age_malformed"),
    ({"age": {"from": -1}}, "audience.age.from", "age_malformed"),
    ({"age": {"from": True}}, "audience.age.from", "age_malformed"),
    ({"age": {"from": 60, "to": 50}}, "audience.age", "age_reversed"),
    ({"and": []}, "audience.and", "rules_missing"),
    ({"not": {"and": [{"all": True}, {"all": False}]}}, "audience.not.and.1.all", "rule_malformed"),
]


@pytest.mark.parametrize(("rule", "path", "code"), FAULTS)
def test_what_is_wrong_is_told_by_its_place(rule: Any, path: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_rule(rule, within=COMMUNITY)
    assert [(fault.field, fault.code) for fault in refused.value.fields] == [(path, code)]


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        read_rule({"and": [{"kind": "old"}, {"age": {}}, {"interest": "money"}]}, within=COMMUNITY)
    assert [fault.field for fault in refused.value.fields] == [
        "audience.and.0.kind.0",
        "audience.and.1.age",
        "audience.and.2.interest.0",
    ]


def test_a_rule_cannot_be_nested_or_repeated_without_end() -> None:
    deep: Any = {"all": True}
    for _ in range(2000):
        deep = {"not": deep}
    with pytest.raises(Invalid):
        read_rule(deep, within=COMMUNITY)
    with pytest.raises(Invalid):
        read_rule({"or": [{"all": True}] * 100_000}, within=COMMUNITY)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["all", "kind", "age", "not", "and", "or", "area"]), inner, max_size=2)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(rule=JSON)
def test_whatever_is_sent_is_read_or_refused(rule: Any) -> None:
    with suppress(Invalid):  # and no other error
        read_rule(rule, within=COMMUNITY)
