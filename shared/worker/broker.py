"""The Celery application's settings, the same for workers, the relay and beat, each with its reason."""

from __future__ import annotations

from typing import Any

from celery import Celery
from kombu import Queue  # type: ignore[attr-defined]

from shared.contracts.routing import SERVICES
from shared.worker.queues import events_queue, queues_of

LONGEST_TASK_SECONDS = 30 * 60
VISIBILITY_SECONDS = 2 * LONGEST_TASK_SECONDS  # above the longest task, or Redis hands it out again while it runs

_TRANSPORT = {
    "visibility_timeout": VISIBILITY_SECONDS,
    "health_check_interval": 10,  # finds a connection that died without a word
    "socket_keepalive": True,
    "socket_connect_timeout": 5,
    "socket_timeout": 30,  # above the broker's longest blocking read, so that a dead Redis is noticed
    "retry_on_timeout": True,
    "max_retries": 0,  # whoever sends learns at once that Redis is away and tries again by its own measure
}


def celery_settings(redis_url: str) -> dict[str, Any]:
    return {
        "broker_url": redis_url,
        "broker_transport": "shared.worker.transport:Transport",
        "result_backend": redis_url,
        "broker_transport_options": _TRANSPORT,
        "result_backend_transport_options": {"visibility_timeout": VISIBILITY_SECONDS},
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,  # Redis may be away for longer than any number would allow
        "task_acks_late": True,  # a worker that dies has not acknowledged: the task is handed out again
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,  # what a worker holds, another cannot do
        "worker_cancel_long_running_tasks_on_connection_loss": False,  # effects are exactly-once: let them finish
        "task_ignore_result": True,  # only chords keep results; everything else is in the database
        "result_expires": 3600,
        "task_serializer": "json",
        "accept_content": ["json"],
        "result_accept_content": ["json"],
        "task_time_limit": LONGEST_TASK_SECONDS,
        "task_soft_time_limit": LONGEST_TASK_SECONDS - 30,
        "worker_hijack_root_logger": False,
        "worker_redirect_stdouts": False,
        "worker_direct": True,  # a queue for each worker, for its heartbeat
        "worker_max_tasks_per_child": 10_000,  # a slow leak in a library must not grow for months
        "enable_utc": True,
    }


class _Application(Celery):
    def task(self, *arguments: Any, **options: Any) -> Any:
        """Tasks belong to the application that makes them; Celery would give them to all others in the process too."""
        return super().task(*arguments, **{"shared": False, **options})


def make_celery(name: str, redis_url: str) -> Celery:
    app = _Application(name, set_as_current=False)
    app.conf.update(celery_settings(redis_url))
    if name not in SERVICES:
        app.conf.result_backend = None  # relay and beat only send; else they would listen for each task's result
        return app
    app.conf.task_queues = [
        Queue(queue, routing_key=queue)  # type: ignore[no-untyped-call]
        for queue in queues_of(name)
    ]
    app.conf.task_default_queue = events_queue(name)
    return app
