from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from shared.auth.actor import Actor
from shared.clock import now
from shared.database.database import Database
from shared.database.tables import audit_trail, dead_letters, event_cursors
from shared.errors import Conflict, NotFound
from shared.events import operations, recovery
from shared.events.relay import Relay
from tests.shared.events.wire import AREA, SYSTEM, Subscriber, Wire, emit

OPERATOR = Actor(subject="op", area="450403000000")
OTHER = "areas/450403002004"


@pytest.fixture
def deliver(publisher: Database, relay: Relay, wire: Wire, subscriber: Subscriber) -> Any:
    """Emits, relays and hands over what is named, one event to a batch."""

    def run(*names: str, subject: str = f"areas/{AREA}") -> None:
        for name in names:
            before = len(wire.batches())
            emit(publisher, name, subject=subject)
            while relay.run_once():
                pass
            subscriber.receive(wire.batches()[before:])

    return run


def _make_due(subscriber: Subscriber) -> None:
    with subscriber.database.unit_of_work(SYSTEM) as uow:
        uow.session.execute(update(dead_letters).values(next_attempt_at=now() - timedelta(seconds=1)))


def _retry(subscriber: Subscriber) -> int:
    return recovery.retry_due_letters(subscriber.database, subscriber.receiver)


def _id_of(subscriber: Subscriber, name: str) -> Any:
    with subscriber.database.reading() as session:
        return session.scalar(
            select(dead_letters.c.event_id).where(dead_letters.c.envelope["data"]["name"].astext == name)
        )


class Asking:
    """What a subscriber asks, and the publisher's answer to it."""

    def __init__(self, publisher: Database, subscriber: Subscriber) -> None:
        self.publisher = publisher
        self.subscriber = subscriber
        self.asked: list[tuple[str, str, int]] = []

    def tick(self, *, silent_seconds: float = 0) -> None:
        self.asked = []
        ask = lambda source, name, after: self.asked.append((source, name, after))  # noqa: E731 - a function of one line
        recovery.ask_for_missing(self.subscriber.database, ask, silent_seconds=silent_seconds)
        for source, name, after in self.asked:
            if source == "elections":
                recovery.rewind_for(self.publisher, name, after)


def test_lost_batches_come_again(publisher: Database, relay: Relay, wire: Wire, subscriber: Subscriber) -> None:
    emit(publisher, *map(str, range(35)))
    while relay.run_once():
        pass
    first, *lost = wire.batches()
    subscriber.receive([first])
    assert len(lost) == 3
    wire.sent.clear()
    asking = Asking(publisher, subscriber)
    asking.tick()
    assert ("elections", "notices", 10) in asking.asked
    while relay.run_once():
        pass
    subscriber.receive(wire.batches())
    assert subscriber.names == [str(number) for number in range(35)]


def test_even_the_very_first_batch_comes_again(
    publisher: Database, relay: Relay, wire: Wire, subscriber: Subscriber
) -> None:
    emit(publisher, "a")
    relay.run_once()
    wire.sent.clear()
    Asking(publisher, subscriber).tick()
    relay.run_once()
    subscriber.receive(wire.batches())
    assert subscriber.names == ["a"]


def test_a_subscriber_that_has_everything_asks_without_harm(
    relay: Relay, wire: Wire, publisher: Database, subscriber: Subscriber, deliver: Any
) -> None:
    deliver("a")
    wire.sent.clear()
    for _ in range(3):
        Asking(publisher, subscriber).tick()
        assert relay.run_once() == 0
    assert wire.sent == []


def test_a_subscriber_that_heard_something_lately_does_not_ask(
    publisher: Database, subscriber: Subscriber, deliver: Any
) -> None:
    deliver("a")
    asking = Asking(publisher, subscriber)
    asking.tick(silent_seconds=60)
    assert "elections" not in {source for source, _, _ in asking.asked}
    with subscriber.database.unit_of_work(SYSTEM) as uow:
        uow.session.execute(update(event_cursors).values(heard_at=now() - timedelta(seconds=61)))
    asking.tick(silent_seconds=60)
    assert ("elections", "notices", 1) in asking.asked


