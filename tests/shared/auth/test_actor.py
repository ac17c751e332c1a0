from __future__ import annotations

import pytest

from shared.auth.actor import Actor
from shared.auth.roles import ROLES, SCOPES
from shared.errors import Forbidden, NotFound

CLERK = Actor(subject="li", area="450403000000", scopes=frozenset({"elections:read"}))


def test_an_actor_reaches_what_lies_below_their_area() -> None:
    assert CLERK.reaches("450403002003")
    CLERK.must_reach("450403000000")


def test_beyond_the_area_there_is_nothing() -> None:
    for area in ("450405002003", "450400000000", "450000000000"):
        with pytest.raises(NotFound):
            CLERK.must_reach(area)


def test_a_missing_scope_is_named() -> None:
    CLERK.must_have("elections:read")
    with pytest.raises(Forbidden) as refusal:
        CLERK.must_have("elections:write")
    assert refusal.value.facts == {"scope": "elections:write"}


def test_the_system_reaches_everything() -> None:
    assert Actor.system("notices").reaches("110101001001")


def test_roles_are_made_of_known_scopes_and_every_scope_is_in_a_role() -> None:
    assert frozenset().union(*ROLES.values()) == set(SCOPES)
