from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, update

from shared.clock import now
from shared.database.database import Database
from shared.database.tables import idempotency_keys, inbox, outbox, outbox_cursors
from shared.events import operations, prune, recovery
from shared.events.relay import Relay
from tests.shared.events.wire import SYSTEM, Subscriber, Wire, emit, sequences

LONG_AGO = now() - timedelta(days=100)
NAMES = ("a", "b", "c", "d")


@pytest.fixture(autouse=True)
def _told(publisher: Database, relay: Relay, wire: Wire, subscriber: Subscriber) -> None:
    """Four events, sent to both subscribers and long since numbered; notices has taken them, and they are old there."""
    emit(publisher, *NAMES)
    relay.run_once()
    subscriber.receive(wire.batches())
    _age(publisher)
    with subscriber.database.unit_of_work(SYSTEM) as uow:
        uow.session.execute(update(inbox).values(received_at=LONG_AGO))


def _age(publisher: Database) -> None:
    with publisher.unit_of_work(SYSTEM) as uow:
        uow.session.execute(update(outbox).values(sequenced_at=LONG_AGO))


def _say(publisher: Database, **taken: int) -> None:
    """What a subscriber that heard nothing for a while tells its source."""
    for name, through in taken.items():
        recovery.rewind_for(publisher, name, through)


def _prune(database: Database, *, days: int = 50) -> int:
    return prune.prune(database, events_days=days, keys_days=days, jobs_days=days)["outbox"]


def test_what_every_subscriber_took_goes_but_for_the_newest(publisher: Database) -> None:
    _say(publisher, notices=4, training=4)
    assert _prune(publisher) == 3
    assert sequences(publisher) == [4]
    assert _prune(publisher) == 0


def test_numbers_go_on_from_what_was_pruned(
    publisher: Database, relay: Relay, wire: Wire, subscriber: Subscriber
) -> None:
    _say(publisher, notices=4, training=4)
    _prune(publisher)
    emit(publisher, "e")
    before = len(wire.batches())
    relay.run_once()
    assert sequences(publisher) == [4, 5]
    subscriber.receive(wire.batches()[before:])
    assert subscriber.names == [*NAMES, "e"]


@pytest.mark.parametrize("slow", [{"training": 2}, {"training": 0}, {}], ids=["behind", "at the start", "silent"])
def test_a_slow_subscriber_keeps_what_it_has_not_taken(publisher: Database, slow: dict[str, int]) -> None:
    """Being sent something is not having it: it may lie in a Redis that is lost."""
    _say(publisher, notices=4, **slow)
    assert _prune(publisher) == slow.get("training", 0)
    assert sequences(publisher) == [1, 2, 3, 4][slow.get("training", 0) :]


def test_a_subscriber_that_this_release_brings_keeps_everything(publisher: Database) -> None:
    _say(publisher, notices=4, training=4)
    with publisher.unit_of_work(SYSTEM) as uow:
        uow.session.execute(outbox_cursors.delete().where(outbox_cursors.c.subscriber == "training"))
    assert _prune(publisher) == 0


def test_young_events_stay_and_so_does_what_follows_them(publisher: Database) -> None:
    _say(publisher, notices=4, training=4)
    assert _prune(publisher, days=200) == 0
    with publisher.unit_of_work(SYSTEM) as uow:  # a clock that was wrong for a while
        uow.session.execute(update(outbox).where(outbox.c.sequence == 2).values(sequenced_at=now()))
    assert _prune(publisher) == 1
    assert sequences(publisher) == [2, 3, 4]


def test_one_round_takes_a_bounded_number(publisher: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prune, "_AT_ONCE", 2)
    _say(publisher, notices=4, training=4)
    assert [_prune(publisher) for _ in range(3)] == [2, 1, 0]


def test_a_rewind_within_what_is_left_sends_again(
    publisher: Database, relay: Relay, wire: Wire, subscriber: Subscriber
) -> None:
    _say(publisher, notices=2, training=4)
    _prune(publisher)
    before = len(wire.batches())
    relay.run_once()
    (batch,) = wire.batches()[before:]
    assert (batch.after, [event.sequence for event in batch.events]) == (2, [3, 4])
    assert subscriber.receive([batch]) == 0  # it had them


@pytest.mark.parametrize("through", [0, 2])
def test_a_subscriber_restored_from_before_gets_nothing_instead_of_a_gap(
    publisher: Database, relay: Relay, wire: Wire, through: int, caplog: pytest.LogCaptureFixture
) -> None:
    _say(publisher, notices=4, training=4)
    _prune(publisher)
    _say(publisher, notices=through)
    emit(publisher, "e")
    before = len(wire.batches())
    for _ in range(3):
        relay.run_once()
    assert wire.batches()[before:] == []
    assert len(wire.batches("training")) == 2  # the others go on
    told = [record for record in caplog.records if record.message == "subscriber needs events that are gone"]
    assert [(record.subscriber, record.through, record.pruned_through) for record in told] == [("notices", through, 3)]  # type: ignore[attr-defined]
    status = operations.status(publisher)
    assert (status["pruned"], status["subscribers"]["notices"]) == (3, through)


def test_the_inbox_forgets_what_is_old_and_still_takes_nothing_twice(
    publisher: Database, relay: Relay, wire: Wire, subscriber: Subscriber
) -> None:
    emit(publisher, "e")
    relay.run_once()
    subscriber.receive(wire.batches())
    assert prune.prune(subscriber.database, events_days=50, keys_days=50, jobs_days=50)["inbox"] == 4
    assert subscriber.taken == 1
    subscriber.receive(wire.batches())
    assert subscriber.names == [*NAMES, "e"]


def test_answers_to_repetitions_go_after_their_time(publisher: Database) -> None:
    with publisher.unit_of_work(SYSTEM) as uow:
        for key, days in (("new", 49), ("old", 51)):
            values = {"actor": "li", "key": key, "request_hash": "0", "created_at": now() - timedelta(days=days)}
            uow.session.execute(insert(idempotency_keys).values(values))
    assert prune.prune(publisher, events_days=50, keys_days=50, jobs_days=50)["idempotency_keys"] == 1
    with publisher.reading() as session:
        assert session.scalars(select(idempotency_keys.c.key)).all() == ["new"]
        assert session.scalar(select(func.count()).select_from(outbox)) == 4