def test_rewinding_for_one_subscriber_leaves_the_others(publisher: Database, relay: Relay, wire: Wire) -> None:
    emit(publisher, "a")
    relay.run_once()
    wire.sent.clear()
    assert recovery.rewind_for(publisher, "training", 0)
    assert not recovery.rewind_for(publisher, "nobody", 0)
    relay.run_once()
    assert [task for task, _, _ in wire.sent] == ["training.receive_events"]


def test_a_letter_is_tried_again_by_itself_and_releases_what_it_held(subscriber: Subscriber, deliver: Any) -> None:
    subscriber.failing["bad"] = RuntimeError("passes")
    deliver("bad", "second", "third")
    deliver("elsewhere", subject=OTHER)
    assert subscriber.names == ["elsewhere"]
    subscriber.failing.clear()
    assert _retry(subscriber) == 0  # not due yet
    _make_due(subscriber)
    assert _retry(subscriber) == 3
    assert subscriber.names == ["elsewhere", "bad", "second", "third"]
    assert subscriber.letters() == {}


def test_a_held_event_that_fails_in_its_turn_holds_the_rest(subscriber: Subscriber, deliver: Any) -> None:
    subscriber.failing |= {"bad": RuntimeError("passes"), "worse": Conflict("never", "never")}
    deliver("bad", "worse", "third")
    del subscriber.failing["bad"]
    _make_due(subscriber)
    assert _retry(subscriber) == 1
    assert subscriber.names == ["bad"]
    assert subscriber.letters() == {"worse": "parked", "third": "held"}


def test_after_enough_attempts_a_letter_waits_for_an_operator(subscriber: Subscriber, deliver: Any) -> None:
    subscriber.failing["bad"] = RuntimeError("lasts")
    deliver("bad")
    for _ in range(4):
        assert subscriber.letters() == {"bad": "retrying"}
        _make_due(subscriber)
        _retry(subscriber)
    assert subscriber.letters() == {"bad": "parked"}
    assert _retry(subscriber) == 0


def test_pauses_grow(subscriber: Subscriber, deliver: Any) -> None:
    subscriber.failing["bad"] = RuntimeError("lasts")
    deliver("bad")
    pauses = []
    for _ in range(4):
        with subscriber.database.reading() as session:
            due, attempts = session.execute(select(dead_letters.c.next_attempt_at, dead_letters.c.attempts)).one()
        pauses.append((due - now()).total_seconds())
        assert 0.5 * 2**attempts - 1 < pauses[-1] <= 1.5 * 2**attempts
        _make_due(subscriber)
        _retry(subscriber)


def test_a_replayed_letter_takes_effect_with_all_behind_it(subscriber: Subscriber, deliver: Any) -> None:
    subscriber.failing["bad"] = Conflict("until repaired", "until repaired")
    deliver("bad", "second")
    subscriber.failing.clear()
    operations.replay(subscriber.database, OPERATOR, _id_of(subscriber, "bad"))
    assert _retry(subscriber) == 2
    assert subscriber.names == ["bad", "second"]


def test_a_held_letter_cannot_be_replayed_out_of_order(subscriber: Subscriber, deliver: Any) -> None:
    subscriber.failing["bad"] = Conflict("never", "never")
    deliver("bad", "second")
    with pytest.raises(Conflict):
        operations.replay(subscriber.database, OPERATOR, _id_of(subscriber, "second"))
    assert _retry(subscriber) == 0
    assert subscriber.letters() == {"bad": "parked", "second": "held"}


def test_a_discarded_letter_lets_the_next_go_on(subscriber: Subscriber, deliver: Any) -> None:
    subscriber.failing["bad"] = Conflict("never", "never")
    deliver("bad", "second", "third")
    operations.discard(subscriber.database, OPERATOR, _id_of(subscriber, "bad"), reason="typing error")
    assert _retry(subscriber) == 2
    assert subscriber.names == ["second", "third"]
    with subscriber.database.reading() as session:
        line = session.execute(select(audit_trail)).mappings().one()
    assert (line["actor"], line["action"]) == ("op", "discard_dead_letter: typing error")
    assert line["before_hash"]


