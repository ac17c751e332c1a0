from __future__ import annotations

import threading
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, text
from sqlalchemy.exc import OperationalError

from shared import context
from shared.database.database import Database
from shared.database.tables import audit_trail, dead_letters, event_cursors, inbox, jobs, outbox
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict
from shared.events.envelope import Batch, Event
from shared.events.receive import GapAhead, Receiver
from shared.events.relay import Relay
from tests.shared.events.wire import AREA, REGISTERED, SYSTEM, Subscriber, Wire, effects, emit

OTHER = "areas/450403002004"


@pytest.fixture
def batches(publisher: Database, relay: Relay, wire: Wire) -> Any:
    """Emits the names given (ten to a batch) and gives the batches for the subscriber."""

    def make(*names: str, subject: str = f"areas/{AREA}") -> list[Batch]:
        before = len(wire.batches())
        emit(publisher, *names, subject=subject)
        while relay.run_once():
            pass
        return wire.batches()[before:]

    return make


def test_an_event_takes_effect_once(batches: Any, subscriber: Subscriber) -> None:
    (batch,) = batches("a", "b")
    assert subscriber.receive([batch]) == 2
    assert subscriber.names == ["a", "b"]
    assert (subscriber.through, subscriber.taken) == (2, 2)


def test_the_same_batch_again_changes_nothing(batches: Any, subscriber: Subscriber) -> None:
    (batch,) = batches("a", "b")
    assert subscriber.receive([batch, batch, batch]) == 2
    assert subscriber.names == ["a", "b"]


def test_a_batch_that_overlaps_adds_only_what_is_new(batches: Any, subscriber: Subscriber) -> None:
    (first,), (second,) = batches("a", "b"), batches("c")
    both = Batch(source="elections", after=0, through=3, events=first.events + second.events)
    assert subscriber.receive([first, both, second]) == 3
    assert subscriber.names == ["a", "b", "c"]


def test_a_batch_that_comes_too_early_is_left_for_later(batches: Any, subscriber: Subscriber) -> None:
    (first,), (second,) = batches("a"), batches("b")
    with pytest.raises(GapAhead):
        subscriber.receive([second])
    assert (subscriber.names, subscriber.taken) == ([], 0)
    subscriber.receive([first, second])
    assert subscriber.names == ["a", "b"]


def test_a_batch_waits_for_the_one_before_it_that_a_sibling_handles(batches: Any, subscriber: Subscriber) -> None:
    (first,), (second,) = batches("a"), batches("b")
    sibling = threading.Timer(0.1, subscriber.receive, [[first]])
    sibling.start()
    assert subscriber.receiver.receive_in_turn(second) == 1
    sibling.join()
    assert subscriber.names == ["a", "b"]


def test_an_empty_stretch_moves_the_cursor(subscriber: Subscriber) -> None:
    subscriber.receive([Batch(source="elections", after=0, through=7, events=())])
    assert subscriber.through == 7


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.lists(st.integers(0, 4), max_size=25))
def test_any_order_and_number_of_deliveries_ends_in_each_event_once(
    subscriber: Subscriber, five_batches: list[Batch], order: list[int]
) -> None:
    with subscriber.database.unit_of_work(SYSTEM) as uow:
        for table in (effects, inbox, event_cursors, dead_letters):
            uow.session.execute(delete(table))
    for index in [*order, *range(5)]:  # at last, the publisher sends again what the subscriber asks for
        try:
            subscriber.receive([five_batches[index]])
        except GapAhead:
            continue
    assert subscriber.names == [event.data["name"] for batch in five_batches for event in batch.events]


@pytest.fixture
def five_batches(batches: Any) -> list[Batch]:
    made: list[Batch] = batches(*map(str, range(45)))
    assert all(one.through == two.after for one, two in pairwise(made))
    return made


def test_a_failing_event_is_set_aside_and_other_subjects_go_on(batches: Any, subscriber: Subscriber) -> None:
    subscriber.failing["bad"] = Conflict("never", "never")
    (first,), (second,) = batches("good", "bad", "behind"), batches("elsewhere", subject=OTHER)
    assert subscriber.receive([first, second]) == 4
    assert subscriber.names == ["good", "elsewhere"]
    assert subscriber.letters() == {"bad": "parked", "behind": "held"}
    assert subscriber.through == 4


def test_a_batch_with_one_bad_event_keeps_all_others(
    publisher: Database, relay: Relay, wire: Wire, subscriber: Subscriber
) -> None:
    for name in ("a", "bad", "c", "d"):
        emit(publisher, name, subject=f"areas/{name}")
    relay.run_once()
    subscriber.failing["bad"] = RuntimeError("boom")
    subscriber.receive(wire.batches())
    assert subscriber.names == ["a", "c", "d"]
    assert subscriber.letters() == {"bad": "retrying"}


