"""Who carries a channel's messages: rates, circuit breakers and failover, shared by all workers."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest

from services.notices.domain.delivery.channels import Channel
from services.notices.providers.arranged import Arranged
from services.notices.providers.provider import Message, Outcome, Verdict
from services.notices.store.database import unit_of_work
from services.notices.store.tables import ProviderCondition
from services.notices.workflows.carriers import Carriers
from shared.auth.actor import Actor
from shared.errors import Invalid

ACCEPTED = Outcome(Verdict.ACCEPTED)
AWAY = Outcome(Verdict.LATER, reason="connection refused", outage=True)

pytestmark = pytest.mark.usefixtures("app")


class Told:
    """A provider that answers what it was told to, and notes what it got."""

    channel, keeps_keys, receipts, batch = Channel.SMS, True, True, 50

    def __init__(self, name: str = "first", answer: Outcome = ACCEPTED) -> None:
        self.name, self.answer, self.got = name, answer, list[str]()

    def send(self, messages: Sequence[Message]) -> list[Outcome]:
        self.got += [message.key for message in messages]
        return [self.answer] * len(messages)


def messages(count: int) -> list[Message]:
    return [Message(f"k{n}", "13800000000", "标题", "正文", "", "https://x", "https://x/l", "zh") for n in range(count)]


def send(carriers: Carriers, count: int) -> list[Outcome]:
    grant = carriers.take(Channel.SMS, count)
    return carriers.send(grant, messages(grant.count))


def pause_over(name: str = "first") -> None:
    with unit_of_work(Actor(subject="test", area=None)) as uow:
        row = uow.session.get_one(ProviderCondition, name)
        row.open_until = row.at


def test_messages_go_to_the_provider_of_lowest_priority_number() -> None:
    first, second = Told("first"), Told("second")
    carriers = Carriers([Arranged(second, priority=2), Arranged(first, priority=1)])
    assert [outcome.provider for outcome in send(carriers, 3)] == ["first"] * 3
    assert not second.got


def test_no_more_are_granted_than_a_provider_takes_at_once() -> None:
    assert Carriers([Arranged(Told())]).take(Channel.SMS, 10_000).count == 50


def test_the_rate_holds_over_workers_that_know_nothing_of_each_other() -> None:
    workers = [Carriers([Arranged(Told(), rate=1, burst=20)]) for _ in range(4)]
    counts: list[int] = []
    threads = [
        threading.Thread(target=lambda each=worker: counts.append(each.take(Channel.SMS, 50).count))
        for worker in workers
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) in {20, 21}  # a slow machine may take the second in which one more comes
    assert 0 < Carriers([Arranged(Told(), rate=1, burst=20)]).take(Channel.SMS, 1).wait <= 1


def test_leave_that_was_not_used_is_given_back() -> None:
    carriers = Carriers([Arranged(Told(), rate=0.001, burst=20)])
    carriers.send(carriers.take(Channel.SMS, 20), messages(5))
    carriers.send(carriers.take(Channel.SMS, 20), [])
    assert carriers.take(Channel.SMS, 20).count == 15


def test_what_a_broken_provider_did_not_take_goes_to_the_next_at_once() -> None:
    first, second = Told("first", AWAY), Told("second")
    carriers = Carriers([Arranged(first, 1), Arranged(second, 2)])
    assert [(outcome.provider, outcome.verdict) for outcome in send(carriers, 2)] == [("second", "accepted")] * 2
    assert second.got == first.got


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome(Verdict.UNKNOWN, reason="timed out", outage=True),
        Outcome(Verdict.REFUSED, reason="no such number"),
        Outcome(Verdict.LATER, reason="mailbox busy"),
    ],
)
def test_what_may_have_been_taken_or_is_the_messages_own_fault_is_not_passed_on(outcome: Outcome) -> None:
    second = Told("second")
    carriers = Carriers([Arranged(Told("first", outcome), 1), Arranged(second, 2)])
    assert send(carriers, 1)[0].verdict is outcome.verdict
    assert not second.got


def test_a_provider_that_fails_three_times_is_left_alone_by_all_workers() -> None:
    carriers = Carriers([Arranged(Told("first", AWAY))])
    for _ in range(3):
        send(carriers, 5)
    another = Carriers([Arranged(Told("first"))])
    grant = another.take(Channel.SMS, 5)
    assert grant.count == 0
    assert 0 < grant.wait <= 5


def test_then_one_message_probes_and_success_opens_the_way_again() -> None:
    told = Told("first", AWAY)
    carriers = Carriers([Arranged(told)])
    for _ in range(3):
        send(carriers, 5)
    pause_over()
    told.answer = ACCEPTED
    probe = carriers.take(Channel.SMS, 50)
    assert probe.count == 1
    assert carriers.take(Channel.SMS, 50).count == 0  # the others wait for the probe
    carriers.send(probe, messages(1))
    assert carriers.take(Channel.SMS, 50).count == 50


def test_a_probe_that_finds_nothing_to_send_leaves_the_next_one_to_others() -> None:
    carriers = Carriers([Arranged(Told("first", AWAY))])
    for _ in range(3):
        send(carriers, 1)
    pause_over()
    carriers.send(carriers.take(Channel.SMS, 1), [])
    assert carriers.take(Channel.SMS, 1).count == 1


def test_refusals_of_single_messages_break_nothing() -> None:
    carriers = Carriers([Arranged(Told("first", Outcome(Verdict.REFUSED, reason="blocked")))])
    for _ in range(5):
        send(carriers, 2)
    assert carriers.take(Channel.SMS, 9).count == 9


def test_a_channel_without_provider_is_told_to_whoever_starts_a_campaign() -> None:
    carriers = Carriers([Arranged(Told())])
    carriers.must_serve([Channel.SMS, Channel.INBOX, Channel.DOOR])
    with pytest.raises(Invalid) as refused:
        carriers.must_serve([Channel.SMS, Channel.EMAIL])
    assert [fault.field for fault in refused.value.fields] == ["channels.1"]


def test_a_key_holds_only_where_one_provider_serves_the_channel() -> None:
    assert Carriers([Arranged(Told())]).keeps_keys(Channel.SMS)
    assert not Carriers([Arranged(Told("first")), Arranged(Told("second"))]).keeps_keys(Channel.SMS)
    assert not Carriers().keeps_keys(Channel.SMS)


def test_who_gives_receipts_is_known_by_name() -> None:
    carriers = Carriers([Arranged(Told())])
    assert carriers.gives_receipts("first")
    assert not carriers.gives_receipts("gone")
