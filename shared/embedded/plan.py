"""Every process of an installation and its command line: the twin of docker-compose.yml."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from shared.contracts.routing import SERVICES
from shared.worker.queues import RESERVED, queues_of

ROOT = Path(__file__).resolve().parents[2]
"""The working directory of every process: where `services` and `shared` are imported from."""

_WORKER_SLOTS = {"elections": 2, "training": 1, "notices": 2}
"""Tasks at a time: elections counts and notices imports residents while events and deliveries go on."""

_URGENT_THREADS = 5
"""One for each channel that a provider may keep waiting, and one for the call that starts them."""

_WEB_THREADS = 8

_LIVE_THREADS = 256
"""One for each viewer of a live count (LIVE_VIEWERS, 240), and some for probes and those who are turned away."""

_SILENCE = 60  # seconds; a heartbeat comes at least every 10, so this is not a busy moment


@dataclass(frozen=True, slots=True)
class ProcessPlan:
    """`service` says whose environment the process gets; beat has none. `silence_seconds`: how old its heartbeat file
    may be (None: it keeps none). `stop_seconds`: how long it may take to end in peace."""

    name: str
    command: tuple[str, ...]
    service: str | None = None
    silence_seconds: float | None = None
    stop_seconds: float = 10
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_heartbeat(self) -> bool:
        return self.silence_seconds is not None

    @property
    def role(self) -> str:
        """web, live, worker, relay or beat: those of one role start and stop together."""
        return self.name.rpartition("-")[2]


def process_plans(ports: Mapping[str, int]) -> list[ProcessPlan]:
    """In the order of starting; stopping goes the other way round, so that the web processes end first."""
    return [
        *(_worker(service) for service in SERVICES),
        _urgent_worker(),
        *(_relay(service) for service in SERVICES),
        _beat(),
        _live(ports["live"]),
        *(web_plan(service, ports[service]) for service in SERVICES),
    ]


def _worker(service: str) -> ProcessPlan:
    queues = ",".join(queue for queue in queues_of(service) if queue not in RESERVED)
    command = _python(
        "celery", "-q", "-A", f"services.{service}.worker", "worker", "-Q", queues, "-c", str(_WORKER_SLOTS[service]),
        "-n", f"{service}@%h", "--without-gossip", "--without-mingle",
    )  # fmt: skip
    return ProcessPlan(f"{service}-worker", command, service, silence_seconds=_SILENCE, stop_seconds=30)


def _urgent_worker() -> ProcessPlan:
    """Threads: they wait for providers, and five of them in one process take the memory of one."""
    command = _python(
        "celery", "-q", "-A", "services.notices.worker", "worker", "-Q", "notices.urgent",
        "-P", "threads", "-c", str(_URGENT_THREADS), "-n", "notices-urgent@%h", "--without-gossip", "--without-mingle",
    )  # fmt: skip
    return ProcessPlan("notices-urgent-worker", command, "notices", silence_seconds=_SILENCE, stop_seconds=30)


def _relay(service: str) -> ProcessPlan:
    command = _python("shared.cli", "relay", service)
    return ProcessPlan(f"{service}-relay", command, service, silence_seconds=_SILENCE)


def _beat() -> ProcessPlan:
    return ProcessPlan("beat", _python("celery", "-q", "-A", "shared.worker.beat", "beat"), silence_seconds=_SILENCE)


def web_plan(service: str, port: int, *, processes: int = 1) -> ProcessPlan:
    command = _python(
        "gunicorn", f"services.{service}.app:create_app()", "--bind", f"127.0.0.1:{port}",
        "--workers", str(processes), "--worker-class", "gthread", "--threads", str(_WEB_THREADS),
        "--graceful-timeout", "10", "--no-control-socket",
    )  # fmt: skip
    return ProcessPlan(f"{service}-web", command, service, stop_seconds=15)


def _live(port: int) -> ProcessPlan:
    """The stream of live counts: a process of its own, since each viewer holds a thread (ADR 10)."""
    command = _python(
        "gunicorn", "services.elections.live:create_app()", "--bind", f"127.0.0.1:{port}",
        "--worker-class", "gthread", "--threads", str(_LIVE_THREADS), "--graceful-timeout", "2",
        "--no-control-socket",
    )  # fmt: skip
    return ProcessPlan("elections-live", command, "elections")


def _python(module: str, *arguments: str) -> tuple[str, ...]:
    """Through this very interpreter, so that nothing depends on PATH."""
    return (sys.executable, "-m", module, *arguments)
