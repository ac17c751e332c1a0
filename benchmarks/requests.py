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
_PATIENCE = 60.0  # seconds
_GOAL = 500  # a second, of a deployment's default
_AREAS = [f"450403002{number}" for number in range(101, 301)]
_turns = itertools.cycle(_AREAS)

Request = tuple[str, str, str | None, dict[str, str]]
"""Method, path, body and headers."""


def _read_area() -> Request:
    return "GET", f"/api/v1/areas/{next(_turns)}", None, {}


def _rename_area() -> Request:
    """A transaction with the change, an event for two subscribers, an audit line and the key's claim; then its answer
    is kept under the key."""
    key = str(new_id())
    return _post("/api/v1/areas", {"code": next(_turns), "name": key}, key)


def _read_notices() -> Request:
    return "GET", f"/api/v1/notices?area={next(_turns)}&limit=1", None, {}


def _write_notice() -> Request:
    """The same without an event: nobody is told of a draft."""
    key = str(new_id())
    return _post("/api/v1/notices", {"area": next(_turns), "kind": "news", "title": key, "body": _BODY}, key)


_BODY = "自来水公司检修，**今晚八时**停水。请各位居民提前储水。\n\n" * 10

_LOADS: dict[str, dict[str, Callable[[], Request]]] = {
    "elections": {
        "reads/s of {} (one area by code)": _read_area,
        "writes/s of {} (rename one of 200 areas, with an idempotency key)": _rename_area,
    },
    "notices": {
        "reads/s of {} (a community's newest notice)": _read_notices,
        "writes/s of {} (a notice's draft, with an idempotency key)": _write_notice,
    },
}
"""By service. The notices service has its areas from the events of the first."""


def measure(platform: Platform) -> list[Figure]:
    """Each figure is the median of some rounds, in which the kinds and the numbers of processes take turns."""
    return [figure for service in _LOADS for figure in _measure(platform, service)]


def _measure(platform: Platform, service: str) -> list[Figure]:
    loads = _LOADS[service]
    with _web(platform, service, 1) as one, _web(platform, service, 2) as two:
        clients = [_Clients(platform, port) for port in (one, two)]
        clients[0].prepare(list(loads.values())[-1])
        rounds = [[each.load(kind) for kind in loads.values() for each in clients] for _ in range(_ROUNDS)]
    names = itertools.product(loads, _PROCESSES)
    return [_figure(*name, times) for name, times in zip(names, zip(*rounds, strict=True), strict=True)]


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

    def prepare(self, write: Callable[[], Request]) -> None:
        """One write for each area, of which a service may have yet to hear."""
        connection, ending = self._connection(), time.monotonic() + _PATIENCE
        for _ in _AREAS:
            while self._ask(write, connection) >= 300:
                if time.monotonic() > ending:
                    raise TimeoutError
                time.sleep(0.1)

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

    def _go_on(self, request: Callable[[], Request], ending: float, times: list[float]) -> None:
        connection = self._connection()
        while (started := time.monotonic()) < ending:
            if (status := self._ask(request, connection)) >= 300:
                raise RuntimeError(status)
            times.append(time.monotonic() - started)
        connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)

    def _ask(self, request: Callable[[], Request], connection: http.client.HTTPConnection) -> int:
        method, path, body, headers = request()
        connection.request(method, path, body, {**self._headers, **headers})
        answer = connection.getresponse()
        answer.read()
        return answer.status


@contextmanager
def _web(platform: Platform, service: str, processes: int) -> Iterator[int]:
    """A web server of the service beside the platform's own; the answer is its port."""
    port = free_port()
    plan = web_plan(service, port, processes=processes)
    environment = platform.endpoints.environment_of(plan, platform.data)
    logs = platform.data / f"{service}-web-{processes}"
    logs.mkdir(exist_ok=True)
    server = Process(plan, environment=environment, logs=logs, run=logs)
    server.start()
    try:
        wait_until_ready({plan.name: f"http://127.0.0.1:{port}"}, [server], lambda: None)
        yield port
    finally:
        server.stop()


def _post(path: str, body: dict[str, str], key: str) -> Request:
    return "POST", path, json.dumps(body), {"Idempotency-Key": key}


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