def test_discarding_a_held_letter_leaves_the_one_before_it_alone(subscriber: Subscriber, deliver: Any) -> None:
    subscriber.failing["bad"] = Conflict("never", "never")
    deliver("bad", "second", "third")
    operations.discard(subscriber.database, OPERATOR, _id_of(subscriber, "second"), reason="void")
    assert subscriber.letters() == {"bad": "parked", "third": "held"}


def test_a_letter_of_another_district_is_not_there(subscriber: Subscriber, deliver: Any) -> None:
    subscriber.failing["bad"] = Conflict("never", "never")
    deliver("bad")
    foreign = Actor(subject="op", area="450405000000")
    assert operations.letters(subscriber.database, foreign) == []
    with pytest.raises(NotFound):
        operations.replay(subscriber.database, foreign, _id_of(subscriber, "bad"))
    with pytest.raises(NotFound):
        operations.discard(subscriber.database, foreign, _id_of(subscriber, "bad"), reason="x")


def test_an_event_that_arrives_while_its_subject_is_set_free_is_not_forgotten(
    publisher: Database, relay: Relay, wire: Wire, subscriber: Subscriber, deliver: Any
) -> None:
    """A batch has seen that its subject is blocked; an operator discards what blocks it; then the batch commits."""
    subscriber.failing["bad"] = Conflict("never", "never")
    deliver("bad")
    letter = _id_of(subscriber, "bad")
    emit(publisher, "slow", subject=OTHER)
    emit(publisher, "next")
    relay.run_once()
    discarding = threading.Thread(
        target=lambda: operations.discard(subscriber.database, OPERATOR, letter, reason="race")
    )

    def discard_meanwhile(uow: object, event: object) -> None:
        if not discarding.is_alive():
            discarding.start()
            discarding.join(0.3)  # without the lock the discard is through by now

    subscriber.also = discard_meanwhile
    subscriber.receive(wire.batches()[1:])
    discarding.join(10)
    subscriber.also = None
    _retry(subscriber)
    assert subscriber.names == ["slow", "next"]


def test_two_workers_do_not_try_the_same_letter_at_once(subscriber: Subscriber, deliver: Any) -> None:
    subscriber.failing["bad"] = RuntimeError("passes")
    deliver("bad")
    subscriber.failing.clear()
    _make_due(subscriber)
    subscriber.also = lambda *_: time.sleep(0.3)
    threads = [threading.Thread(target=_retry, args=(subscriber,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert subscriber.names == ["bad"]


def test_status_tells_how_far_things_are(publisher: Database, subscriber: Subscriber, deliver: Any) -> None:
    subscriber.failing["bad"] = Conflict("never", "never")
    deliver("a", "bad")
    emit(publisher, "not numbered yet")
    sent = operations.status(publisher)
    assert (sent["published"], sent["waiting"]) == (2, 1)
    assert sent["subscribers"] == {"training": 2, "notices": 2}
    taken = operations.status(subscriber.database)
    assert (taken["sources"], taken["dead_letters"]) == ({"elections": 2}, 1)


def test_events_can_be_followed_from_publisher_to_subscriber(
    publisher: Database, subscriber: Subscriber, deliver: Any
) -> None:
    deliver("a", "b", "c")
    published = operations.published(publisher, OPERATOR, after=1, limit=10)
    received = operations.received(subscriber.database, "elections", after=1, limit=10)
    assert [row["event_id"] for row in published] == [row["event_id"] for row in received]
    assert [row["sequence"] for row in received] == [2, 3]
    foreign = Actor(subject="op", area="450405000000")
    assert operations.published(publisher, foreign, after=0, limit=10) == []


def test_letters_are_counted_right_under_the_scope(subscriber: Subscriber, deliver: Any) -> None:
    subscriber.failing["bad"] = Conflict("never", "never")
    deliver("bad")
    assert len(operations.letters(subscriber.database, OPERATOR)) == 1
    with subscriber.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(dead_letters)) == 1
