"""Sinks in a process of their own, and what one asks of it: for benchmarks, where they must not share a core with the
sender, and for the demo, whose sinks outlive the program that started them."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Any, Self


class SinkProcess:
    """`with SinkProcess(secret_file) as sinks:` on free ports; ends with the block. `options` are those of the
    command line, such as `--reports-to`."""

    def __init__(self, secret_file: Path, *options: str) -> None:
        ports = ("--gateway-port", "0", "--mail-port", "0")
        self._command = [
            sys.executable,
            "-u",
            "-m",
            "shared.sinks",
            "--secret-file",
            str(secret_file),
            *ports,
            *options,
        ]
        self._process: subprocess.Popen[str]
        self.gateway_port = self.mail_port = 0

    @property
    def gateway_url(self) -> str:
        return f"http://127.0.0.1:{self.gateway_port}/messages/sms"

    @property
    def hooks_url(self) -> str:
        return f"http://127.0.0.1:{self.gateway_port}/hooks"

    def records(self) -> dict[str, dict[str, Any]]:
        """What has come to `gateway`, `hooks` and `mail`; see Record."""
        return self._ask("GET", "/records")

    def clear(self) -> None:
        self._ask("DELETE", "/records")

    def behave(self, **changes: Any) -> None:
        """`mood`, `times`, `delay`, `retry_after`; see Behaviour."""
        self._ask("POST", "/behaviour", changes)

    def _ask(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.gateway_port, timeout=30)) as connection:
            connection.request(method, path, json.dumps(body).encode())
            answer: dict[str, Any] = json.loads(connection.getresponse().read())
            return answer

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - ourselves
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise RuntimeError("the sinks did not start")
        self.gateway_port, self.mail_port = map(int, line.split()[:2])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        with self._process:
            self._process.wait(10)
