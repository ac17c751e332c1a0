"""Prometheus metrics of every process. Names follow prometheus.io's naming practice; labels are few and bounded.

Services take Counter and Gauge from here: a metric may be made only when the processes' folder is there.
"""

from __future__ import annotations

import os
from pathlib import Path

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
    start_http_server,
)
from prometheus_client.registry import REGISTRY

__all__ = [
    "EVENTS_RECEIVED",
    "EVENTS_RELAYED",
    "LIVE_VIEWERS",
    "PRUNED",
    "REQUESTS",
    "REQUEST_SECONDS",
    "TASKS",
    "TASK_SECONDS",
    "Counter",
    "Gauge",
    "exposition",
    "serve",
]

_SHARED = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
"""Where the processes of one container (web or pool processes) put their figures together; None: each has its own."""

if _SHARED:
    Path(_SHARED).mkdir(parents=True, exist_ok=True)  # before the first metric is made, which opens a file there

REQUESTS = Counter("shequ_http_requests_total", "HTTP requests answered", ["service", "route", "method", "status"])
REQUEST_SECONDS = Histogram("shequ_http_request_seconds", "Time to answer", ["service", "route"])
LIVE_VIEWERS = Gauge("shequ_live_viewers", "Viewers of live counts", multiprocess_mode="livesum")
EVENTS_RELAYED = Counter("shequ_relayed_total", "Events and jobs handed to the broker", ["service"])
PRUNED = Counter("shequ_pruned_total", "Rows removed that nothing needs any more", ["service", "table"])
EVENTS_RECEIVED = Counter("shequ_events_received_total", "Events taken for the first time", ["service"])
TASKS = Counter("shequ_tasks_total", "Celery tasks ended", ["task", "outcome"])
TASK_SECONDS = Histogram("shequ_task_seconds", "Time a Celery task took", ["task"])


def exposition() -> bytes:
    """This process's metrics, or those of all processes that share PROMETHEUS_MULTIPROC_DIR, in the text format."""
    return generate_latest(_registry())


def serve(port: int) -> None:
    """Answers Prometheus on a port of its own: for workers and relays, which have no web server."""
    start_http_server(port, registry=_registry())


def _registry() -> CollectorRegistry:
    if not _SHARED:
        return REGISTRY
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry
