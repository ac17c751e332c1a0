"""`./shequ up` on the command line. What it starts, tests/shared/embedded and tests/system look at."""

from __future__ import annotations

import socket
from pathlib import Path

from click.testing import CliRunner

from shared.cli.main import shequ


def test_a_taken_port_ends_it_with_the_option_that_helps(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        result = CliRunner().invoke(shequ, ["up", "--data", str(tmp_path / "data"), "--notices-port", port])
    assert result.exit_code == 1
    assert f"port {port} for notices is taken" in result.output
    assert "--notices-port" in result.output
