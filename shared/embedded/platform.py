"""The launcher: starts everything in order, keeps it running, stops it in order."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Self

from shared.auth.keys import ensure_archive_key, ensure_keys
from shared.contracts.routing import SERVICES
from shared.embedded.databases import check_redis, make_databases_at, make_own_databases, migrate
from shared.embedded.endpoints import Endpoints
from shared.embedded.errors import Interrupted, UnreachableFolder
from shared.embedded.given import given_servers
from shared.embedded.leftovers import MARK, end_leftovers
from shared.embedded.lock import FolderLock
from shared.embedded.plan import ProcessPlan, process_plans
from shared.embedded.ports import DEFAULT_BASE, LIVE, choose_ports
from shared.embedded.postgres import PostgresServer
from shared.embedded.process import Process, stop_together
from shared.embedded.readiness import wait_until_ready
from shared.embedded.redis import RedisServer
from shared.embedded.watch import Watch


class Platform:
    """`with Platform(folder) as platform:` runs everything for the length of the block.

    `ports` maps services to ports (None: counted from `port_base`, 0: any free one). `environment` is added to that of
    every process. `stopping`, once set, ends a start that is under way. Servers that the launcher's own environment
    names (see given.py) are used instead of ours; then `postgres` or `redis` is None.
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
        stopping: threading.Event | None = None,
    ) -> None:
        self.data = data.resolve()
        self.logs, self.run = self.data / "logs", self.data / "run"
        self._endpoints_file = self.run / "endpoints.json"
        self._port_base, self._given_ports = port_base, ports or {}
        self._environment, self._plans = dict(environment or {}), plans
        self._stopping = stopping or threading.Event()
        self._given = given_servers()
        self.postgres = None if self._given.has_databases else self._own_postgres(durable=durable)
        self.redis = None if self._given.redis_url else self._own_redis()
        self.processes: dict[str, Process] = {}
        self.endpoints: Endpoints
        self._undo = ExitStack()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Returns when every service is ready; if that fails, all is stopped again. Raises a LauncherError."""
        try:
            self._start()
        except PermissionError as error:
            self.stop()
            raise UnreachableFolder(f"{error}: run as the owner of {self.data}, or choose another --data") from error
        except BaseException:
            self.stop()
            raise

    def supervise(self, told: Callable[[str], None], *, until: Callable[[float], bool]) -> None:
        """Starts again what falls, until `until(seconds)`, which waits so long, answers True. Raises KeepsDying."""
        watches = {each.name: Watch(each) for each in (self.postgres, self.redis, *self.processes.values()) if each}
        while not until(1.0):
            for name, watch in watches.items():
                if watch.look():
                    told(f"{name} had died or stopped working and was started again; see {self.logs / name}.log")

    def stop(self) -> None:
        """Ends web processes, beat, relays and workers, then Redis and PostgreSQL. Leaves no process."""
        self._undo.close()  # in the opposite order of the start, and all of it, whatever goes wrong in between
        self.processes = {}

    def _start(self) -> None:
        self._make_folders()
        lock = FolderLock(self.run / "lock")
        self._undo.callback(lock.release)
        end_leftovers(self.data, self.run)
        self._endpoints_file.unlink(missing_ok=True)
        ports = choose_ports(self._port_base, self._given_ports)
        self.endpoints = self._start_servers(ports)
        self._go_on()
        migrate(self.endpoints.databases)
        self._start_processes(ports)
        wait_until_ready(self._awaited(), self.processes.values(), self._go_on)
        self._undo.callback(self._endpoints_file.unlink, missing_ok=True)
        self.endpoints.write(self._endpoints_file)

    def _go_on(self) -> None:
        if self._stopping.is_set():
            raise Interrupted("stopped before everything was up")

    def _make_folders(self) -> None:
        new = not self.data.exists()
        for folder in (self.data, self.logs, self.run):
            folder.mkdir(parents=True, exist_ok=True)
        if new and os.geteuid() == 0:  # PostgreSQL's own user must pass, whatever root's umask is
            self.data.chmod(stat.S_IMODE(self.data.stat().st_mode) | stat.S_IXOTH)

    def _start_servers(self, ports: Mapping[str, int]) -> Endpoints:
        databases = self._start_postgres()
        self._go_on()
        redis = self._start_redis()
        signing_key, jwks = ensure_keys(self.data / "keys")
        return Endpoints(
            services={service: f"http://127.0.0.1:{ports[service]}" for service in SERVICES},
            live=f"http://127.0.0.1:{ports[LIVE]}",
            signing_key=signing_key,
            jwks=jwks,
            archive_key=ensure_archive_key(self.data / "keys"),
            databases=databases,
            redis=redis,
        )

    def _start_postgres(self) -> dict[str, str]:
        given = dict(self._given.databases)
        if self.postgres:
            self._undo.callback(self.postgres.stop)
            self.postgres.start()
            return make_own_databases(self.postgres) | given
        if self._given.admin_url is None:
            return given
        return make_databases_at(self._given.admin_url, [name for name in SERVICES if name not in given]) | given

    def _start_redis(self) -> str:
        if self.redis:
            self._undo.callback(self.redis.stop)
            self.redis.start()
            return self.redis.url
        url = self._given.redis_url or ""
        check_redis(url)
        return url

    def _start_processes(self, ports: Mapping[str, int]) -> None:
        for _, plans in groupby(self._plans(ports), key=lambda plan: plan.role):
            group = [self._process(plan) for plan in plans]
            self._undo.callback(stop_together, group)
            for process in group:
                self.processes[process.name] = process
                process.start()

    def _process(self, plan: ProcessPlan) -> Process:
        environment = self.endpoints.environment_of(plan, self.data) | self._environment
        return Process(plan, environment=environment, logs=self.logs, run=self.run)

    def _awaited(self) -> dict[str, str]:
        """A plan may leave web processes out."""
        urls = {f"{name}-web": url for name, url in self.endpoints.services.items()}
        urls["elections-live"] = self.endpoints.live
        return {name: url for name, url in urls.items() if name in self.processes}

    def _own_postgres(self, *, durable: bool) -> PostgresServer:
        log, record = self.logs / "postgres.log", self.run / "postgres.pid"
        return PostgresServer(self.data / "postgres", durable=durable, log=log, record=record, mark=self._mark)

    def _own_redis(self) -> RedisServer:
        log, record = self.logs / "redis.log", self.run / "redis.pid"
        return RedisServer(self.data / "redis", log=log, record=record, mark=self._mark)

    @property
    def _mark(self) -> dict[str, str]:
        return {MARK: str(self.data)}
