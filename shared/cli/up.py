"""Running the whole platform on this machine."""

from __future__ import annotations

import signal
import threading
from pathlib import Path

import click

from shared.contracts.routing import SERVICES


@click.command()
@click.option("--data", type=click.Path(path_type=Path), default=Path(".shequ"), show_default=True, help="Data folder.")
@click.option("--port-base", default=8001, show_default=True, help="First of the services' ports; 0: any free ones.")
@click.option("--elections-port", type=int, help="Port of the elections service.")
@click.option("--training-port", type=int, help="Port of the training service.")
@click.option("--notices-port", type=int, help="Port of the notices service.")
def up(data: Path, port_base: int, **ports: int | None) -> None:
    """Start PostgreSQL, Redis, the three services, workers, relays and beat; Ctrl-C stops them in order."""
    from shared.embedded import Platform
    from shared.embedded.errors import LauncherError

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    chosen = {service: ports[f"{service}_port"] for service in SERVICES}
    try:
        with Platform(data, port_base=port_base, ports=chosen) as platform:
            for service, url in platform.endpoints.services.items():
                click.echo(f"{service:10} {url}")
            click.echo(f"{'logs':10} {platform.data / 'logs'}")
            platform.supervise(lambda text: click.echo(text, err=True), until=stop.wait)
            click.echo("stopping …")
    except LauncherError as error:
        raise click.ClickException(str(error)) from error
