"""A small plan in the shape of the real one: three web processes that answer probes, and others of every temper."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from shared.embedded.plan import ProcessPlan

_WEB = """
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *_): pass
HTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
"""
_BEATING = """
import os, pathlib, time
while True:
    pathlib.Path(os.environ["HEARTBEAT_FILE"]).touch(); time.sleep(0.2)
"""
_STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
while True: time.sleep(1)
"""
_POOL = """
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"])
while True: time.sleep(1)
"""
DIES_WHEN_TOLD = """
import os, pathlib, sys, time
while not pathlib.Path(os.environ["TOLD"]).exists(): time.sleep(0.05)
sys.exit("no such table")
"""


def plan(name: str, program: str, service: str | None = None, **options: float) -> ProcessPlan:
    return ProcessPlan(name, (sys.executable, "-c", program), service, **options)  # type: ignore[arg-type]


def stand_in_plans(ports: Mapping[str, int]) -> list[ProcessPlan]:
    return [
        plan("elections-worker", _BEATING, "elections", silence_seconds=60),
        plan("training-worker", _STUBBORN, "training", stop_seconds=0.5),
        plan("notices-worker", _POOL, "notices"),
        *(_answering(place, port) for place, port in ports.items()),
    ]


def _answering(place: str, port: int) -> ProcessPlan:
    """A service's web process; the stream of live counts is one of elections, too."""
    command = (sys.executable, "-c", _WEB, str(port))
    if place == "live":
        return ProcessPlan("elections-live", command, "elections")
    return ProcessPlan(f"{place}-web", command, place)
