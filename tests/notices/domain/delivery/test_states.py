"""What is told of a delivery never moves it backwards, in whatever order and however often it is told."""

from __future__ import annotations

from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from services.notices.domain.delivery.outcome import settled
from services.notices.domain.delivery.states import IN_VAIN, OPEN, REACHED, WEIGHTS, DeliveryState, weightier

states = st.sampled_from(DeliveryState)


@given(st.lists(states, min_size=1), st.randoms())
def test_the_order_of_receipts_and_their_repetition_make_no_difference(told: list[DeliveryState], dice: object) -> None:
    once = reduce(weightier, told)
    shuffled = told * 2
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert reduce(weightier, shuffled) is once


@given(states, states)
def test_nothing_told_makes_a_delivery_lighter(current: DeliveryState, told: DeliveryState) -> None:
    assert weightier(current, told).weight >= current.weight


@given(states, states)
def test_a_worker_whose_lease_is_over_tells_nothing_lighter(current: DeliveryState, told: DeliveryState) -> None:
    after = settled(current, told, ours=False)
    assert after is None or after.weight > current.weight


@given(states, states)
def test_a_worker_that_holds_the_delivery_decides_only_while_nothing_else_was_told(
    current: DeliveryState, told: DeliveryState
) -> None:
    after = settled(current, told, ours=True)
    if current is DeliveryState.QUEUED:
        assert after is told
    else:
        assert after is None or after.weight > current.weight


def test_every_state_is_open_in_vain_reached_or_cancelled() -> None:
    assert OPEN | IN_VAIN | REACHED | {DeliveryState.CANCELLED} == set(DeliveryState)
    assert sum(map(len, (OPEN, IN_VAIN, REACHED))) + 1 == len(WEIGHTS)


def test_that_it_arrived_outweighs_that_it_failed_and_that_it_was_sent_outweighs_that_it_was_not() -> None:
    assert weightier(DeliveryState.FAILED, DeliveryState.DELIVERED) is DeliveryState.DELIVERED
    assert weightier(DeliveryState.DELIVERED, DeliveryState.BOUNCED) is DeliveryState.DELIVERED
    assert weightier(DeliveryState.CANCELLED, DeliveryState.SENT) is DeliveryState.SENT
