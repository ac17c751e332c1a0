"""Requests a second that a service accepts, by the number of its web processes, while the whole platform runs beside.

`python -m benchmarks.requests` measures this alone.
"""

from __future__ import annotations

import http.client
import itertools
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from statistics import median

from benchmarks.alone import platform_alone
from benchmarks.figures import Figure, percentile, table
from shared import clock
from shared.auth.keys import mint
from shared.auth.roles import ROLES
from shared.embedded import Platform
from shared.embedded.plan import web_plan
from shared.embedded.ports import free_port
from shared.embedded.process import Process
from shared.embedded.readiness import wait_until_ready
from shared.ids import new_id

_PROCESSES = {1: "one web process", 2: "two web processes"}  # two is a deployment's default, WEB_PROCESSES
_CLIENTS = 8
_SECONDS = 4.0
_ROUNDS = 3
_GOAL = 500  # a second, of a deployment's default
_AREAS = [f"450403002{number}" for number in range(101, 301)]
_turns = itertools.cycle(_AREAS)

Request = tuple[str, str, str | None, dict[str, str]]
"""Method, path, body and headers."""


def _read() -> Request:
    return "GET", f"/api/v1/areas/{next(_turns)}", None, {}


def _write(area: str | None = None) -> Request:
    """A transaction with the change, an event for two subscribers, an audit line and the key's claim; then its answer
    is kept under the key."""
    key = str(new_id())
    return "POST", "/api/v1/areas", _area(area or next(_turns), name=key), {"Idempotency-Key": key}


_KINDS: dict[str, Callable[[], Request]] = {
    "reads/s of {} (one area by code)": _read,
    "writes/s of {} (rename one of 200 areas, with an idempotency key)": _write,
}


def measure(platform: Platform) -> list[Figure]:
    """Each figure is the median of some rounds, in which the kinds and the numbers of processes take turns."""
    with _web(platform, 1) as one, _web(platform, 2) as two:
        clients = [_Clients(platform, port) for port in (one, two)]
        for area in _AREAS:
            clients[0].ask(lambda area=area: _write(area))  # type: ignore[misc]
        rounds = [[each.load(kind) for kind in _KINDS.values() for each in clients] for _ in range(_ROUNDS)]
    names = itertools.product(_KINDS, _PROCESSES)
    return [_figure(*name, loads) for name, loads in zip(names, zip(*rounds, strict=True), strict=True)]


def _figure(kind: str, processes: int, loads: tuple[list[float], ...]) -> Figure:
    """`loads` are the seconds that each request of a round took."""
    rate = median(len(times) / _SECONDS for times in loads)
    slow = median(percentile(times, 0.99) for times in loads)
    name, value = kind.format(_PROCESSES[processes]), f"{rate:,.0f} (p99 {slow * 1000:.0f} ms)"
    return Figure(name, value) if processes == 1 else Figure(name, value, f"≥ {_GOAL}", rate >= _GOAL)


class _Clients:
    """Programs that ask one web server on kept-alive connections, each for the next thing when it has its answer."""

    def __init__(self, platform: Platform, port: int) -> None:
        self._port = port
        self._headers = {"Authorization": f"Bearer {_token(platform)}", "Content-Type": "application/json"}

    def load(self, request: Callable[[], Request]) -> list[float]:
        """The seconds that each request took."""
        times: list[float] = []
        ending = time.monotonic() + _SECONDS
        threads = [threading.Thread(target=self._go_on, args=(request, ending, times)) for _ in range(_CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return times

    def ask(self, request: Callable[[], Request], connection: http.client.HTTPConnection | None = None) -> None:
        connection = connection or http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        method, path, body, headers = request()
        connection.request(method, path, body, {**self._headers, **headers})
        answer = connection.getresponse()
        answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status}")

    def _go_on(self, request: Callable[[], Request], ending: float, times: list[float]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        while (started := time.monotonic()) < ending:
            self.ask(request, connection)
            times.append(time.monotonic() - started)
        connection.close()


@contextmanager
def _web(platform: Platform, processes: int) -> Iterator[int]:
    """A web server of the elections service beside the platform's own; the answer is its port."""
    port = free_port()
    plan = web_plan("elections", port, processes=processes)
    environment = platform.endpoints.environment_of(plan, platform.data)
    logs = platform.data / f"web-{processes}"
    logs.mkdir(exist_ok=True)
    server = Process(plan, environment=environment, logs=logs, run=logs)
    server.start()
    try:
        wait_until_ready({plan.name: f"http://127.0.0.1:{port}"}, [server], lambda: None)
        yield port
    finally:
        server.stop()


def _area(code: str, *, name: str) -> str:
    return json.dumps({"code": code, "name": name})


def _token(platform: Platform) -> str:
    return mint(
        platform.endpoints.signing_key,
        subject="bench",
        area="450403000000",
        scopes=ROLES["election_clerk"],
        issued=clock.now(),
        valid_for=timedelta(hours=1),
    )


if __name__ == "__main__":
    with platform_alone() as started:
        print(table(measure(started)))
