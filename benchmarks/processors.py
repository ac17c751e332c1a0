"""How much processor time each process of the platform used: where the bottleneck is, by measurement."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import psutil

from shared.embedded import Platform


@dataclass
class Usage:
    """Seconds of processor time by process of the plan (with its children), and of wall time."""

    seconds: dict[str, float] = field(default_factory=dict)
    wall: float = 0.0

    @property
    def share(self) -> str:
        """Of all processes, in cores: 100 % is one that is busy all the time."""
        return f"{sum(self.seconds.values()) / self.wall:.0%}"

    def told(self) -> str:
        """The busiest first, as shares of one core."""
        shares = [(name, used / self.wall) for name, used in _busiest_first(self.seconds) if used / self.wall >= 0.03]
        return ", ".join(f"{name} {share:.0%}" for name, share in shares)


@contextmanager
def measured(platform: Platform) -> Iterator[Usage]:
    usage = Usage()
    before, started = _seconds(platform), time.monotonic()
    yield usage
    usage.wall = time.monotonic() - started
    usage.seconds = {name: used - before.get(name, 0.0) for name, used in _seconds(platform).items()}


def _seconds(platform: Platform) -> dict[str, float]:
    roots = {name: process.pid for name, process in platform.processes.items()}
    if platform.redis and platform.redis.pid:
        roots["redis"] = platform.redis.pid
    servers = [process for process in psutil.process_iter(["name"]) if process.info["name"] == "postgres"]
    used = {name: _tree(pid) for name, pid in roots.items()}
    return {**used, "postgres": sum(map(_own, servers)), "this program": _own(psutil.Process())}


def _busiest_first(seconds: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(seconds.items(), key=lambda item: item[1], reverse=True)


def _tree(pid: int) -> float:
    process = psutil.Process(pid)
    return _own(process) + sum(_own(child) for child in process.children(recursive=True))


def _own(process: psutil.Process) -> float:
    try:
        times: Mapping[str, float] = process.cpu_times()._asdict()
    except psutil.Error:
        return 0.0
    return times["user"] + times["system"]
