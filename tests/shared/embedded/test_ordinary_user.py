"""Started by root these tests run the launcher as somebody else too; started by anybody else, all tests do."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import psutil
import pytest

from shared.embedded.plan import ROOT
from tests.shared.embedded.traces import SECONDS, processes_of

NOBODY = 65534
AS_NOBODY = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
MAY_READ = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
"""A checkout or a Python of root's own is closed to others; this lets the launcher read it, and write nothing."""


@cache
def can_become_nobody() -> bool:
    command = [*AS_NOBODY, *MAY_READ, sys.executable, "-c", ""]
    return os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not can_become_nobody(), reason="only root can become another user")
def test_the_launcher_runs_as_an_ordinary_user(folder: Path) -> None:
    data = folder / "data"
    data.mkdir()
    os.chown(data, NOBODY, NOBODY)
    command = [*AS_NOBODY, *MAY_READ, sys.executable, "-m", "tests.shared.embedded.launcher", str(data)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as launcher:
        assert launcher.stdout
        assert launcher.stdout.readline() == "up\n"
        assert {process.uids().real for process in descendants(launcher.pid)} == {NOBODY}
        launcher.terminate()
        assert launcher.wait(SECONDS) == 0
    assert processes_of(data) == []


def descendants(pid: int) -> list[psutil.Process]:
    found = psutil.Process(pid).children(recursive=True)
    assert {"postgres", "redis-server"} <= {process.name() for process in found}
    return found
