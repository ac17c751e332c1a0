"""Prometheus metrics of every process. Names follow prometheus.io's naming practice; labels are few and bounded."""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess
from prometheus_client.registry import REGISTRY

REQUESTS = Counter("shequ_http_requests_total", "HTTP requests answered", ["service", "route", "method", "status"])
REQUEST_SECONDS = Histogram("shequ_http_request_seconds", "Time to answer", ["service", "route"])
EVENTS_RELAYED = Counter("shequ_relayed_total", "Events and jobs handed to the broker", ["service"])
EVENTS_RECEIVED = Counter("shequ_events_received_total", "Events taken for the first time", ["service"])
TASKS = Counter("shequ_tasks_total", "Celery tasks ended", ["task", "outcome"])
TASK_SECONDS = Histogram("shequ_task_seconds", "Time a Celery task took", ["task"])


def exposition() -> bytes:
    """This process's metrics, or those of all processes that share PROMETHEUS_MULTIPROC_DIR, in the text format."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
