"""One program that the launcher started: it cannot outlive the launcher, and is stopped gently and then firmly."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from shared.embedded import leftovers
from shared.embedded.ownership import Account

_TETHER = Path(__file__).with_name("tether.py")

_STARTER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="starter")
"""The kernel ends a child when the *thread* that started it ends. This one lives as long as the launcher, so that
anybody may start a program, a test's timer thread too."""

_LOG_LIMIT = 10_000_000  # bytes; a longer log is put aside at the next start, over the one put aside before


class Child:
    """`record` is a file that tells a later launcher which process this was."""

    def __init__(self, *, log: Path, record: Path | None = None) -> None:
        self.log = log
        self._record = record
        self._popen: subprocess.Popen[bytes] | None = None
        self._ends_on = signal.SIGTERM

    def start(
        self,
        command: Sequence[str],
        *,
        folder: Path,
        environment: Mapping[str, str],
        ends_on: signal.Signals = signal.SIGTERM,
        account: Account | None = None,
        given: bytes = b"",
    ) -> None:
        """`ends_on` is the signal that asks the program to end; `given` is its standard input."""
        self._ends_on = ends_on
        account = account or Account(os.geteuid(), os.getegid())
        tether = [sys.executable, "-I", "-S", _TETHER, os.getpid(), int(ends_on), account.user, account.group]
        self._popen = _STARTER.submit(self._open, [*map(str, tether), *command], folder, environment).result()
        if self._record:
            leftovers.record(self._record, self.pid)
        self._hand_in(given)

    @property
    def pid(self) -> int:
        if self._popen is None:
            raise RuntimeError(f"the program that logs to {self.log} is not running")
        return self._popen.pid

    @property
    def alive(self) -> bool:
        return self._popen is not None and self._popen.poll() is None

    @property
    def fallen(self) -> bool:
        """It ended, but nobody called `stop`."""
        return self._popen is not None and self._popen.poll() is not None

    def wait(self, seconds: float) -> int | None:
        """The exit code, or None if the program did not end within this time."""
        if self._popen is None:
            return None
        with suppress(subprocess.TimeoutExpired):
            return self._popen.wait(seconds)
        return None

    def ask_to_end(self) -> None:
        if self._popen:
            self._popen.send_signal(self._ends_on)

    def stop(self, seconds: float) -> None:
        """Asks, waits so long, then kills. Does nothing when nothing was started."""
        self.ask_to_end()
        self.wait(seconds)
        self.kill()
        self._popen = None
        if self._record:
            self._record.unlink(missing_ok=True)

    def kill(self) -> None:
        """The program and its whole process group at once: a pool's processes too if their head has died."""
        if self._popen:
            with suppress(ProcessLookupError):
                os.killpg(self._popen.pid, signal.SIGKILL)
            self._popen.wait()

    def last_words(self, lines: int = 15) -> str:
        text = self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])

    def _open(self, command: list[str], folder: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
        _put_aside(self.log)
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches the launcher alone, which stops the rest in order
            )

    def _hand_in(self, given: bytes) -> None:
        """A program that died at once takes nothing; whoever waits for it finds out why."""
        if self._popen and self._popen.stdin:
            with suppress(BrokenPipeError), self._popen.stdin as stdin:
                stdin.write(given)


def _put_aside(log: Path) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > _LOG_LIMIT:
        log.replace(log.with_name(f"{log.name}.1"))
