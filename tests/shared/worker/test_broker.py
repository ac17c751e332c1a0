from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from shared import context
from shared.embedded import RedisServer
from shared.worker.broker import LONGEST_TASK_SECONDS, VISIBILITY_SECONDS, celery_settings, make_celery
from shared.worker.queues import Queues, events_queue, queues_of
from shared.worker.sender import make_sender
from shared.worker.task import ShequTask


@pytest.fixture
def conf() -> dict[str, Any]:
    return celery_settings("redis://x")


def test_a_running_task_is_not_handed_out_again(conf: dict[str, Any]) -> None:
    assert conf["broker_transport_options"]["visibility_timeout"] == VISIBILITY_SECONDS
    assert VISIBILITY_SECONDS > conf["task_time_limit"] == LONGEST_TASK_SECONDS > conf["task_soft_time_limit"]


def test_no_retry_waits_as_long_as_the_visibility_timeout() -> None:
    longest = sum(min(2**number, ShequTask.retry_backoff_max) for number in range(ShequTask.max_retries))
    assert longest < VISIBILITY_SECONDS / 10


def test_a_task_of_a_killed_worker_comes_back(conf: dict[str, Any]) -> None:
    assert conf["task_acks_late"]
    assert conf["task_reject_on_worker_lost"]


def test_workers_hold_no_more_than_they_do(conf: dict[str, Any]) -> None:
    assert conf["worker_prefetch_multiplier"] == 1


def test_nothing_but_json_travels(conf: dict[str, Any]) -> None:
    assert conf["accept_content"] == conf["result_accept_content"] == ["json"]
    assert conf["task_serializer"] == "json"


def test_workers_wait_for_the_broker_for_ever(conf: dict[str, Any]) -> None:
    assert conf["broker_connection_max_retries"] is None
    assert conf["broker_connection_retry_on_startup"]


def test_a_services_worker_knows_its_queues_and_no_other() -> None:
    app = make_celery("elections", "redis://x")
    assert {queue.name for queue in app.conf.task_queues} == set(queues_of("elections"))
    assert app.conf.task_default_queue == "elections.events"


def test_every_queue_belongs_to_a_service() -> None:
    assert {queue for name in ("elections", "training", "notices") for queue in queues_of(name)} == set(Queues)
    with pytest.raises(ValueError, match="nobody"):
        events_queue("nobody")


def test_a_sent_task_lies_in_its_queue(redis_server: RedisServer) -> None:
    with redis_server.client() as redis:
        redis.delete("notices.deliver")
        send = make_sender(redis_server.url)
        with context.working(correlation_id="chain"):
            send("notices.print", "notices.deliver", {"notice": "梁"})
        (raw,) = redis.lrange("notices.deliver", 0, -1)
        redis.delete("notices.deliver")
    message = json.loads(raw)
    assert message["headers"]["task"] == "notices.print"
    assert message["content-type"] == "application/json"


def test_sending_works_on_after_redis_lost_everything(redis_server: RedisServer) -> None:
    """kombu keeps its routing in Redis; a message must not vanish because that is gone."""
    send = make_sender(redis_server.url)
    with redis_server.client() as redis:
        for _ in range(2):
            send("notices.print", "notices.deliver", {})
            assert redis.llen("notices.deliver") == 1
            redis.flushall()


def test_a_broker_that_is_away_is_an_error_and_no_silence() -> None:
    send = make_sender("redis://127.0.0.1:1/0")
    with pytest.raises((BrokerError, RedisError, OSError)):
        send("notices.print", "notices.deliver", {})


def test_a_sender_finds_a_broker_that_came_back(tmp_path: Path) -> None:
    server = RedisServer(tmp_path / "redis")
    server.start()
    send = make_sender(server.url)
    try:
        send("notices.print", "notices.deliver", {})
        server.stop()
        with pytest.raises((BrokerError, RedisError, OSError)):
            send("notices.print", "notices.deliver", {})
        server.start()
        send("notices.print", "notices.deliver", {})
        with server.client() as redis:
            assert redis.llen("notices.deliver") == 2
    finally:
        server.stop()
