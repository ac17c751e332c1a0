"""The processes that carry events from elections to notices, with the means to hurt them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from shared.database.database import Database
from shared.database.migrate import upgrade
from shared.embedded import PostgresServer, RedisServer
from tests.system.counting_worker import metadata

ROOT = Path(__file__).resolve().parents[2]
QUICK = {  # the waits of an installation, shortened
    "REPLAY_AFTER_SECONDS": "2",
    "TICK_SECONDS": "1",
    "RELAY_POLL_SECONDS": "0.05",
    "RELAY_BATCH": "20",
}


def until(condition: Callable[[], bool], what: str, *, seconds: float = 40) -> None:
    """Waits for the condition, looking often. Fails with `what` when it does not come."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds} s in vain for: {what}")
        time.sleep(0.05)


class Stack:
    """PostgreSQL, Redis, a relay, two workers and a beat, each a real process of its own."""

    NAMES = ("relay", "elections-worker", "notices-worker", "beat")

    def __init__(self, folder: Path, jwks: Path) -> None:
        self.folder = folder
        self._jwks = jwks
        self.postgres = PostgresServer(folder / "postgres", durable=False)
        self.redis = RedisServer(folder / "redis")
        self.elections, self.notices = Database("elections"), Database("notices")
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.paused_file = folder / "paused"
        self.settings: dict[str, str] = {}

    def start(self) -> None:
        self.postgres.start()
        self.redis.start()
        admin = Database("admin")
        admin.connect(self.postgres.url("postgres"))
        for database in (self.elections, self.notices):
            with admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql(f"CREATE DATABASE {database.service}")
            upgrade(database.service, self.postgres.url(database.service))
            database.connect(self.postgres.url(database.service))
        admin.dispose()
        metadata.create_all(self.notices.engine)
        for name in self.NAMES:
            self.run(name)

    def stop(self) -> None:
        for name in list(self.processes):
            self.kill(name)
        for database in (self.elections, self.notices):
            database.dispose()
        self.redis.stop()
        self.postgres.stop()

    def run(self, name: str) -> None:
        """Starts a process of the stack; one that ran before must have ended."""
        command = self._commands()[name]
        service = "notices" if name.startswith("notices") else "elections"
        environment = {
            **os.environ,
            **QUICK,
            "SERVICE": service,
            "DATABASE_URL": self.postgres.url(service),
            "REDIS_URL": self.redis.url,
            "JWKS": str(self._jwks),
            "HEARTBEAT_FILE": str(self.heartbeat(name)),
            "PAUSED_FILE": str(self.paused_file),
            **self.settings,
        }
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _commands(self) -> dict[str, list[str]]:
        worker = ["celery", "-A", "tests.system.counting_worker:{0}", "worker", "-Q", "{0}.events", "-c", "{1}"]
        worker += ["-n", "{0}@%h", "--without-gossip", "--without-mingle"]
        return {
            "relay": ["shared.cli", "relay", "elections"],
            "elections-worker": [part.format("elections", 1) for part in worker],
            "notices-worker": [part.format("notices", 2) for part in worker],
            "beat": ["celery", "-A", "shared.worker.beat", "beat"],
        }

    def heartbeat(self, name: str) -> Path:
        return self.folder / f"{name}.heartbeat"

    def signal(self, name: str, number: signal.Signals) -> None:
        """To the process and all its children."""
        os.killpg(self.processes[name].pid, number)

    def kill(self, name: str) -> None:
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")
