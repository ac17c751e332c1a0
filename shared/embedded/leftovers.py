"""Processes that a launcher left behind when it was killed: found again without a doubt, and ended.

The kernel asks children to end when their launcher dies. What does not listen, and what such a process had started
itself, is found in two ways: each program's identity is kept in a file (its number alone might have been given to
somebody else since), and each process inherits a mark in its environment, which finds children of children. Redis and
PostgreSQL write over their environment, so the mark alone would miss them.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from shared.embedded import proc

MARK = "SHEQU_LAUNCHED_FOR"
"""The variable's value is the data folder."""

_SECONDS = 5  # for each signal; work cut off here is done again, so there is no need to be patient


def record(path: Path, pid: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(proc.identity(pid), encoding="ascii")


def end_leftovers(data: Path, records: Path) -> int:
    """Stops what still runs for this data folder, gently and then firmly; the answer is how many there were."""
    found = _leftovers(data, records)
    for number in (signal.SIGTERM, signal.SIGKILL):
        for pid in _leftovers(data, records):
            _send(pid, number)
        _wait_for_end(data, records)
    for path in records.glob("*.pid"):
        path.unlink()
    return len(found)


def _leftovers(data: Path, records: Path) -> list[int]:
    recorded = {path.read_text(encoding="ascii") for path in records.glob("*.pid")}
    mark = f"{MARK}={data}"
    return [
        pid
        for pid in proc.running()
        if pid != os.getpid() and (mark in proc.environment(pid) or proc.identity(pid) in recorded)
    ]


def _send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _wait_for_end(data: Path, records: Path) -> None:
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline and _leftovers(data, records):
        time.sleep(0.05)
