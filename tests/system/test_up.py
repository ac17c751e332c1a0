"""`./shequ up` from the first line to the last, with the real services."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from shared.embedded.plan import ROOT
from tests.shared.embedded.traces import eventually, processes_of

pytestmark = pytest.mark.xdist_group("platform")

SECONDS = 120  # three services start cold beside other tests


def test_up_shows_links_that_work_and_ctrl_c_leaves_no_process(tmp_path: Path) -> None:
    data, output = tmp_path / "data", tmp_path / "output"
    command = [sys.executable, "-m", "shared.cli", "up", "--data", str(data), "--port-base", "0"]
    with output.open("wb") as out, subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out) as launcher:
        eventually(lambda: "Ctrl-C" in output.read_text() or launcher.poll() is not None, "the links", SECONDS)
        urls = re.findall(r" (http://127\.0\.0\.1:\d+) ", output.read_text())
        assert len(urls) == 3, output.read_text()
        for url in urls:
            with urllib.request.urlopen(f"{url}/health/ready", timeout=10) as answer:  # noqa: S310 - our own address
                assert answer.status == 200
        launcher.send_signal(signal.SIGINT)
        assert launcher.wait(SECONDS) == 0
    assert processes_of(data) == []
    assert "正在停止 · stopping" in output.read_text()
