"""Which processes are taken for ours, and which never."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.embedded.leftovers import MARK, end_leftovers, record

SLEEP = ["/bin/sleep", "3600"]


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(SLEEP) as process:
        yield process
        process.kill()


def test_a_marked_process_is_ended_and_one_for_another_folder_is_not(tmp_path: Path) -> None:
    folders = (tmp_path / "one", tmp_path / "one-more")
    ours, other = (subprocess.Popen(SLEEP, env={MARK: str(folder)}) for folder in folders)
    with ours, other:
        assert end_leftovers(tmp_path / "one", tmp_path) == 1
        assert ours.wait(5) != 0
        assert other.poll() is None
        other.kill()


def test_a_recorded_process_is_ended_and_its_record_goes(tmp_path: Path, stranger: subprocess.Popen[bytes]) -> None:
    record(tmp_path / "redis.pid", stranger.pid)
    assert end_leftovers(tmp_path / "data", tmp_path) == 1
    assert stranger.wait(5) != 0
    assert list(tmp_path.iterdir()) == []


def test_a_number_that_somebody_else_got_since_is_left_alone(tmp_path: Path, stranger: subprocess.Popen[bytes]) -> None:
    record(tmp_path / "redis.pid", os.getpid())
    started = (tmp_path / "redis.pid").read_text(encoding="ascii").partition(" ")[2]
    (tmp_path / "redis.pid").write_text(f"{stranger.pid} {started}", encoding="ascii")
    assert end_leftovers(tmp_path / "data", tmp_path) == 0
    assert stranger.poll() is None


def test_a_half_written_record_is_nobody(tmp_path: Path) -> None:
    (tmp_path / "redis.pid").write_text("", encoding="ascii")
    assert end_leftovers(tmp_path / "data", tmp_path) == 0
