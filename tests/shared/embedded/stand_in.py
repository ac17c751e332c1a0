"""A small plan in the shape of the real one: three web processes that answer probes, one process with a heartbeat."""

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


def stand_in_plans(ports: Mapping[str, int]) -> list[ProcessPlan]:
    return [
        ProcessPlan("elections-worker", (sys.executable, "-c", _BEATING), "elections", has_heartbeat=True),
        ProcessPlan("training-worker", (sys.executable, "-c", _STUBBORN), "training", stop_seconds=0.5),
        *(
            ProcessPlan(f"{service}-web", (sys.executable, "-c", _WEB, str(port)), service)
            for service, port in ports.items()
        ),
    ]
