"""A worker's heartbeat: a file that is touched only while the worker truly takes messages from the broker.

A living process proves nothing: workers have been seen to stay up and consume no more after Redis went away. So each
worker sends a message to a queue of its own and touches the file when that message comes back. A worker whose slots
are all busy takes no message, so running tasks (each has a time limit) count as a sign of life too.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from celery import Celery, bootsteps, signals
from celery.utils.nodenames import worker_direct
from celery.worker import state
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

PROBE = "shequ.heartbeat"
_INTERVAL = 10.0  # seconds


def install(app: Celery, heartbeat: Path | None) -> None:
    """Makes the workers of `app` keep the file fresh. Without a file there is no one to show it to."""
    if heartbeat is None:
        return
    app.task(name=PROBE, ignore_result=True)(_do_nothing)
    app.steps["consumer"].add(_probe_step(app, heartbeat))

    @signals.task_received.connect(weak=False)
    def _message_came(request: Any = None, **_: Any) -> None:
        if request is not None and request.name == PROBE:
            heartbeat.touch()


def _do_nothing() -> None:
    """The message is all there is to it."""


def _probe_step(app: Celery, heartbeat: Path) -> type:
    class Probe(bootsteps.StartStopStep):
        requires = ("celery.worker.consumer.tasks:Tasks",)

        def start(self, consumer: Any) -> None:
            self.timer = consumer.timer.call_repeatedly(_INTERVAL, _beat, (app, heartbeat, consumer.hostname))
            _beat(app, heartbeat, consumer.hostname)

        def stop(self, consumer: Any) -> None:  # noqa: ARG002
            if getattr(self, "timer", None):
                self.timer.cancel()

    return Probe


def _beat(app: Celery, heartbeat: Path, hostname: str) -> None:
    if state.active_requests:
        heartbeat.touch()
        return
    try:
        app.send_task(PROBE, queue=worker_direct(hostname).name, expires=3 * _INTERVAL, retry=False, ignore_result=True)
    except (BrokerError, RedisError, OSError) as error:
        log.warning("heartbeat could not be sent", extra={"error": type(error).__name__})
