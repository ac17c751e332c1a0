"""A service's processes besides web server and worker, and the probe of those that write heartbeats."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import click

from shared import logs, metrics
from shared.contracts.routing import SERVICES

service_argument = click.argument("service", type=click.Choice(SERVICES))


@click.command()
@service_argument
def migrate(service: str) -> None:
    """Bring a service's database to this release's tables."""
    from shared.database.migrate import upgrade
    from shared.settings import load_settings

    click.echo(f"{service}: {upgrade(service, load_settings(service).database_url)}")


@click.command()
@service_argument
def relay(service: str) -> None:
    """Hand a service's events and jobs to the broker, until told to stop."""
    from shared.database.database import Database
    from shared.events.relay import Relay, stop_on_signals
    from shared.settings import load_settings
    from shared.worker.sender import make_sender

    settings = load_settings(service)
    logs.configure(f"{service}-relay", settings.log_level)
    worker = Relay(Database(service, plan_anew=True), settings, make_sender(settings.redis_url))
    stop_on_signals(worker)
    if settings.metrics_port:
        metrics.serve(settings.metrics_port)
    worker.run()


@click.command()
@click.option("--max-age", default=60.0, show_default=True, help="Seconds that the heartbeat may be old.")
def heartbeat(max_age: float) -> None:
    """Exit 0 if the file HEARTBEAT_FILE is fresh, 1 if not: the probe of workers, relays and beat."""
    path = Path(os.environ["HEARTBEAT_FILE"])
    sys.exit(0 if path.exists() and time.time() - path.stat().st_mtime < max_age else 1)
