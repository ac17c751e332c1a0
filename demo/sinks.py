"""Who carries the demo's messages: sinks on this machine, which take everything and report as real ones do."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

import yaml

from shared.embedded.ports import free_port
from shared.sinks import SinkProcess


@dataclass(frozen=True, slots=True)
class Carriers:
    """A gateway for SMS and messaging, and a mail server, on these ports."""

    gateway_port: int
    mail_port: int
    secret_file: Path

    @classmethod
    def on_free_ports(cls, folder: Path) -> Carriers:
        folder.mkdir(parents=True, exist_ok=True)
        secret_file = folder.resolve() / "sinks-secret"
        if not secret_file.exists():
            secret_file.touch(0o600)
            secret_file.write_text(secrets.token_urlsafe(32), encoding="ascii")
        return cls(free_port(), free_port(), secret_file)

    def write(self, file: Path) -> Path:
        """The providers file that the notices service reads."""
        secret = str(self.secret_file)
        gateways = [
            {"name": channel, "kind": "gateway", "channel": channel, "plain_http": True, "secret_file": secret,
             "url": f"http://127.0.0.1:{self.gateway_port}/messages/{channel}"}
            for channel in ("sms", "messaging")
        ]  # fmt: skip
        mail = {"name": "mail", "kind": "smtp", "host": "127.0.0.1", "port": self.mail_port, "security": "none",
                "sender": "notices@example.com", "sender_name": "步埠社区居民委员会",
                "bounces": "b@example.com", "secret_file": secret}  # fmt: skip
        file.write_text(yaml.safe_dump({"providers": [*gateways, mail]}, allow_unicode=True), encoding="utf-8")
        return file.resolve()

    def running(self, notices: str) -> SinkProcess:
        """`notices` is the address of the service that is told what became of the messages."""
        ports = ("--gateway-port", str(self.gateway_port), "--mail-port", str(self.mail_port))
        return SinkProcess(self.secret_file, *ports, "--reports-to", f"{notices}/api/v1")
