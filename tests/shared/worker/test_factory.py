from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest
from celery import Celery

from shared.database.database import Database
from shared.embedded import RedisServer
from shared.events.envelope import Batch
from shared.events.relay import Relay
from shared.settings import Settings
from shared.worker.factory import carry_out, create_worker
from tests.shared.events.wire import Wire, emit


@pytest.fixture
def worker(settings: Settings, database: Database, redis_server: RedisServer) -> Celery:
    """On an empty broker: workers of other tests leave questions to services that do not run."""
    with redis_server.client() as redis:
        redis.flushall()
    return create_worker(dataclasses.replace(settings, replay_after_seconds=0), database, {})


def _queued(redis_server: RedisServer, queue: str) -> list[Any]:
    with redis_server.client() as redis:
        messages = [json.loads(raw) for raw in redis.lrange(queue, 0, -1)]
        redis.delete(queue)
    return messages


def test_a_service_has_the_tasks_that_others_send_to_it(worker: Celery) -> None:
    assert {"elections.receive_events", "elections.rewind_events", "elections.tick"} <= set(worker.tasks)


def test_two_applications_in_one_process_keep_their_tasks_apart(
    worker: Celery, settings: Settings, database: Database
) -> None:
    other = create_worker(settings, Database("elections"), {})
    assert other.tasks["elections.tick"] is not worker.tasks["elections.tick"]


def test_a_tick_asks_the_sources_for_what_may_be_missing(worker: Celery, redis_server: RedisServer) -> None:
    worker.tasks["elections.tick"].apply(throw=True)
    (message,) = _queued(redis_server, "notices.events")
    assert message["headers"]["task"] == "notices.rewind_events"
    assert message["headers"]["expires"]


def test_early_batches_ask_at_once_for_what_is_missing_and_are_not_tried_again(
    worker: Celery, redis_server: RedisServer
) -> None:
    early = Batch(source="notices", after=5, through=6, events=()).to_message()
    for _ in range(3):
        worker.tasks["elections.receive_events"].apply(kwargs={"batch": early}, throw=True)
    (message,) = _queued(redis_server, "notices.events")
    assert message["headers"]["task"] == "notices.rewind_events"


def test_a_batch_for_a_service_without_handlers_is_kept_in_dead_letters(
    worker: Celery, database: Database, new_database: Callable[[str], str], settings: Settings
) -> None:
    publisher, wire = Database("elections"), Wire()
    publisher.connect(new_database("elections"))
    emit(publisher, "a")
    Relay(publisher, settings, wire.send).run_once()
    batch = wire.sent[0][2]["batch"]
    worker.tasks["elections.receive_events"].apply(kwargs={"batch": batch}, throw=True)
    publisher.dispose()
    from shared.events import operations

    assert operations.status(database)["dead_letters"] == 1


def test_rewinding_is_asked_for_by_task(worker: Celery, database: Database, settings: Settings) -> None:
    wire = Wire()
    emit(database, "a")
    Relay(database, settings, wire.send).run_once()
    worker.tasks["elections.rewind_events"].apply(kwargs={"subscriber": "notices", "after": 0}, throw=True)
    Relay(database, settings, wire.send).run_once()
    assert len(wire.batches("notices")) == 2


def test_a_tick_carries_out_the_chores_of_the_service(settings: Settings, database: Database) -> None:
    done: list[str] = []
    worker = create_worker(settings, database, {}, chores=(lambda: done.append("a"), lambda: done.append("b")))
    worker.tasks["elections.tick"].apply(throw=True)
    assert done == ["a", "b"]


def test_a_chore_that_fails_does_not_stop_the_others_and_is_told() -> None:
    done: list[str] = []

    def fail() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        carry_out((lambda: done.append("a"), fail, lambda: done.append("b")))
    assert done == ["a", "b"]
