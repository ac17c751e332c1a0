"""Who carries the demo's messages: sinks on this machine, which take everything and send receipts as gateways do."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from shared.embedded.ports import free_port
from shared.sinks import SinkProcess

_GATEWAYS = ("sms", "messaging")


@dataclass(frozen=True, slots=True)
class Carriers:
    """Ports of the gateways by channel, and of the mail server."""

    gateways: Mapping[str, int]
    mail: int
    secret_file: Path

    @classmethod
    def on_free_ports(cls, folder: Path) -> Carriers:
        folder.mkdir(parents=True, exist_ok=True)
        secret_file = folder / "gateway-secret"
        if not secret_file.exists():
            secret_file.touch(0o600)
            secret_file.write_text(secrets.token_urlsafe(32), encoding="ascii")
        return cls({channel: free_port() for channel in _GATEWAYS}, free_port(), secret_file)

    def write(self, file: Path) -> Path:
        """The providers file that the notices service reads."""
        gateways = [
            {"name": channel, "kind": "gateway", "channel": channel, "url": f"http://127.0.0.1:{port}/messages",
             "plain_http": True, "secret_file": str(self.secret_file)}
            for channel, port in self.gateways.items()
        ]  # fmt: skip
        mail = {"name": "mail", "kind": "smtp", "host": "127.0.0.1", "port": self.mail, "security": "none",
                "sender": "notices@example.com", "sender_name": "步埠社区居民委员会"}  # fmt: skip
        file.write_text(yaml.safe_dump({"providers": [*gateways, mail]}, allow_unicode=True), encoding="utf-8")
        return file

    @contextmanager
    def running(self, notices: str) -> Iterator[Sequence[SinkProcess]]:
        """`notices` is the address to which receipts go."""
        with ExitStack() as stack:
            yield [stack.enter_context(self._sink(channel, port, notices)) for channel, port in self.gateways.items()]

    def _sink(self, channel: str, port: int, notices: str) -> SinkProcess:
        """The first one takes mail, too."""
        mail = self.mail if channel == _GATEWAYS[0] else 0
        ports = ("--gateway-port", str(port), "--mail-port", str(mail))
        return SinkProcess(self.secret_file, *ports, "--receipts-to", f"{notices}/api/v1/receipts/{channel}")
