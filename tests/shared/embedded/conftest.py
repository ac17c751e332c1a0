"""A data folder for each test, and the platform on it with stand-ins for the services."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shared.embedded import Platform
from tests.shared.embedded.stand_in import stand_in_plans
from tests.shared.embedded.traces import processes_of

PlatformOn = Callable[..., Platform]


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Short, and passable for every user; no process may be left over that has to do with it."""
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    with tempfile.TemporaryDirectory(prefix="shequ-", dir="/tmp", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)
        left = processes_of(Path(name))
        for process in left:
            process.kill()
        assert left == []


@pytest.fixture
def platform_on() -> PlatformOn:
    def make(folder: Path, **options: object) -> Platform:
        defaults = {"port_base": 0, "plans": stand_in_plans, "durable": False}
        return Platform(folder, **{**defaults, **options})  # type: ignore[arg-type]

    return make
