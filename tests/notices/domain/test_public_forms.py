"""Limits of forms that anyone may send."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.notices.domain.public_forms import LIMITS, PublicForm, check_client, client_of, seconds_left, window_of
from shared.errors import TooMany

NOW = datetime(2026, 3, 2, 9, 40, tzinfo=UTC)


@pytest.mark.parametrize("form", PublicForm)
def test_one_client_sends_no_more_than_the_limit(form: PublicForm) -> None:
    most = LIMITS[form].client
    check_client(form, most, now=NOW)
    with pytest.raises(TooMany) as refused:
        check_client(form, most + 1, now=NOW)
    assert refused.value.seconds == 20 * 60 + 1
    assert "21" in str(refused.value)


def test_a_client_is_another_one_in_the_next_hour() -> None:
    hours = [client_of("203.0.113.7", resident=None, window=window_of(NOW + timedelta(hours=n))) for n in (0, 1)]
    assert hours[0] != hours[1]


def test_a_household_with_many_ipv6_addresses_is_one_client() -> None:
    hashes = {client_of(f"2001:db8:1:2::{n}", resident=None, window=NOW) for n in range(1, 5)}
    assert len(hashes) == 1
    assert client_of("2001:db8:1:3::1", resident=None, window=NOW) not in hashes


def test_residents_behind_one_address_are_told_apart_by_their_own_pages() -> None:
    assert client_of("203.0.113.7", resident=uuid4(), window=NOW) != client_of("203.0.113.7", resident=None, window=NOW)


@given(some.datetimes(timezones=some.just(UTC), min_value=datetime(2026, 1, 1), max_value=datetime(2027, 1, 1)))  # noqa: DTZ001
def test_waiting_as_long_as_told_leads_to_another_hour(moment: datetime) -> None:
    assert window_of(moment + timedelta(seconds=seconds_left(moment))) != window_of(moment)
