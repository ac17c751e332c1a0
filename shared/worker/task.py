"""The base of every task: context, log lines, metrics and retry policy in one place."""

from __future__ import annotations

import logging
import time
from typing import Any

from celery import Task
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared import context, logs, metrics

log = logging.getLogger(__name__)

TEMPORARY = (DBAPIError, PoolTimeout, BrokerError, RedisError, ConnectionError)
"""Errors that pass: the task is tried again with growing pauses. Every other error ends it, with a traceback."""


class ShequTask(Task):
    abstract = True
    autoretry_for = TEMPORARY
    max_retries = 6
    retry_backoff = 1  # seconds: 1, 2, 4 … with jitter, half a minute in all, far below the visibility timeout
    retry_backoff_max = 16
    retry_jitter = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        started = time.monotonic()
        correlation_id = (self.request.headers or {}).get("correlation_id", "")
        with context.working(task=self.name, correlation_id=correlation_id):
            try:
                return super().__call__(*args, **kwargs)
            finally:
                metrics.TASK_SECONDS.labels(self.name).observe(time.monotonic() - started)

    def on_success(self, retval: Any, task_id: str, args: Any, kwargs: Any) -> None:  # noqa: ARG002
        metrics.TASKS.labels(self.name, "succeeded").inc()

    def on_retry(self, exc: Exception, task_id: str, args: Any, kwargs: Any, einfo: Any) -> None:  # noqa: ARG002
        metrics.TASKS.labels(self.name, "retried").inc()
        log.warning("task will be tried again", extra={"task": self.name, "error": type(exc).__name__})

    def on_failure(self, exc: Exception, task_id: str, args: Any, kwargs: Any, einfo: Any) -> None:  # noqa: ARG002
        metrics.TASKS.labels(self.name, "failed").inc()
        log.error(
            "task failed",
            extra={"task": self.name, "error": type(exc).__name__, "traceback": logs.without_values(str(einfo))},
        )
