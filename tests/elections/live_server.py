"""The web process and that of live counts as they are deployed: gunicorn, each on a port of its own."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.embedded.ports import free_port
from shared.embedded.readiness import wait_until_ready

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Servers:
    """Addresses of the pages and of the stream."""

    web: str
    live: str


@contextmanager
def servers(folder: Path, **environment: str) -> Iterator[Servers]:
    """Until the end of the block; DATABASE_URL and the like stand in this process's environment."""
    web, live = free_port(), free_port()
    addresses = Servers(f"http://127.0.0.1:{web}", f"http://127.0.0.1:{live}")
    public = {"PUBLIC_ELECTIONS_URL": addresses.web, "PUBLIC_LIVE_URL": addresses.live}
    given = {**os.environ, **public, **environment}
    running = [
        _start("services.elections.app:create_app()", web, threads=8, folder=folder, environment=given),
        _start("services.elections.live:create_app()", live, threads=32, folder=folder, environment=given),
    ]
    try:
        wait_until_ready({"web": addresses.web, "live": addresses.live}, (), lambda: _must_run(running))
        yield addresses
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=20)


def _must_run(processes: Iterable[subprocess.Popen[bytes]]) -> None:
    assert all(process.poll() is None for process in processes), "a process ended while it started"


def _start(
    app: str, port: int, *, threads: int, folder: Path, environment: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    command = ["gunicorn", app, "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", str(threads)]
    with (folder / f"{port}.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", *command, "--graceful-timeout", "2", "--no-control-socket"],
            cwd=ROOT,
            env=dict(environment),
            stdout=log,
            stderr=log,
        )


class Viewer:
    """Who looks at a live count, as a browser's EventSource does."""

    def __init__(self, address: str, election: str, *, last_event_id: str | None = None) -> None:
        host = address.removeprefix("http://")
        self.connection = http.client.HTTPConnection(host, timeout=10)
        headers = {"Accept": "text/event-stream"} | ({"Last-Event-ID": last_event_id} if last_event_id else {})
        self.connection.request("GET", f"/elections/{election}/live/stream", headers=headers)
        self.answer = self.connection.getresponse()

    def event(self) -> dict[str, Any]:
        """The next one, without heartbeats: its id, kind and state."""
        found: dict[str, Any] = {}
        while True:
            line = self.answer.readline().decode().rstrip("\n")
            if line.startswith(("id: ", "event: ", "data: ")):
                name, _, value = line.partition(": ")
                found[name] = json.loads(value) if name == "data" else value
            elif not line and "data" in found:
                return found

    def leave(self) -> None:
        self.answer.close()
        self.connection.close()
