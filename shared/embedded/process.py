"""One child process: it cannot outlive the launcher, logs to a file, and is stopped gently and then firmly."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import time
from collections import deque
from collections.abc import Mapping
from pathlib import Path

from shared.embedded.errors import KeepsDying
from shared.embedded.plan import ROOT, ProcessPlan

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)
_HEARTBEAT_SECONDS = 60
_DEATHS, _WITHIN_SECONDS = 5, 60


class Process:
    """A process of the plan, with its log, its heartbeat file and the times of its deaths."""

    def __init__(self, plan: ProcessPlan, *, environment: Mapping[str, str], logs: Path, run: Path) -> None:
        self.plan = plan
        self.log = logs / f"{plan.name}.log"
        self.heartbeat = run / f"{plan.name}.heartbeat"
        self._environment = dict(environment) | dict(plan.environment)
        if plan.has_heartbeat:
            self._environment["HEARTBEAT_FILE"] = str(self.heartbeat)
        self._popen: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._deaths: deque[float] = deque(maxlen=_DEATHS)

    @property
    def pid(self) -> int:
        if self._popen is None:
            raise RuntimeError(f"{self.plan.name} was not started")
        return self._popen.pid

    @property
    def alive(self) -> bool:
        return self._popen is not None and self._popen.poll() is None

    def start(self) -> None:
        """Must be called in the launcher's main thread: the kernel's parent-death signal is tied to the thread."""
        self.heartbeat.unlink(missing_ok=True)
        with self.log.open("ab") as log:
            self._popen = subprocess.Popen(
                self.plan.command,
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches the launcher alone, which stops the rest in order
                preexec_fn=_die_with_parent,  # noqa: PLW1509 - runs before exec, touches nothing but the kernel
            )
        self._started = time.monotonic()

    def revive(self) -> bool:
        """Starts the process again if it died or went deaf. Raises KeepsDying after five times within a minute."""
        if self.alive and not self._deaf:
            return False
        self.stop()
        self._deaths.append(time.monotonic())
        if len(self._deaths) == _DEATHS and self._deaths[-1] - self._deaths[0] < _WITHIN_SECONDS:
            raise KeepsDying(f"{self.plan.name} died {_DEATHS} times within a minute:\n{self.last_words()}")
        self.start()
        return True

    def signal_stop(self) -> None:
        if self.alive:
            os.kill(self.pid, signal.SIGTERM)

    def stop(self) -> None:
        """Asks, waits as long as the plan says, then kills the process with all its children."""
        if self._popen is None:
            return
        self.signal_stop()
        try:
            self._popen.wait(self.plan.stop_seconds)
        except subprocess.TimeoutExpired:
            self.kill()
        _kill_group(self.pid)

    def kill(self) -> None:
        _kill_group(self.pid)
        if self._popen:
            self._popen.wait()

    def last_words(self, lines: int = 15) -> str:
        text = self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])

    @property
    def _deaf(self) -> bool:
        """Alive, but its heartbeat is old, or never came."""
        if not self.plan.has_heartbeat:
            return False
        started_ago = time.monotonic() - self._started
        age = time.time() - self.heartbeat.stat().st_mtime if self.heartbeat.exists() else started_ago
        return min(age, started_ago) > _HEARTBEAT_SECONDS


def _die_with_parent() -> None:
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _kill_group(pid: int) -> None:
    """What is left of a process's group: pool processes of a worker that was killed, for one."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
