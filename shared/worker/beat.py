"""The one beat of an installation: sends each service its tick.

A tick only looks what is due in the service's database, so one tick too many (two beats by mistake) does no harm, and
one that is late expires instead of piling up behind a worker that was away.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from celery.beat import Scheduler
from environs import Env

from shared import logs
from shared.contracts.routing import SERVICES
from shared.worker.broker import make_celery
from shared.worker.queues import Queues, events_queue

TICK_SECONDS = float(os.environ.get("TICK_SECONDS", "5"))


class HeartbeatScheduler(Scheduler):
    """Keeps its schedule in memory (nothing to corrupt) and shows with a file that sending works."""

    def apply_async(self, entry: Any, *args: Any, **kwargs: Any) -> Any:
        result = super().apply_async(entry, *args, **kwargs)
        if path := os.environ.get("HEARTBEAT_FILE"):
            Path(path).touch()
        return result


def _redis_url() -> str:
    path = os.environ.get("REDIS_URL_FILE")
    return Path(path).read_text(encoding="utf-8").strip() if path else Env().str("REDIS_URL")


logs.configure("beat", os.environ.get("LOG_LEVEL", "INFO"))
app = make_celery("beat", _redis_url())
app.conf.beat_scheduler = "shared.worker.beat:HeartbeatScheduler"
_TICKS = {f"{service}.tick": events_queue(service) for service in SERVICES}
_TICKS["notices.urgent_tick"] = Queues.NOTICES_URGENT  # of the worker that has to get on when the other one hangs
app.conf.beat_schedule = {
    task: {
        "task": task,
        "schedule": TICK_SECONDS,
        "options": {"queue": queue, "expires": TICK_SECONDS, "ignore_result": True},
    }
    for task, queue in _TICKS.items()
}
