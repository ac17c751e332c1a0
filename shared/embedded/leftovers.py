"""Processes that a launcher left behind when it was killed: found by a mark in their environment, and ended."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

MARK = "SHEQU_DATA"
"""Each process carries its data folder in this variable: a pid file may lie, a process's own environment does not."""

_SECONDS = 15


def end_leftovers(data: Path) -> int:
    """Stops what still runs for this data folder, gently and then firmly; the answer is how many there were."""
    found = list(_marked(data))
    for number in (signal.SIGTERM, signal.SIGKILL):
        remaining = list(_marked(data))
        for pid in remaining:
            _send(pid, number)
        _wait_for_end(data, _SECONDS if remaining else 0)
    return len(found)


def _marked(data: Path) -> Iterator[int]:
    mark = f"{MARK}={data}".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        pid = int(folder.name)
        try:
            ours = mark in (folder / "environ").read_bytes().split(b"\0")
            zombie = b") Z " in (folder / "stat").read_bytes()
        except OSError:  # ended meanwhile, or another user's
            continue
        if ours and not zombie and pid != os.getpid():
            yield pid


def _send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _wait_for_end(data: Path, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and any(_marked(data)):
        time.sleep(0.1)
