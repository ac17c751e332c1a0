"""A process of the plan: its log, its heartbeat, its start and its end."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from shared.embedded.child import Child
from shared.embedded.plan import ROOT, ProcessPlan


class Process:
    """`logs` and `run` are folders: for the log, and for the heartbeat and the record of the process's identity."""

    def __init__(self, plan: ProcessPlan, *, environment: Mapping[str, str], logs: Path, run: Path) -> None:
        self.plan = plan
        self.name = plan.name
        self.log = logs / f"{plan.name}.log"
        self.heartbeat = run / f"{plan.name}.heartbeat"
        self._environment = {**environment, **plan.environment, "HEARTBEAT_FILE": str(self.heartbeat)}
        self._child = Child(log=self.log, record=run / f"{plan.name}.pid")
        self._beat, self._heard = 0.0, 0.0

    def start(self) -> None:
        self.heartbeat.unlink(missing_ok=True)
        self._beat, self._heard = 0.0, time.monotonic()
        self._child.start(self.plan.command, folder=ROOT, environment=self._environment)

    def ask_to_end(self) -> None:
        self._child.ask_to_end()

    def stop(self) -> None:
        """Asks, waits as long as the plan says, then kills the process with all its children."""
        self._child.stop(self.plan.stop_seconds)

    def kill(self) -> None:
        self._child.kill()

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def alive(self) -> bool:
        return self._child.alive

    def has_fallen(self) -> bool:
        """It died, or it lives and its heartbeat has stopped. Answers rightly only if asked every few seconds."""
        return self._child.fallen or (self._child.alive and self._is_silent())

    def last_words(self) -> str:
        return self._child.last_words()

    def _is_silent(self) -> bool:
        """By our own clock since the file last changed: it neither jumps nor counts while a laptop sleeps."""
        beat = self.heartbeat.stat().st_mtime if self.heartbeat.exists() else 0.0
        if beat != self._beat:
            self._beat, self._heard = beat, time.monotonic()
        return self.plan.silence_seconds is not None and time.monotonic() - self._heard > self.plan.silence_seconds


def stop_together(processes: Iterable[Process]) -> None:
    """All are asked before the first is waited for."""
    asked = list(processes)
    for process in asked:
        process.ask_to_end()
    for process in asked:
        process.stop()
