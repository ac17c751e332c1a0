"""kill -9 of the launcher: nothing runs on for ever, and the next start works."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from shared.embedded.plan import ROOT
from tests.shared.embedded.conftest import PlatformOn
from tests.shared.embedded.traces import SECONDS, eventually, processes_of


@pytest.fixture
def launcher(folder: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.shared.embedded.launcher", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        assert running.stdout.readline() == "up\n"
        yield running
        running.kill()


def test_sigterm_leaves_no_process(folder: Path, launcher: subprocess.Popen[str]) -> None:
    launcher.terminate()
    assert launcher.wait(SECONDS) == 0
    assert processes_of(folder) == []


def test_after_kill_9_a_new_start_finds_the_data_and_no_leftovers(
    folder: Path, launcher: subprocess.Popen[str], platform_on: PlatformOn
) -> None:
    launcher.kill()
    launcher.wait()
    with platform_on(folder) as platform:
        assert platform.redis
        assert platform.redis.client().ping()
        engine = create_engine(platform.endpoints.databases["elections"].replace("postgresql:", "postgresql+psycopg:"))
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM outbox")) == 0
        engine.dispose()
    assert processes_of(folder) == []


def test_after_kill_9_all_end_by_themselves_but_what_will_not_listen(
    folder: Path, launcher: subprocess.Popen[str], platform_on: PlatformOn
) -> None:
    before = {process.name() for process in processes_of(folder)}
    assert {"postgres", "redis-server"} <= before
    launcher.kill()
    launcher.wait()
    eventually(lambda: len(processes_of(folder)) == 2, "only the stubborn one and the pool process are left")
    with platform_on(folder):
        pass
    assert processes_of(folder) == []
