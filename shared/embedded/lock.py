"""One launcher for a data folder: the kernel gives the lock back when its holder dies, however it dies."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from shared.embedded.errors import AlreadyRunning


class FolderLock:
    def __init__(self, path: Path) -> None:
        """Takes the lock. Raises AlreadyRunning with the holder's process number."""
        self._file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._file, 20).decode()
            os.close(self._file)
            raise AlreadyRunning(
                f"a platform is already running on {path.parent.parent} (process {holder}): stop it, or choose "
                f"another --data"
            ) from None
        os.truncate(self._file, 0)
        os.write(self._file, str(os.getpid()).encode())

    def release(self) -> None:
        os.close(self._file)
