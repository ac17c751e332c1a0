"""The launcher's promises, on real PostgreSQL and Redis with small stand-ins for the services."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from shared.embedded import Platform, PostgresServer
from shared.embedded.errors import AlreadyRunning, KeepsDying, PortTaken, UnreachableFolder
from shared.embedded.leftovers import MARK
from shared.embedded.plan import ROOT, ProcessPlan
from tests.shared.embedded.stand_in import stand_in_plans

SECONDS = 30


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="shequ-", dir="/tmp", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)


def platform_on(folder: Path, **options: object) -> Platform:
    return Platform(folder, port_base=0, plans=stand_in_plans, durable=False, **options)


def processes_of(folder: Path) -> list[psutil.Process]:
    """Everything that runs for this folder: by our mark, or (PostgreSQL as another user) by its command line."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        if process.info["status"] == psutil.STATUS_ZOMBIE or process.pid == os.getpid():
            continue
        try:
            marked = process.environ().get(MARK) == str(folder)
        except psutil.Error:
            marked = False
        if marked or str(folder / "postgres") in (process.info["cmdline"] or []):
            found.append(process)
    return found


def eventually(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"did not happen: {what}"
        time.sleep(0.05)


def test_everything_that_is_started_is_stopped_even_what_ignores_sigterm(folder: Path) -> None:
    with platform_on(folder) as platform:
        assert len(platform.processes) == 5
        assert platform.redis.client().ping()
        assert processes_of(folder)
    assert processes_of(folder) == []


def test_a_service_cannot_reach_the_database_of_another(folder: Path) -> None:
    with platform_on(folder) as platform:
        url = platform.endpoints.databases["training"].replace(
            "postgresql://training@", "postgresql+psycopg://elections@"
        )
        engine = create_engine(url)
        with pytest.raises(OperationalError, match="permission denied for database"):
            engine.connect()
        engine.dispose()


def test_a_taken_port_is_named_before_anything_starts(folder: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"port {port} for training is taken.*--training-port"):
            platform_on(folder, ports={"training": port}).start()
    assert processes_of(folder) == []


def test_a_second_launcher_on_the_same_folder_is_refused_and_harms_nothing(folder: Path) -> None:
    with platform_on(folder) as platform:
        with pytest.raises(AlreadyRunning, match=str(folder)), platform_on(folder):
            pass
        assert platform.redis.client().ping()
        assert all(process.alive for process in platform.processes.values())


def test_a_process_that_dies_is_started_again(folder: Path) -> None:
    with platform_on(folder) as platform:
        victim = platform.processes["elections-worker"]
        before = victim.pid
        os.kill(before, signal.SIGKILL)
        told: list[str] = []
        deadline = time.monotonic() + SECONDS
        platform.supervise(told.append, until=lambda _: bool(told) or time.monotonic() > deadline)
        assert victim.alive
        assert victim.pid != before
        assert told
        assert "elections-worker" in told[0]


def test_a_process_that_keeps_dying_is_given_up_with_its_last_words(folder: Path) -> None:
    def plans(ports: dict[str, int]) -> list[ProcessPlan]:
        words = "import sys; sys.exit('no such table')"
        return [*stand_in_plans(ports), ProcessPlan("notices-relay", (sys.executable, "-c", words))]

    platform = Platform(folder, port_base=0, plans=plans, durable=False)
    with pytest.raises(KeepsDying, match=r"(?s)notices-relay.*no such table"), platform:
        platform.supervise(lambda _: None, until=lambda _: time.sleep(0.1) is not None)
    assert processes_of(folder) == []


def test_after_kill_9_of_the_launcher_a_new_start_recovers(folder: Path) -> None:
    launcher = start_launcher(folder)
    launcher.kill()
    launcher.wait()
    with platform_on(folder) as platform:
        assert platform.redis.client().ping()
        engine = create_engine(platform.endpoints.databases["elections"].replace("postgresql:", "postgresql+psycopg:"))
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM outbox")) == 0
        engine.dispose()
    assert processes_of(folder) == []


def test_sigterm_to_the_launcher_leaves_no_process(folder: Path) -> None:
    launcher = start_launcher(folder)
    launcher.terminate()
    assert launcher.wait(SECONDS) == 0
    assert processes_of(folder) == []


def test_children_of_a_killed_launcher_end_by_themselves(folder: Path) -> None:
    launcher = start_launcher(folder)
    children = [p for p in processes_of(folder) if p.ppid() == launcher.pid and "-c" in p.cmdline()]
    obedient = [p for p in children if "SIG_IGN" not in p.cmdline()[-1]]
    launcher.kill()
    launcher.wait()
    assert obedient
    eventually(lambda: not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in obedient), "children end")
    with platform_on(folder):
        pass  # clears up the stubborn one, Redis and PostgreSQL


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's PostgreSQL runs as another user")
def test_a_folder_that_postgres_cannot_reach_is_refused_with_what_to_do(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(UnreachableFolder, match=r"chmod o\+x"):
        PostgresServer(closed / "data" / "postgres").start()
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def test_a_folder_with_a_very_long_name_works(folder: Path) -> None:
    deep = folder / ("long-" * 20) / ("name-" * 10)
    server = PostgresServer(deep, durable=False)
    server.start()
    try:
        engine = create_engine(server.url("postgres").replace("postgresql:", "postgresql+psycopg:"))
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT 1")) == 1
        engine.dispose()
    finally:
        server.stop()


def start_launcher(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.shared.embedded.launcher", str(folder)]
    launcher = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert launcher.stdout is not None
    assert launcher.stdout.readline() == "up\n"
    launcher.stdout.close()
    return launcher