def test_events_of_the_same_subject_in_later_batches_are_held(batches: Any, subscriber: Subscriber) -> None:
    subscriber.failing["bad"] = Conflict("never", "never")
    for name, subject in (("bad", OTHER), ("x", f"areas/{AREA}"), ("late", OTHER), ("later", OTHER)):
        subscriber.receive(batches(name, subject=subject))
    assert subscriber.names == ["x"]
    assert subscriber.letters() == {"bad": "parked", "late": "held", "later": "held"}


def test_an_event_that_breaks_its_contract_or_has_no_handler_is_parked(batches: Any, subscriber: Subscriber) -> None:
    (batch,) = batches("a", "b")
    envelopes = [event.to_cloudevent() for event in batch.events]
    envelopes[0]["data"] = {"code": "x"}
    envelopes[0]["subject"] = "areas/1"
    envelopes[1]["type"] = "elections.from_the_future.v9"
    broken = Batch(batch.source, batch.after, batch.through, tuple(map(Event.from_cloudevent, envelopes)))
    subscriber.receive([broken])
    with subscriber.database.reading() as session:
        rows = session.execute(select(dead_letters.c.state, dead_letters.c.error)).all()
    assert [row.state for row in rows] == ["parked", "parked"]
    assert subscriber.names == []


def test_a_service_without_a_handler_parks_what_it_hears(batches: Any, subscriber: Subscriber) -> None:
    Receiver(subscriber.database, {}).receive(batches("a")[0])
    assert subscriber.letters() == {"a": "parked"}


def test_an_error_shows_operators_no_persons_data(batches: Any, subscriber: Subscriber) -> None:
    def write_twice(uow: UnitOfWork, event: Event) -> None:
        row = {"event_id": event.id, "source": "梁秀英", "sequence": 1}
        uow.session.execute(insert(inbox).values(**row))
        uow.session.execute(insert(inbox).values(**row))

    subscriber.also = write_twice
    subscriber.receive(batches("a"))
    with subscriber.database.reading() as session:
        error = session.scalar(select(dead_letters.c.error))
    assert "pk_inbox" in str(error)
    assert "梁秀英" not in str(error)


@pytest.mark.parametrize("alone", [True, False])
def test_a_database_error_that_passes_undoes_the_whole_batch(
    publisher: Database, relay: Relay, wire: Wire, subscriber: Subscriber, *, alone: bool
) -> None:
    for name in "abc":
        emit(publisher, name, subject=f"areas/{name}")
    relay.run_once()
    (batch,) = wire.batches()

    def be_cancelled(uow: UnitOfWork, event: Event) -> None:
        if event.data["name"] == "b":
            uow.session.execute(text("SET LOCAL statement_timeout = 1"))
            uow.session.execute(text("SELECT pg_sleep(1)"))

    subscriber.also = be_cancelled
    if alone:
        subscriber.failing["a"] = RuntimeError("so that events are tried one by one")
    with pytest.raises(OperationalError):
        subscriber.receive([batch])
    assert (subscriber.names, subscriber.taken, subscriber.letters()) == ([], 0, {})
    subscriber.also = None
    subscriber.failing.clear()
    assert subscriber.receive([batch]) == 3


def test_a_handlers_own_events_jobs_and_records_belong_to_the_events_chain(
    publisher: Database, relay: Relay, wire: Wire, subscriber: Subscriber
) -> None:
    for chain in ("chain-1", "chain-2"):
        with context.working(correlation_id=chain):
            emit(publisher, chain)
    relay.run_once()

    def publish(uow: UnitOfWork, event: Event) -> None:
        assert context.current().event_id == str(event.id)
        uow.emit(REGISTERED, subject=event.subject, area=event.area, data=event.data)
        uow.enqueue("notices.deliver", queue="notices.deliver", area=event.area)
        uow.record("publish", subject=event.subject, area=event.area)

    subscriber.also = publish
    subscriber.receive(wire.batches())
    with subscriber.database.reading() as session:
        for table in (outbox, jobs, audit_trail):
            found = session.scalars(select(table.c.correlation_id).order_by(table.c.id)).all()
            assert found == ["chain-1", "chain-2"]


def test_what_a_failing_handler_emitted_is_not_sent(batches: Any, subscriber: Subscriber) -> None:
    def emit_first(uow: UnitOfWork, event: Event) -> None:
        uow.emit(REGISTERED, subject=event.subject, area=event.area, data=event.data)

    subscriber.also = emit_first
    subscriber.failing["bad"] = RuntimeError("boom")
    subscriber.receive([*batches("good"), *batches("bad", subject=OTHER)])
    with subscriber.database.reading() as session:
        assert [row["name"] for row in session.scalars(select(outbox.c.data))] == ["good"]
