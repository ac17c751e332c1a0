"""When deliveries are tried again, and what becomes of those of which nobody knows whether they arrived."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.notices.domain.delivery.lanes import Lane
from services.notices.domain.delivery.outcome import Attempt, Told, after
from services.notices.domain.delivery.states import DeliveryState
from services.notices.domain.delivery.trying import Term, next_try, pause

NOW = datetime(2026, 11, 30, 2, tzinfo=UTC)
lanes = st.sampled_from(Lane)
shares = st.floats(0, 1)
attempts = st.integers(1, 1000)
ATTEMPT = Attempt(
    now=NOW,
    lane=Lane.ORDINARY,
    attempts=1,
    until=NOW + timedelta(days=1),
    jitter=0.5,
    keeps_keys=True,
    receipts=False,
)


@given(attempts, lanes, shares)
def test_pauses_grow_up_to_a_limit_and_are_never_shorter_than_half(count: int, lane: Lane, jitter: float) -> None:
    assert pause(count, lane, jitter=0) <= pause(count, lane, jitter=jitter) <= 2 * pause(count, lane, jitter=0)
    assert pause(count, lane, jitter=jitter) <= pause(count + 1, lane, jitter=jitter) <= timedelta(minutes=30)


@given(attempts, shares)
def test_emergencies_are_tried_again_sooner(count: int, jitter: float) -> None:
    assert pause(count, Lane.EMERGENCY, jitter=jitter) < pause(count, Lane.ORDINARY, jitter=jitter)


@given(attempts, lanes, shares, st.floats(0, 10_000), st.integers(0, 10_000))
def test_no_try_is_later_than_the_channels_turn_or_sooner_than_the_provider_asked(
    count: int, lane: Lane, jitter: float, asked: float, left: int
) -> None:
    until = NOW + timedelta(seconds=left)
    due = next_try(NOW, attempts=count, lane=lane, until=until, jitter=jitter, asked=asked)
    assert due is None or NOW + timedelta(seconds=asked) <= due <= until


@given(st.integers(1, 6), st.integers(1, 10**6))
def test_the_turns_of_the_channels_divide_a_campaigns_time(channels: int, seconds: int) -> None:
    term = Term(NOW, NOW + timedelta(seconds=seconds))
    ends = [term.channel_until(position, channels) for position in range(channels)]
    assert ends[0] > NOW
    assert sorted(ends) == ends
    assert ends[-1] == term.deadline


@given(st.booleans(), st.booleans(), st.integers(1, 20))
def test_what_may_have_arrived_is_sent_at_most_once_more_where_keys_are_not_kept(
    keeps_keys: bool, maybe_twice: bool, count: int
) -> None:
    attempt = replace(ATTEMPT, keeps_keys=keeps_keys, maybe_twice=maybe_twice, attempts=count)
    following = after(Told.UNKNOWN, attempt)
    if keeps_keys:
        assert (following.state, following.maybe_twice) == (DeliveryState.CREATED, False)
    elif maybe_twice:
        assert following.state is DeliveryState.UNCERTAIN
    else:
        assert (following.state, following.maybe_twice) == (DeliveryState.CREATED, True)


def test_what_may_have_arrived_is_uncertain_when_there_is_no_time_for_another_try() -> None:
    late = replace(ATTEMPT, until=NOW, keeps_keys=False)
    assert after(Told.UNKNOWN, late).state is DeliveryState.UNCERTAIN
    assert after(Told.LATER, late).state is DeliveryState.EXPIRED


def test_receipts_are_awaited_only_from_who_gives_any() -> None:
    assert after(Told.ACCEPTED, ATTEMPT).due_at == NOW
    assert after(Told.ACCEPTED, replace(ATTEMPT, receipts=True)).due_at == NOW + timedelta(hours=1)
