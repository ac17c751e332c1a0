from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.contracts.routing import SERVICES


@pytest.fixture
def beat(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    sys.modules.pop("shared.worker.beat", None)
    yield importlib.import_module("shared.worker.beat")
    sys.modules.pop("shared.worker.beat", None)


def test_every_service_is_ticked_on_its_events_queue(beat: Any) -> None:
    schedule = beat.app.conf.beat_schedule
    queues = {entry["task"]: entry["options"]["queue"] for entry in schedule.values()}
    ticks = {f"{service}.tick": f"{service}.events" for service in SERVICES}
    assert queues == {**ticks, "notices.urgent_tick": "notices.urgent"}
    for entry in schedule.values():
        assert entry["options"]["expires"] <= entry["schedule"]


def test_the_scheduler_shows_that_sending_works(beat: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "heartbeat"
    monkeypatch.setenv("HEARTBEAT_FILE", str(file))
    scheduler = beat.HeartbeatScheduler(beat.app, lazy=True)
    entry = scheduler.Entry(name="x", task="x.tick", schedule=5, app=beat.app, options={"retry": False})
    with pytest.raises(Exception, match="Couldn't apply"):
        scheduler.apply_async(entry, advance=False)
    assert not file.exists()
    beat.app.conf.task_always_eager = True
    monkeypatch.setattr("celery.beat.Scheduler.apply_async", lambda *_, **__: None)
    scheduler.apply_async(entry)
    assert file.exists()


def test_the_broker_of_beat_may_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "url").write_text("redis://from-file:1/0\n", encoding="utf-8")
    monkeypatch.setenv("REDIS_URL_FILE", str(tmp_path / "url"))
    sys.modules.pop("shared.worker.beat", None)
    assert importlib.import_module("shared.worker.beat").app.conf.broker_url == "redis://from-file:1/0"
    sys.modules.pop("shared.worker.beat", None)
