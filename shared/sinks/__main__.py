"""`python -m shared.sinks --gateway-port 9080 --mail-port 9025`: both sinks until the process is ended."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from shared.sinks.behaviour import Behaviour
from shared.sinks.gateway import Gateway
from shared.sinks.mail_server import MailServer
from shared.sinks.reports import Reports
from shared.sinks.running import serve


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option(
    "--gateway-port",
    default=9080,
    show_default=True,
    help="Of the gateway; GET /records tells what has come.",
)
@click.option("--mail-port", default=9025, show_default=True)
@click.option("--secret-file", type=click.Path(path_type=Path, exists=True), help="What requests are signed with.")
@click.option(
    "--reports-to", help="API to which receipts and bounces are posted, such as http://127.0.0.1:8003/api/v1."
)
@click.option("--keeps-keys/--forgets-keys", default=True, help="Whether a key is delivered only once.")
@click.option("--delay", default=0.0, help="Seconds before the gateway's answers.")
def main(
    host: str,
    gateway_port: int,
    mail_port: int,
    secret_file: Path | None,
    reports_to: str | None,
    keeps_keys: bool,
    delay: float,
) -> None:
    """Sinks for messages: a gateway for SMS and messaging, and a mail server."""
    secret = secret_file.read_bytes().strip() if secret_file else b""
    behaviour = Behaviour(delay=delay)
    reports = Reports(secret, reports_to)
    gateway = Gateway(secret, behaviour, reports, keeps_keys=keeps_keys)
    mail = MailServer(behaviour, reports)

    async def run() -> None:
        servers = await serve(gateway, mail, host=host, gateway_port=gateway_port, mail_port=mail_port)
        ports = " ".join(str(server.sockets[0].getsockname()[1]) for server in servers)
        click.echo(f"{ports} are the ports of {host} on which gateway and mail server listen")
        await reports.send_for_ever()

    asyncio.run(run())


if __name__ == "__main__":
    main()
