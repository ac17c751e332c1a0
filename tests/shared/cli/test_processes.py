from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from shared.cli.main import shequ


@pytest.mark.parametrize(("age", "exit_code"), [(0, 0), (59, 0), (61, 1), (None, 1)])
def test_the_probe_tells_a_fresh_heartbeat_from_an_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, age: float | None, exit_code: int
) -> None:
    file = tmp_path / "heartbeat"
    monkeypatch.setenv("HEARTBEAT_FILE", str(file))
    if age is not None:
        file.touch()
        os.utime(file, (time.time() - age, time.time() - age))
    assert CliRunner().invoke(shequ, ["heartbeat"]).exit_code == exit_code
