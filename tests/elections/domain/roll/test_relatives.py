from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.elections.domain.roll.relatives import Kinship, Person, Relation, relatives_among, tidied

PERSONS = st.builds(
    Person,
    st.sampled_from(["王芳", "李雷", "买买提·艾力", "Anna Wu"]),
    st.integers(0, 3).map(lambda n: date(1980, 1, 1) + timedelta(n)),
)


@given(PERSONS, PERSONS, st.sampled_from(Relation))
def test_a_pair_said_either_way_is_one_pair(one: Person, other: Person, relation: Relation) -> None:
    if one == other:
        return
    said = tidied(Kinship(one, other, relation))
    turned = tidied(Kinship(other, one, relation.inverse))
    assert said == turned
    assert said.person.key < said.relative.key
    assert relatives_among(frozenset({said.pair}), one.key) == {other.key}


@given(PERSONS)
def test_a_person_is_read_back_from_their_key(person: Person) -> None:
    assert Person.of(person.key) == person


@pytest.mark.parametrize("relation", Relation)
def test_the_inverse_of_the_inverse_is_the_relation_itself(relation: Relation) -> None:
    assert relation.inverse.inverse is relation


def test_who_is_no_near_relative_of_anybody_has_none() -> None:
    assert relatives_among(frozenset({frozenset({"甲 1980-01-01", "乙 1980-01-01"})}), "丙 1980-01-01") == frozenset()
