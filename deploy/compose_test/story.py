"""The demo as a process of its own. What it prints is passed on, without what the busy clerk adds to it."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from typing import IO

import click

from deploy.compose_test.operator import Operator
from deploy.compose_test.stack import ROOT, Failed, Stack
from shared.contracts.routing import SERVICES

_WHOLE_SECONDS = 420
_ANNOUNCEMENT_SECONDS = 60


class Story:
    """Runs between `with` and its end, and is killed there if it has not ended by itself."""

    def __init__(self, stack: Stack) -> None:
        addresses = [f"--{service}-url={stack.gateway}/{service}" for service in SERVICES]
        self._command = [sys.executable, "-m", "demo", "--once", f"--key={stack.signing_key}", *addresses]

    def __enter__(self) -> Story:
        self._process = subprocess.Popen(
            self._command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self._relay = threading.Thread(target=_pass_on, args=[self._process.stdout], daemon=True)
        self._relay.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._relay.join()

    def wait_for_announcement(self, operator: Operator) -> None:
        deadline = time.monotonic() + _ANNOUNCEMENT_SECONDS
        while "elections.election_announced.v1" not in operator.published("elections").values():
            if self._process.poll() or time.monotonic() > deadline:
                raise Failed("the demo announced no election")
            time.sleep(0.2)

    def wait_for_the_end(self) -> None:
        try:
            code = self._process.wait(_WHOLE_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise Failed(f"the demo took more than {_WHOLE_SECONDS} seconds") from error
        if code:
            raise Failed(f"the demo ended with {code}")


def _pass_on(output: IO[str]) -> None:
    for line in output:
        if "elections.area_registered" not in line:
            click.echo(f"  │ {line.rstrip()}")
