"""`make isolate`: the library and one service alone pass that service's tests in an empty folder.

So no service leans on another, not even by way of a test.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from shared.contracts.routing import SERVICES

_ROOT = Path(__file__).resolve().parent.parent
_COMMON = ("pyproject.toml", "shared", "services/__init__.py", "samples", "tests/contracts/samples",
           "deploy/providers/example.yaml", "deploy/sinks/providers.yaml",
           *(f"tests/{path.name}" for path in Path(__file__).parent.glob("*.py")))  # fmt: skip


def main() -> int:
    chosen = sys.argv[1:] or SERVICES
    return max(_run(service) for service in chosen)


def _run(service: str) -> int:
    with tempfile.TemporaryDirectory(prefix="shequ-isolated-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        for part in (*_COMMON, f"services/{service}", f"tests/{service}"):
            _copy(_ROOT / part, Path(folder) / part)
        sys.stdout.write(f"{service} alone:\n")
        sys.stdout.flush()
        command = [sys.executable, "-m", "pytest", f"tests/{service}", "-n", "2", "-p", "no:cacheprovider"]
        environment = {**os.environ, "PYTHONPATH": folder}
        return subprocess.run(command, cwd=folder, env=environment, check=False).returncode


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


if __name__ == "__main__":
    sys.exit(main())
