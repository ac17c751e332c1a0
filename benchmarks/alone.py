"""A platform that nothing but a measurement uses."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shared.embedded import Platform


@contextmanager
def platform_alone() -> Iterator[Platform]:
    with tempfile.TemporaryDirectory(prefix="shequ-bench-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with Platform(Path(folder), port_base=0) as platform:
            yield platform
