"""The launcher's promises, on real PostgreSQL and Redis with small stand-ins for the services."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from shared.contracts.routing import SERVICES
from shared.embedded import Platform, PostgresServer, RedisServer, proc
from shared.embedded.errors import AlreadyRunning, Interrupted, KeepsDying, PortTaken, UnreachableFolder
from shared.embedded.plan import ProcessPlan
from shared.embedded.process import Process
from tests.shared.embedded.conftest import PlatformOn
from tests.shared.embedded.stand_in import DIES_WHEN_TOLD, plan, stand_in_plans
from tests.shared.embedded.traces import SECONDS, processes_of


def test_everything_that_is_started_is_stopped_even_what_ignores_sigterm(folder: Path, platform_on: PlatformOn) -> None:
    with platform_on(folder) as platform:
        assert platform.redis
        assert platform.redis.client().ping()
        assert len(processes_of(folder)) > len(platform.processes)
    assert processes_of(folder) == []


def test_web_ends_before_workers_and_the_servers_last(
    folder: Path, platform_on: PlatformOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[str] = []
    for kind in (Process, PostgresServer, RedisServer):
        monkeypatch.setattr(kind, "stop", _noting(kind.stop, ended))
    with platform_on(folder):
        pass
    roles = [name.rpartition("-")[2] for name in ended]
    assert roles == ["live", *["web"] * 3, *["worker"] * 3, "redis", "postgres"]


def test_where_everything_is_stands_in_a_file_for_the_owner_alone_while_it_runs(
    folder: Path, platform_on: PlatformOn
) -> None:
    path = folder / "run" / "endpoints.json"
    with platform_on(folder) as platform:
        written = json.loads(path.read_text(encoding="utf-8"))
        assert written["services"] == platform.endpoints.services
        assert set(written["databases"]) == set(SERVICES)
        assert Path(written["signing_key"]).exists()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not path.exists()


def test_a_service_cannot_reach_the_database_of_another(folder: Path, platform_on: PlatformOn) -> None:
    with platform_on(folder) as platform:
        url = platform.endpoints.databases["training"].replace(
            "postgresql://training@", "postgresql+psycopg://elections@"
        )
        engine = create_engine(url)
        with pytest.raises(OperationalError, match="permission denied for database"):
            engine.connect()
        engine.dispose()


def test_a_process_gets_its_own_database_and_the_given_settings(folder: Path, platform_on: PlatformOn) -> None:
    with platform_on(folder, environment={"TICK_SECONDS": "1"}) as platform:
        environment = Path(f"/proc/{platform.processes['training-web'].pid}/environ").read_bytes().decode().split("\0")
        assert f"DATABASE_URL={platform.endpoints.databases['training']}" in environment
        assert f"PUBLIC_NOTICES_URL={platform.endpoints.services['notices']}" in environment
        assert "TICK_SECONDS=1" in environment


def test_a_taken_port_is_named_before_anything_starts(folder: Path, platform_on: PlatformOn) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"port {port} for training is taken.*--training-port"):
            platform_on(folder, ports={"training": port}).start()
    assert not (folder / "postgres").exists()


def test_a_start_that_failed_can_be_tried_again(folder: Path, platform_on: PlatformOn) -> None:
    platform = platform_on(folder, ports={"training": -1})
    with pytest.raises(PortTaken):
        platform.start()
    with platform_on(folder) as again:
        assert all(process.alive for process in again.processes.values())


def test_a_second_launcher_on_the_same_folder_is_refused_and_harms_nothing(
    folder: Path, platform_on: PlatformOn
) -> None:
    with platform_on(folder) as platform:
        with pytest.raises(AlreadyRunning, match=rf"{folder} \(process {os.getpid()}\)"), platform_on(folder):
            pass
        assert platform.redis
        assert platform.redis.client().ping()
        assert all(process.alive for process in platform.processes.values())


def test_told_to_stop_while_starting_it_leaves_nothing(folder: Path, platform_on: PlatformOn) -> None:
    stopping = threading.Event()

    def plans(ports: Mapping[str, int]) -> list[ProcessPlan]:
        stopping.set()
        return [plan("elections-web", "import time; time.sleep(3600)", "elections")]

    with pytest.raises(Interrupted):
        platform_on(folder, plans=plans, stopping=stopping).start()
    assert processes_of(folder) == []


def test_a_process_that_does_not_start_is_told_with_its_last_words(folder: Path, platform_on: PlatformOn) -> None:
    def plans(ports: Mapping[str, int]) -> list[ProcessPlan]:
        return [plan("notices-web", "import sys; sys.exit('no such table')", "notices")]

    with pytest.raises(KeepsDying, match=r"(?s)notices-web did not start.*no such table"):
        platform_on(folder, plans=plans).start()


def test_what_dies_is_started_again(folder: Path, platform_on: PlatformOn) -> None:
    with platform_on(folder) as platform:
        assert platform.redis
        assert platform.postgres
        victims = [
            platform.redis,
            platform.postgres,
            *(platform.processes[name] for name in ("notices-worker", "notices-web")),
        ]
        before = [victim.pid for victim in victims]
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        told = _supervised(platform, times=4)
        assert sorted(text.split()[0] for text in told) == ["notices-web", "notices-worker", "postgres", "redis"]
        assert all(proc.is_running(victim.pid) for victim in victims)
        assert not set(before) & {victim.pid for victim in victims}


def test_a_process_whose_heartbeat_stops_is_started_again(folder: Path, platform_on: PlatformOn) -> None:
    beat_once = "import os, pathlib, time; pathlib.Path(os.environ['HEARTBEAT_FILE']).touch(); time.sleep(3600)"

    def plans(ports: Mapping[str, int]) -> list[ProcessPlan]:
        return [plan("notices-relay", beat_once, "notices", silence_seconds=0.5), *stand_in_plans(ports)]

    with platform_on(folder, plans=plans) as platform:
        before = platform.processes["notices-relay"].pid
        assert "notices-relay had died or stopped working" in _supervised(platform, times=1)[0]
        assert platform.processes["notices-relay"].pid != before


def test_what_was_stopped_on_purpose_stays_so(folder: Path, platform_on: PlatformOn) -> None:
    with platform_on(folder) as platform:
        assert platform.redis
        platform.redis.stop()
        platform.processes["training-worker"].stop()
        rounds = iter([False, False, True])
        told: list[str] = []
        platform.supervise(told.append, until=lambda _: next(rounds))
        assert told == []
        assert not platform.redis.running


def test_a_process_that_keeps_dying_is_given_up_and_everything_stopped(folder: Path, platform_on: PlatformOn) -> None:
    def plans(ports: Mapping[str, int]) -> list[ProcessPlan]:
        return [*stand_in_plans(ports), plan("notices-relay", DIES_WHEN_TOLD)]

    with platform_on(folder, plans=plans, environment={"TOLD": str(folder / "now")}) as platform:
        (folder / "now").touch()
        with pytest.raises(KeepsDying, match=r"(?s)notices-relay died 5 times.*no such table"):
            _supervised(platform, times=5)
    assert processes_of(folder) == []


def test_a_folder_of_somebody_else_is_refused_clearly(
    folder: Path, platform_on: PlatformOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(folder / "run"))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(UnreachableFolder, match="choose another --data"):
        platform_on(folder).start()


def _noting(stop: Callable[[Any], None], ended: list[str]) -> Callable[[Any], None]:
    def noted(self: Any) -> None:
        ended.append(self.name)
        stop(self)

    return noted


def _supervised(platform: Platform, *, times: int) -> list[str]:
    """Supervises until so many things were told."""
    told: list[str] = []
    deadline = time.monotonic() + SECONDS

    def enough(_: float) -> bool:
        time.sleep(0.05)
        return len(told) >= times or time.monotonic() > deadline

    platform.supervise(told.append, until=enough)
    return told
