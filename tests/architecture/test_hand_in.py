"""The script that a mail server runs speaks as docs/gateways.md says. With Postfix around it, it was tried by hand."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from shared.signatures import is_genuine
from tests.architecture.sources import ROOT

SECRET = b"0123456789abcdef0123"
REPORT = b"To: <b+k.s@bounces.example>\n\n\xff\x00 as it came\n"


class Api(HTTPServer):
    """Believes what is signed with the secret."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.got: list[bytes] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/api/v1/bounces/mail"


class _Handler(BaseHTTPRequestHandler):
    server: Api

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        genuine = is_genuine(SECRET, "bounces", body, dict(self.headers), now=time.time())
        if genuine:
            self.server.got.append(body)
        self.send_response(200 if genuine else 401)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def api() -> Iterator[Api]:
    with Api() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def hand_in(address: str, secret: Path) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, str(ROOT / "deploy/postfix/hand-in"), address, str(secret)]
    return subprocess.run(command, input=REPORT, capture_output=True, timeout=30, check=False)


def test_a_report_is_handed_in_as_it_came_and_signed(api: Api, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(SECRET + b"\n")
    assert hand_in(api.address, tmp_path / "secret").returncode == 0
    assert api.got == [REPORT]


def test_what_is_not_taken_is_kept_by_the_mail_server_for_another_try(api: Api, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"another one")
    nobody = api.address.replace(str(api.server_port), "1")
    tries = [(api.address, "secret"), (nobody, "secret"), (api.address, "no such file"), ("nonsense", "secret")]
    for address, secret in tries:
        answer = hand_in(address, tmp_path / secret)
        assert (answer.returncode, answer.stderr.startswith(b"hand-in: ")) == (75, True)
    assert api.got == []
