from __future__ import annotations

from pathlib import Path

import pytest
from celery import Celery
from celery.utils.nodenames import worker_direct
from celery.worker import state

from shared.embedded import RedisServer
from shared.worker import heartbeat
from shared.worker.broker import make_celery


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "heartbeat"


def test_a_beat_goes_through_the_broker_before_it_counts(redis_server: RedisServer, file: Path) -> None:
    app = make_celery("notices", redis_server.url)
    queue = worker_direct("notices@here").name
    with redis_server.client() as redis:
        for _ in range(2):
            heartbeat._beat(app, file, "notices@here")
            assert redis.llen(queue) == 1
            redis.flushall()  # kombu's routing is lost too; the beat must find its way without it
    assert not file.exists()


def test_a_broker_that_is_away_stops_the_heart_and_not_the_worker(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    heartbeat._beat(make_celery("notices", "redis://127.0.0.1:1/0"), file, "notices@here")
    assert not file.exists()
    assert "heartbeat could not be sent" in caplog.text


def test_a_worker_whose_slots_are_busy_lives(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "active_requests", {"a task"})
    heartbeat._beat(make_celery("notices", "redis://127.0.0.1:1/0"), file, "notices@here")
    assert file.exists()


def test_without_a_file_nothing_is_installed() -> None:
    app = Celery("x", set_as_current=False)
    heartbeat.install(app, None)
    assert heartbeat.PROBE not in app.tasks
