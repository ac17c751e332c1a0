"""The launcher: starts everything in order, keeps it running, stops it in order."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.error import URLError
from urllib.request import urlopen

from shared.auth.keys import ensure_keys
from shared.contracts.routing import SERVICES
from shared.database.migrate import upgrade
from shared.embedded.databases import make_databases
from shared.embedded.errors import AlreadyRunning, KeepsDying
from shared.embedded.leftovers import MARK, end_leftovers
from shared.embedded.plan import ProcessPlan, process_plans
from shared.embedded.ports import DEFAULT_BASE, choose_ports
from shared.embedded.postgres import PostgresServer
from shared.embedded.process import Process
from shared.embedded.redis import RedisServer

_READY_SECONDS = 90  # cold, on a small machine with other work


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where everything is: services' addresses by name, the key that signs tokens, databases by service, Redis."""

    services: dict[str, str]
    signing_key: Path
    jwks: Path
    databases: dict[str, str]
    redis: str


class Platform:
    """`with Platform(folder) as platform:` runs everything for the length of the block.

    `ports` maps services to ports (None: counted from `port_base`, 0: any free one). `environment` is added to that of
    every process. DATABASE_URL (an administrator's address) and REDIS_URL in the launcher's own environment are used
    instead of starting servers.
    """

    def __init__(
        self,
        data: Path,
        *,
        port_base: int = DEFAULT_BASE,
        ports: Mapping[str, int | None] | None = None,
        environment: Mapping[str, str] | None = None,
        plans: Callable[[Mapping[str, int]], list[ProcessPlan]] = process_plans,
        durable: bool = True,
    ) -> None:
        self.data = data.resolve()
        self._port_base, self._given_ports = port_base, ports or {}
        self._environment = dict(environment or {})
        self._plans = plans
        self.postgres = (
            None if "DATABASE_URL" in os.environ else PostgresServer(self.data / "postgres", durable=durable)
        )
        self.redis = (
            None if "REDIS_URL" in os.environ else RedisServer(self.data / "redis", mark={MARK: str(self.data)})
        )
        self.processes: dict[str, Process] = {}
        self.endpoints: Endpoints
        self._lock: int | None = None

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Returns when every service is ready. Raises AlreadyRunning, PortTaken, UnreachableFolder, KeepsDying."""
        for folder in (self.data, self.data / "logs", self.data / "run"):
            folder.mkdir(parents=True, exist_ok=True)
        self._take_lock()
        end_leftovers(self.data)
        ports = choose_ports(self._port_base, self._given_ports)
        self.endpoints = self._start_servers(ports)
        for service in SERVICES:
            upgrade(service, self.endpoints.databases[service])
        self._start_processes(ports)
        self._wait_until_ready()
        self._write_endpoints()

    def supervise(self, told: Callable[[str], None], *, until: Callable[[float], bool]) -> None:
        """Revives what dies until `until(seconds)`, which waits so long, answers True. Raises KeepsDying."""
        while not until(1.0):
            for process in self.processes.values():
                if process.revive():
                    told(f"{process.plan.name} had died or gone deaf and was started again; see {process.log}")

    def stop(self) -> None:
        """Ends web processes, beat, relays and workers, then Redis and PostgreSQL. Leaves no process."""
        stopping = list(reversed(self.processes.values()))
        for kind in ("-web", "beat", "-relay", "-worker", ""):
            group = [process for process in stopping if process.plan.name.endswith(kind)]
            for process in group:
                process.signal_stop()
            for process in group:
                process.stop()
            stopping = [process for process in stopping if process not in group]
        self.processes = {}
        for server in (self.redis, self.postgres):
            if server is not None and self._lock is not None:
                server.stop()
        self._release_lock()

    def _start_servers(self, ports: Mapping[str, int]) -> Endpoints:
        if self.postgres:
            self.postgres.start()
        if self.redis:
            self.redis.start()
        admin = self.postgres.url("postgres") if self.postgres else os.environ["DATABASE_URL"]
        key, jwks = ensure_keys(self.data / "keys")
        return Endpoints(
            services={service: f"http://127.0.0.1:{port}" for service, port in ports.items()},
            signing_key=key,
            jwks=jwks,
            databases=make_databases(admin),
            redis=self.redis.url if self.redis else os.environ["REDIS_URL"],
        )

    def _start_processes(self, ports: Mapping[str, int]) -> None:
        for plan in self._plans(ports):
            process = Process(
                plan, environment=self._environment_of(plan), logs=self.data / "logs", run=self.data / "run"
            )
            self.processes[plan.name] = process
            process.start()

    def _environment_of(self, plan: ProcessPlan) -> dict[str, str]:
        addresses = {f"PUBLIC_{name.upper()}_URL": url for name, url in self.endpoints.services.items()}
        own = {"SERVICE": plan.service, "DATABASE_URL": self.endpoints.databases[plan.service]} if plan.service else {}
        common = {"REDIS_URL": self.endpoints.redis, "JWKS": str(self.endpoints.jwks), MARK: str(self.data)}
        inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return {**inherited, **addresses, **common, **own, **self._environment}

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _READY_SECONDS
        waiting = [url for service, url in self.endpoints.services.items() if f"{service}-web" in self.processes]
        while waiting := [url for url in waiting if not _ready(url)]:
            if dead := [process for process in self.processes.values() if not process.alive]:
                raise KeepsDying(f"{dead[0].plan.name} did not start:\n{dead[0].last_words()}")
            if time.monotonic() > deadline:
                raise KeepsDying(f"not ready after {_READY_SECONDS} s: {', '.join(waiting)}; see {self.data / 'logs'}")
            time.sleep(0.1)

    def _write_endpoints(self) -> None:
        text = json.dumps(asdict(self.endpoints), default=str, indent=2)
        path = self.data / "run" / "endpoints.json"
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")

    def _take_lock(self) -> None:
        lock = os.open(self.data / "run" / "lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            raise AlreadyRunning(
                f"a platform is already running on {self.data}; stop it, or choose another --data"
            ) from None
        self._lock = lock

    def _release_lock(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _ready(url: str) -> bool:
    try:
        with urlopen(f"{url}/health/ready", timeout=5) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
