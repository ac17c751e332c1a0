"""What a launcher leaves on the machine, found in other ways than the launcher's own."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import psutil

SECONDS = 30


def processes_of(folder: Path) -> list[psutil.Process]:
    """Everything alive whose command, working directory or environment names the folder (or a file in it)."""
    return [process for process in psutil.process_iter() if process.pid != os.getpid() and _is_of(process, str(folder))]


def _is_of(process: psutil.Process, folder: str) -> bool:
    try:
        words = [process.cwd(), *process.cmdline(), *process.environ().values()]
        return process.status() != psutil.STATUS_ZOMBIE and any(word.startswith(folder) for word in words)
    except psutil.Error:
        return False


def eventually(condition: Callable[[], bool], what: str, seconds: float = SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"did not happen: {what}"
        time.sleep(0.05)
