"""Nobody is forgotten and nobody is told twice, whatever dies: real processes, really killed.

Where the gateway keeps keys, every resident gets exactly one message. Where it does not, at most one more, and each of
those is marked. Every test ends with a look at what the gateway delivered to whom.
"""

from __future__ import annotations

import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from uuid import UUID

import pytest
from psutil import Process

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.keys import Key
from services.notices.domain.delivery.lanes import Lane
from shared.sinks.behaviour import Mood
from tests.system.delivery_stack import DeliveryStack, gateways
from tests.system.stack import until

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]

BOTH = pytest.mark.parametrize("channel", [Channel.SMS, Channel.MESSAGING])
RESIDENTS = 1000


@pytest.fixture(scope="module")
def stack(signing_key: Path) -> Iterator[DeliveryStack]:
    with tempfile.TemporaryDirectory(prefix="shequ-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with gateways() as sinks:
            stack = DeliveryStack(Path(folder), signing_key.parent / "jwks.json", sinks)
            try:
                stack.start()
                yield stack
            finally:
                stack.stop()


@pytest.fixture(autouse=True)
def _willing(stack: DeliveryStack) -> Iterator[None]:
    yield
    for sink in stack.sinks.values():
        treat(sink.behaviour)


def treat(behaviour: object, mood: Mood = Mood.WILLING, *, times: int | None = None, delay: float = 0.0) -> None:
    behaviour.mood, behaviour.times, behaviour.delay = mood, times, delay  # type: ignore[attr-defined]


def offered(stack: DeliveryStack, channel: Channel) -> int:
    return stack.sinks[channel].gateway.record.offered


def assert_everybody_was_told(stack: DeliveryStack, campaign: UUID, channel: Channel) -> None:
    until(lambda: stack.finished(campaign), "the campaign to finish", seconds=90)
    delivered = stack.sinks[channel].gateway.record.delivered
    rows = stack.deliveries(campaign)
    assert len(rows) == RESIDENTS
    for row in rows:
        times = delivered[str(Key(campaign, row.id, row.round))]
        assert row.state == "sent", (row.state, row.error)
        assert times == 1 or (times == 2 and row.maybe_twice and channel is Channel.MESSAGING)


@BOTH
def test_a_worker_killed_after_the_gateway_took_a_batch(stack: DeliveryStack, channel: Channel) -> None:
    treat(stack.sinks[channel].behaviour, Mood.SWALLOWING, times=1)
    before = offered(stack, channel)
    campaign = stack.send(channel, RESIDENTS)
    until(lambda: offered(stack, channel) > before, "the gateway to get a batch")
    stack.kill("notices-worker")
    stack.run("notices-worker")
    assert_everybody_was_told(stack, campaign, channel)
    assert any(row.maybe_twice for row in stack.deliveries(campaign)) == (channel is Channel.MESSAGING)


def test_one_process_of_the_worker_killed_in_the_middle(stack: DeliveryStack) -> None:
    treat(stack.sinks[Channel.SMS].behaviour, delay=0.1)
    before = offered(stack, Channel.SMS)
    campaign = stack.send(Channel.SMS, RESIDENTS)
    until(lambda: offered(stack, Channel.SMS) > before, "the gateway to get a batch")
    for child in Process(stack.processes["notices-worker"].pid).children():
        child.send_signal(signal.SIGKILL)
    assert_everybody_was_told(stack, campaign, Channel.SMS)


@BOTH
def test_a_gateway_that_takes_a_batch_and_never_answers(stack: DeliveryStack, channel: Channel) -> None:
    treat(stack.sinks[channel].behaviour, Mood.SWALLOWING, times=2)
    campaign = stack.send(channel, RESIDENTS)
    assert_everybody_was_told(stack, campaign, channel)


def test_redis_losing_everything_in_the_middle(stack: DeliveryStack) -> None:
    treat(stack.sinks[Channel.SMS].behaviour, delay=0.2)
    before = offered(stack, Channel.SMS)
    campaign = stack.send(Channel.SMS, RESIDENTS)
    until(lambda: offered(stack, Channel.SMS) > before, "the gateway to get a batch")
    with stack.redis.client() as redis:
        redis.flushall()
    assert_everybody_was_told(stack, campaign, Channel.SMS)


def test_redis_losing_the_call_for_a_campaign(stack: DeliveryStack) -> None:
    stack.kill("notices-worker")
    campaign = stack.send(Channel.SMS, RESIDENTS)
    with stack.redis.client() as redis:
        until(lambda: redis.llen("notices.deliver") > 0, "the relay to hand over the call")
        redis.flushall()
    stack.run("notices-worker")
    assert_everybody_was_told(stack, campaign, Channel.SMS)


@BOTH
def test_postgresql_restarted_in_the_middle(stack: DeliveryStack, channel: Channel) -> None:
    treat(stack.sinks[channel].behaviour, delay=0.2)
    before = offered(stack, channel)
    campaign = stack.send(channel, RESIDENTS)
    until(lambda: offered(stack, channel) > before, "the gateway to get a batch")
    stack.postgres.stop()
    stack.postgres.start()
    assert_everybody_was_told(stack, campaign, channel)


def test_a_notice_taken_down_in_the_middle(stack: DeliveryStack) -> None:
    """What two processes had in hand goes out; of the rest nothing reaches the gateway, and each delivery says why."""
    treat(stack.sinks[Channel.SMS].behaviour, delay=0.2)
    before = offered(stack, Channel.SMS)
    campaign = stack.send(Channel.SMS, RESIDENTS)
    until(lambda: offered(stack, Channel.SMS) > before, "the gateway to get a batch")
    stack.take_down(campaign)
    until(lambda: stack.finished(campaign), "the campaign to finish")
    delivered = stack.sinks[Channel.SMS].gateway.record.delivered
    rows = stack.deliveries(campaign)
    assert {row.state for row in rows} == {"sent", "cancelled"}
    for row in rows:
        assert delivered[str(Key(campaign, row.id, row.round))] == (row.state == "sent")
        assert row.error == (None if row.state == "sent" else "notice_taken_down")
    assert len(rows) == RESIDENTS
    assert sum(row.state == "sent" for row in rows) <= RESIDENTS // 2


def test_an_emergency_goes_out_while_a_provider_keeps_every_other_process_waiting(stack: DeliveryStack) -> None:
    """The mail server takes what it is offered and does not answer for half a minute: both places of the ordinary
    worker hang, and with them its ticks."""
    treat(stack.sinks[Channel.EMAIL].behaviour, Mood.SWALLOWING)
    stack.run("notices-urgent-worker")
    until(stack.heartbeat("notices-urgent-worker").exists, "the worker for what is urgent")
    hanging = stack.send(Channel.EMAIL, RESIDENTS, lane=Lane.ORDINARY)
    until(lambda: stack.sinks[Channel.EMAIL].mail.record.offered == 2, "both places to hang")
    treat(stack.sinks[Channel.SMS].behaviour, Mood.AWAY, times=1)  # so that it takes a second try, too
    started = monotonic()
    emergency = stack.send(Channel.SMS, RESIDENTS)
    until(lambda: {row.state for row in stack.deliveries(emergency)} == {"sent"}, "the emergency", seconds=20)
    assert monotonic() - started < 15
    assert stack.sinks[Channel.EMAIL].mail.record.offered == 2, "the others hang still"
    stack.take_down(hanging)
    for name in ("notices-worker", "notices-urgent-worker"):
        stack.kill(name)
    stack.run("notices-worker")
