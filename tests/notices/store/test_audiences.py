"""A rule chooses in SQL those whom it means in words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from services.notices.store.audiences import audience_condition
from services.notices.store.database import reading
from services.notices.store.tables import Resident
from tests.conftest import COMMUNITY, DISTRICT, OTHER_COMMUNITY
from tests.notices.residents import resident

TODAY = date(2027, 3, 1)


@pytest.fixture
def people(app: Flask) -> None:
    resident(name="old", birth_date=date(1967, 3, 1), building="1栋", group="第1组")
    resident(name="nearly", birth_date=date(1967, 3, 2), kinds=["women"], building="1栋", interests=["health"])
    resident(name="told", kinds=["elderly", "women"], building="2栋", employer="制药厂")
    resident(name="blank")
    resident(name="gone", birth_date=date(1950, 1, 1), moved_away_on=date(2027, 1, 1))
    resident(OTHER_COMMUNITY, name="other", kinds=["women"])


def _chosen(rule: Any, area: str = COMMUNITY) -> set[str]:
    with reading() as session:
        return set(session.scalars(select(Resident.name).where(audience_condition(rule, area, today=TODAY))))


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("rule", "names"),
    [
        ({"all": True}, {"old", "nearly", "told", "blank"}),
        ({"kind": "elderly"}, {"old", "told"}),
        ({"kind": ["elderly", "women"]}, {"old", "told", "nearly"}),
        ({"not": {"kind": "elderly"}}, {"nearly", "blank"}),
        ({"building": "1栋"}, {"old", "nearly"}),
        ({"not": {"building": "1栋"}}, {"told", "blank"}),
        ({"group": ["第1组"]}, {"old"}),
        ({"interest": "health"}, {"nearly"}),
        ({"employer": "制药厂"}, {"told"}),
        ({"age": {"from": 60}}, {"old"}),
        ({"age": {"from": 59, "to": 59}}, {"nearly"}),
        ({"not": {"age": {"from": 60}}}, {"nearly", "told", "blank"}),
        ({"and": [{"kind": "women"}, {"building": ["2栋", "3栋"]}]}, {"told"}),
        ({"or": [{"group": "第1组"}, {"interest": "health"}]}, {"old", "nearly"}),
        ({"area": OTHER_COMMUNITY[:9] + "003"}, {"old", "nearly", "told", "blank"}),
    ],
)
def test_a_rule_chooses_those_whom_it_means(rule: Any, names: set[str]) -> None:
    assert _chosen(rule) == names


@pytest.mark.usefixtures("people")
def test_a_part_of_the_area_can_be_meant() -> None:
    assert _chosen({"kind": "women"}, DISTRICT) == {"nearly", "told", "other"}
    assert _chosen({"area": OTHER_COMMUNITY}, DISTRICT) == {"other"}


CONDITION = st.sampled_from(
    [{"kind": "elderly"}, {"kind": "women"}, {"building": "1栋"}, {"interest": "health"}, {"age": {"from": 60}}]
)
RULES = st.recursive(
    CONDITION,
    lambda inner: (
        st.builds(lambda rule: {"not": rule}, inner)
        | st.builds(lambda rules: {"and": rules}, st.lists(inner, min_size=1, max_size=3))
        | st.builds(lambda rules: {"or": rules}, st.lists(inner, min_size=1, max_size=3))
    ),
    max_leaves=6,
)


@pytest.mark.usefixtures("people")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rule=RULES)
def test_a_rule_and_its_opposite_are_everybody_and_nobody_is_in_both(rule: Any) -> None:
    meant, others = _chosen(rule), _chosen({"not": rule})
    assert meant | others == {"old", "nearly", "told", "blank"}
    assert not meant & others
