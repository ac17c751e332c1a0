"""Importing a large roll: time from upload to done, and the memory that the worker took at most."""

from __future__ import annotations

import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path

import psutil

from benchmarks.figures import Figure
from demo.office import Office
from samples.roll import generate_roll
from shared import clock
from shared.embedded import Platform

_ELECTORS = 100_000


def import_roll(platform: Platform) -> list[Figure]:
    endpoints = platform.endpoints
    with (
        Office(endpoints.services, endpoints.signing_key, area="450403000000") as office,
        tempfile.TemporaryDirectory() as folder,
    ):
        path = f"/api/v1/elections/{_make_election(office)}/roll"
        file = Path(folder) / "roll.csv"
        generate_roll(file, electors_count=_ELECTORS)
        with PeakMemory(platform.processes["elections-worker"].pid) as memory:
            started = time.monotonic()
            job_id = office.upload("clerk", "elections", path, file)["job_id"]
            for _ in office.follow_job("clerk", "elections", job_id):
                pass
            seconds = time.monotonic() - started
    return [
        Figure("100,000 electors imported, upload to done", f"{seconds:.1f} s", "< 20 s", seconds < 20),
        Figure("rows/s", f"{_ELECTORS / seconds:,.0f}"),
        Figure(
            "memory of the importing worker process at most", f"{memory.peak:.0f} MB", "< 300 MB", memory.peak < 300
        ),
    ]


def _make_election(office: Office) -> str:
    office.post("clerk", "elections", "/api/v1/areas", {"code": "450403002003", "name": "步埠社区"})
    body = {
        "area": "450403002003",
        "title": "导入测试",
        "polling_day": (clock.today() + timedelta(days=60)).isoformat(),
        "contests": [{"post": "director", "seats": 1}, {"post": "member", "seats": 4}],
    }
    return str(office.post("clerk", "elections", "/api/v1/elections", body)["id"])


class PeakMemory:
    """The largest resident size (MB) of any of a worker's pool processes in the block, looked at every 20 ms."""

    def __init__(self, worker: int) -> None:
        self._pool = psutil.Process(worker).children(recursive=True)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self.peak = 0.0

    def __enter__(self) -> PeakMemory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stopping.wait(0.02):
            largest = max(process.memory_info().rss for process in self._pool)
            self.peak = max(self.peak, largest / 2**20)
