"""Requests a second of one service's web process, asked by a few clients on the same machine."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

from benchmarks.figures import Figure, percentile
from shared import clock
from shared.auth.keys import mint
from shared.auth.roles import ROLES
from shared.embedded import Platform

_CLIENTS = 4
_SECONDS = 8.0
_AREA = "450403002003"


def reading(platform: Platform) -> Figure:
    rate, p99 = _load(platform, lambda _: ("GET", f"/api/v1/areas/{_AREA}", None))
    return Figure("reads/s of one web process (one area by code)", f"{rate:,.0f} (p99 {p99 * 1000:.0f} ms)")


def writing(platform: Platform) -> Figure:
    """Each write is a transaction with the change, an event and an audit line."""
    rate, p99 = _load(platform, lambda n: ("POST", "/api/v1/areas", {"code": _AREA, "name": f"步埠社区{n}"}))
    return Figure(
        "writes/s of one web process (rename an area, all the same one)", f"{rate:,.0f} (p99 {p99 * 1000:.0f} ms)"
    )


def _load(platform: Platform, request: Callable[[str], tuple[str, str, object]]) -> tuple[float, float]:
    """Requests a second and the 99th percentile of their time, over `_SECONDS`."""
    address = urlsplit(platform.endpoints.services["elections"])
    headers = {"Authorization": f"Bearer {_token(platform)}", "Content-Type": "application/json"}
    times: list[float] = []

    def client(number: int) -> None:
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=10)
        ending, done = time.monotonic() + _SECONDS, 0
        while time.monotonic() < ending:
            method, path, body = request(f"{number}-{done}")
            started = time.monotonic()
            connection.request(method, path, json.dumps(body) if body else None, headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status >= 300:
                raise RuntimeError(f"{method} {path}: {answer.status}")
            times.append(time.monotonic() - started)
            done += 1

    threads = [threading.Thread(target=client, args=(number,)) for number in range(_CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(times) / _SECONDS, percentile(times, 0.99)


def _token(platform: Platform) -> str:
    return mint(
        platform.endpoints.signing_key,
        subject="bench",
        area="450403000000",
        scopes=ROLES["election_clerk"],
        issued=clock.now(),
        valid_for=timedelta(hours=1),
    )
