"""Keys of deliveries."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notices.domain.delivery.keys import Key, read_key


@given(st.uuids(), st.integers(1, 10**18 - 1), st.integers(0, 9999))
def test_a_key_is_read_back(campaign: UUID, delivery: int, round_: int) -> None:
    key = Key(campaign, delivery, round_)
    assert read_key(str(key)) == key


@pytest.mark.parametrize("text", [None, "", "1-2-3", "p-" + "0" * 32, "0" * 32 + "-1", "0" * 32 + "-1-٣", "x" * 40])
def test_what_is_no_key_is_none(text: str | None) -> None:
    assert read_key(text) is None
