from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from random import Random

import pytest
from kombu.exceptions import OperationalError as BrokerError
from sqlalchemy import event, insert, select, text

from shared.clock import now
from shared.database.database import Database
from shared.database.tables import outbox, outbox_cursors
from shared.events.outbox import number_rows, rewind
from shared.events.relay import Relay
from shared.ids import new_id
from shared.settings import Settings
from tests.shared.events.wire import AREA, REGISTERED, SYSTEM, Wire, emit, sequences


def _until(condition: Callable[[], bool], *, seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


@contextmanager
def _running(*relays: Relay) -> Iterator[None]:
    threads = [threading.Thread(target=relay.run) for relay in relays]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for relay in relays:
            relay.stop()
        for thread in threads:
            thread.join(10)
        assert not any(thread.is_alive() for thread in threads)


def _run_dry(relay: Relay) -> None:
    while relay.run_once():
        pass


def _names(wire: Wire, subscriber: str = "notices") -> list[str]:
    return [event.data["name"] for batch in wire.batches(subscriber) for event in batch.events]


def test_every_subscriber_gets_the_events_in_order(publisher: Database, relay: Relay, wire: Wire) -> None:
    emit(publisher, "a", "b")
    emit(publisher, "c")
    _run_dry(relay)
    assert _names(wire, "training") == _names(wire, "notices") == ["a", "b", "c"]
    assert {queue for _, queue, _ in wire.sent} == {"training.events", "notices.events"}


def test_batches_continue_each_other(publisher: Database, relay: Relay, wire: Wire) -> None:
    emit(publisher, *map(str, range(25)))
    _run_dry(relay)
    assert [(batch.after, batch.through) for batch in wire.batches()] == [(0, 10), (10, 20), (20, 25)]
    assert _names(wire) == [str(number) for number in range(25)]


def test_a_batch_covers_the_events_that_its_subscriber_does_not_hear(
    publisher: Database, relay: Relay, wire: Wire
) -> None:
    with publisher.unit_of_work(SYSTEM) as uow:
        for kind in ("elections.roll_published.v1", REGISTERED, "elections.roll_published.v1", REGISTERED):
            row = {"event_id": new_id(), "type": kind, "subject": "x", "area": AREA, "time": now()}
            uow.session.execute(insert(outbox).values(**row, correlation_id="x", data={"name": kind}))
    _run_dry(relay)
    (training,), (notices,) = wire.batches("training"), wire.batches("notices")
    assert (training.after, training.through, [event.sequence for event in training.events]) == (0, 4, [2, 4])
    assert [event.sequence for event in notices.events] == [1, 2, 3, 4]


def test_what_nobody_hears_is_not_looked_at_in_every_round(publisher: Database, relay: Relay, wire: Wire) -> None:
    emit(publisher, "a")
    _run_dry(relay)
    with publisher.unit_of_work(SYSTEM) as uow:
        row = {"event_id": new_id(), "type": "elections.roll_published.v1", "subject": "x", "area": AREA}
        uow.session.execute(insert(outbox).values(**row, time=now(), correlation_id="x", data={}))
    _run_dry(relay)
    emit(publisher, "b")
    _run_dry(relay)
    assert [(batch.after, batch.through) for batch in wire.batches("training")] == [(0, 1), (1, 3)]


def test_nothing_is_sent_twice_without_need(publisher: Database, relay: Relay, wire: Wire) -> None:
    emit(publisher, "a")
    _run_dry(relay)
    assert relay.run_once() == 0
    assert len(wire.sent) == 2


def test_while_the_broker_is_away_rows_wait(publisher: Database, relay: Relay, wire: Wire) -> None:
    wire.broken = BrokerError("refused")
    for name in "abc":
        emit(publisher, name)
        with pytest.raises(BrokerError):
            relay.run_once()
    wire.broken = None
    _run_dry(relay)
    assert _names(wire) == ["a", "b", "c"]
    assert sequences(publisher) == [1, 2, 3]


@pytest.mark.parametrize("error", [BrokerError("away"), ConnectionResetError("away"), OSError("away")])
def test_a_running_relay_outlives_the_brokers_absence(
    publisher: Database, relay: Relay, wire: Wire, error: Exception
) -> None:
    wire.broken = error
    emit(publisher, "a")
    with _running(relay):
        _until(lambda: sequences(publisher) == [1])
        wire.broken = None
        _until(lambda: _names(wire) == ["a"])


def test_a_rewound_cursor_sends_again(publisher: Database, relay: Relay, wire: Wire) -> None:
    emit(publisher, "a", "b", "c")
    _run_dry(relay)
    with publisher.unit_of_work(SYSTEM) as uow:
        assert rewind(uow.session, "notices", after=1)
        assert not rewind(uow.session, "notices", after=2)
    _run_dry(relay)
    assert _names(wire) == ["a", "b", "c", "b", "c"]
    assert _names(wire, "training") == ["a", "b", "c"]


def test_a_running_relay_sees_at_once_that_a_cursor_was_rewound(publisher: Database, relay: Relay, wire: Wire) -> None:
    emit(publisher, "a", "b")
    with _running(relay):
        _until(lambda: _names(wire) == ["a", "b"])
        with publisher.unit_of_work(SYSTEM) as uow:
            rewind(uow.session, "notices", after=1)
        _until(lambda: _names(wire) == ["a", "b", "b"])


def test_while_nothing_changes_a_running_relay_asks_one_question_a_turn(
    publisher: Database, relay: Relay, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three services' relays, ten times a second, all night: what a machine does for nothing."""
    monkeypatch.setattr("shared.events.relay._LOOK_ANYWAY_SECONDS", 3600.0)
    asked: list[str] = []
    event.listen(publisher.engine, "before_cursor_execute", lambda *each: asked.append(" ".join(each[2].split()[:2])))
    emit(publisher, "a")
    with _running(relay):
        _until(lambda: len(wire.sent) == 2)
        _until(lambda: len(asked) > 60 and set(asked[-20:]) == {"SELECT EXISTS"})


def test_what_becomes_due_by_time_alone_is_found_too(publisher: Database, relay_settings: Settings, wire: Wire) -> None:
    """A job that the broker lost: nothing changes in the database that would wake the relay."""
    relay = Relay(publisher, dataclasses.replace(relay_settings, job_retry_seconds=0.2), wire.send)
    with publisher.unit_of_work(SYSTEM) as uow:
        uow.enqueue("elections.count", queue="elections.tally", area=AREA)
    with _running(relay):
        _until(lambda: [task for task, _, _ in wire.sent].count("elections.count") >= 3)


def test_a_relay_gathers_in_a_trickle_and_does_not_wait_in_a_flood(relay: Relay, relay_settings: Settings) -> None:
    full, idle = relay_settings.relay_batch, relay_settings.relay_poll_seconds
    assert relay._pause_after(0) == idle
    assert 0 < relay._pause_after(1) <= idle
    assert relay._pause_after(full) == 0


def test_a_cursor_rewound_while_sending_is_not_overwritten(publisher: Database, relay: Relay, wire: Wire) -> None:
    emit(publisher, "a")
    _run_dry(relay)
    emit(publisher, "b")

    def send_and_rewind(task: str, queue: str, arguments: dict[str, object]) -> None:
        wire.send(task, queue, arguments)
        if task != "notices.receive_events":
            return
        with publisher.unit_of_work(SYSTEM) as uow:
            rewind(uow.session, "notices", after=0)

    meddling = Relay(publisher, relay._settings, send_and_rewind)
    meddling.run_once()
    _run_dry(relay)
    with publisher.reading() as session:
        assert set(session.scalars(select(outbox_cursors.c.sent_through))) == {2}
    assert _names(wire) == ["a", "b", "a", "b"]


def test_numbers_have_no_gap_under_concurrent_writers_and_rollbacks(publisher: Database) -> None:
    """Eight writers, a third of whose transactions fail, while rows are being numbered all the time."""
    stop = threading.Event()

    def write(seed: int) -> int:
        random, written = Random(seed), 0  # noqa: S311 - to be the same each time
        for _ in range(40):
            fails, number = random.random() < 0.33, random.randint(1, 4)
            try:
                _emit_slowly(publisher, number, fails=fails, pause=random.random() * 0.004)
            except _Wanted:
                continue
            written += number
        return written

    def number() -> None:
        while not stop.is_set():
            with publisher.unit_of_work(SYSTEM) as uow:
                number_rows(uow.session, limit=7)
            _assert_gapless(publisher)

    with ThreadPoolExecutor(5) as threads:
        numbering = threads.submit(number)
        written = sum(threads.map(write, range(4)))
        stop.set()
        numbering.result()
    with publisher.unit_of_work(SYSTEM) as uow:
        number_rows(uow.session, limit=10_000)
    assert sequences(publisher) == list(range(1, written + 1))


class _Wanted(Exception):
    pass


def _emit_slowly(publisher: Database, number: int, *, fails: bool, pause: float) -> None:
    with publisher.unit_of_work(SYSTEM) as uow:
        for _ in range(number):
            uow.emit(REGISTERED, subject="x", area=AREA, data={"code": AREA, "name": "x", "level": "community"})
        uow.write_collected()
        for collected in (uow._events, uow._jobs, uow._audit):
            collected.clear()
        time.sleep(pause)  # written, not yet committed: the moment in which a hole could come about
        if fails:
            raise _Wanted


def _assert_gapless(publisher: Database) -> None:
    with publisher.reading() as session:
        query = text("SELECT count(sequence), coalesce(max(sequence), 0), count(DISTINCT sequence) FROM outbox")
        counted, highest, distinct = session.execute(query).one()
    assert counted == highest == distinct


def test_two_that_number_at_once_do_not_spoil_the_sequence(publisher: Database) -> None:
    """Cannot happen while the lock holds; should it ever, an error is better than a number given twice."""
    from sqlalchemy.exc import IntegrityError, OperationalError

    emit(publisher, *map(str, range(200)))

    def number(_: int) -> None:
        for _ in range(20):
            try:
                with publisher.unit_of_work(SYSTEM) as uow:
                    number_rows(uow.session, limit=10)
            except (IntegrityError, OperationalError):
                continue

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(number, range(3)))
    with publisher.unit_of_work(SYSTEM) as uow:
        number_rows(uow.session, limit=1000)
    assert sequences(publisher) == list(range(1, 201))


@pytest.fixture
def second_relay(publisher: Database, relay_settings: Settings) -> Iterator[tuple[Relay, Wire]]:
    database, wire = Database("elections"), Wire()
    database.connect(relay_settings.database_url)
    yield Relay(database, relay_settings, wire.send), wire
    database.dispose()


def test_only_one_relay_works_and_the_other_takes_over(
    publisher: Database, relay: Relay, wire: Wire, second_relay: tuple[Relay, Wire]
) -> None:
    other, other_wire = second_relay
    with _running(relay):
        emit(publisher, "a")
        _until(lambda: _names(wire) == ["a"])
        with _running(other):
            emit(publisher, "b")
            _until(lambda: _names(wire) == ["a", "b"])
            assert other_wire.sent == []
            first = _leader(publisher)
            relay.stop()
            _until(lambda: _leader(publisher) not in {None, first})
            emit(publisher, "c")
            _until(lambda: _names(other_wire) == ["c"])
    assert _names(wire) == ["a", "b"]


def test_when_a_relays_connection_dies_another_takes_over(
    publisher: Database, relay: Relay, wire: Wire, second_relay: tuple[Relay, Wire]
) -> None:
    other, other_wire = second_relay
    with _running(relay):
        emit(publisher, "a")
        _until(lambda: _names(wire) == ["a"])
        with _running(other):
            _until(lambda: _lock_holders(publisher) == 1)
            first = _leader(publisher)
            with publisher.unit_of_work(SYSTEM) as uow:
                uow.session.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": first})
            _until(lambda: _lock_holders(publisher) == 1 and _leader(publisher) != first)
            emit(publisher, "b")
            _until(lambda: "b" in _names(wire) + _names(other_wire))
            assert _lock_holders(publisher) == 1
    assert sorted(_names(wire) + _names(other_wire)) == ["a", "b"]


def test_a_relay_that_waits_for_the_lead_can_be_stopped(
    relay: Relay, second_relay: tuple[Relay, Wire], publisher: Database
) -> None:
    with _running(relay):
        _until(lambda: _lock_holders(publisher) == 1)
        with _running(second_relay[0]):
            pass
    assert _lock_holders(publisher) == 0


def test_a_relay_outlives_a_restart_of_its_database_connections(publisher: Database, relay: Relay, wire: Wire) -> None:
    with _running(relay):
        emit(publisher, "a")
        _until(lambda: _names(wire) == ["a"])
        with publisher.unit_of_work(SYSTEM) as uow:
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            uow.session.execute(text(f"{others} AND pid <> pg_backend_pid()"))
        emit(publisher, "b")
        _until(lambda: _names(wire) == ["a", "b"])


def _leader(publisher: Database) -> int | None:
    with publisher.reading() as session:
        return session.scalar(text(_HOLDERS.format("pid") + " LIMIT 1"))


def _lock_holders(publisher: Database) -> int:
    with publisher.reading() as session:
        return session.scalar(text(_HOLDERS.format("count(*)"))) or 0


_HOLDERS = (
    "SELECT {} FROM pg_locks WHERE locktype = 'advisory' AND granted "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
