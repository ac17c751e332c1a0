"""A launcher to be killed: `python -m tests.shared.embedded.launcher FOLDER` runs the stand-in platform."""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path

from shared.embedded import Platform
from tests.shared.embedded.stand_in import stand_in_plans


def main() -> None:
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    with Platform(Path(sys.argv[1]), port_base=0, plans=stand_in_plans, durable=False) as platform:
        sys.stdout.write("up\n")
        sys.stdout.flush()
        platform.supervise(lambda _: None, until=stop.wait)


if __name__ == "__main__":
    main()
