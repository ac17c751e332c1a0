"""One compose stack of our own: its project name, port and secrets; brought up, asked, and always taken down."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parent.parent.parent
_LOG_LINES = "60"


class Failed(Exception):
    """A check that did not hold; the text says which and what was seen."""


@dataclass(frozen=True)
class Stack:
    project: str
    port: int
    secrets_folder: Path

    @property
    def gateway(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def signing_key(self) -> Path:
        return self.secrets_folder / "signing-key.pem"

    def compose(self, *arguments: str) -> str:
        """Runs docker-compose; the answer is its output. Raises Failed, with the output, when it fails."""
        return self.run(*_compose_command(), *arguments)

    def run(self, *command: str) -> str:
        """Runs a program with the stack's variables; the answer is its output. Raises Failed when it fails."""
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Failed(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}")
        return done.stdout

    def execute(self, service: str, *command: str) -> subprocess.CompletedProcess[str]:
        """Runs a command in a service's first container; the caller looks at the outcome."""
        return _docker("exec", self.containers(service)[0], *command)

    def containers(self, *services: str) -> list[str]:
        """The ids of running containers: of these services, or of all."""
        command = [*_compose_command(), "ps", "-q", *services]
        listed = subprocess.run(command, cwd=ROOT, env=self._environment(), capture_output=True, text=True, check=True)
        return [each["Id"] for each in _inspect(listed.stdout.split()) if each["State"]["Running"]]

    def inspect(self) -> list[dict[str, Any]]:
        """What Docker says of every running container."""
        return _inspect(self.containers())

    def show_logs(self) -> None:
        click.echo(self.compose("ps"))
        click.echo(self.compose("logs", "--no-color", "--tail", _LOG_LINES))

    def _environment(self) -> dict[str, str]:
        return os.environ | {
            "COMPOSE_FILE": "docker-compose.yml:deploy/sinks/compose.yaml",
            "COMPOSE_PROJECT_NAME": self.project,
            "GATEWAY_ADDRESS": "127.0.0.1",
            "GATEWAY_PORT": str(self.port),
            "PUBLIC_URL": self.gateway,
            "SECRETS_DIR": str(self.secrets_folder),
            "SHEQU_VERSION": "compose-test",
        }


@contextmanager
def new_stack() -> Iterator[Stack]:
    """A stack with images built and secrets made, not yet started. Whatever happens, nothing of it stays but images."""
    with tempfile.TemporaryDirectory(prefix="shequ-compose-test-") as folder:
        stack = Stack(f"shequtest{secrets.token_hex(3)}", _free_port(), Path(folder))
        try:
            click.echo("building the images …")
            stack.compose("build")
            stack.run("deploy/make-secrets", folder)
            yield stack
        except Failed:
            stack.show_logs()
            raise
        finally:
            stack.compose("down", "--volumes", "--remove-orphans", "--timeout", "20")


@cache
def _compose_command() -> tuple[str, ...]:
    """Docker Compose v2 where it is installed, docker-compose otherwise."""
    if _docker("compose", "version").returncode == 0:
        return ("docker", "compose")
    if program := shutil.which("docker-compose"):
        return (program,)
    raise Failed("neither `docker compose` nor docker-compose is installed")


def _docker(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["docker", *arguments], capture_output=True, text=True, check=False)


def _inspect(ids: list[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(_docker("inspect", *ids).stdout or "[]") if ids else []
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
