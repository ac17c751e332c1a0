"""Running the whole platform on this machine."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

from shared.contracts.routing import SERVICES

if TYPE_CHECKING:
    from shared.embedded import Platform

_NAMES = {"elections": "选举", "training": "培训", "notices": "公告"}


@click.command()
@click.option("--data", type=click.Path(path_type=Path), default=Path(".shequ"), show_default=True, help="Data folder.")
@click.option("--port-base", default=8001, show_default=True, help="First of the services' ports; 0: any free ones.")
@click.option("--elections-port", type=int, help="Port of the elections service.")
@click.option("--training-port", type=int, help="Port of the training service.")
@click.option("--notices-port", type=int, help="Port of the notices service.")
@click.option("--live-port", type=int, help="Port of the stream of live counts.")
def up(data: Path, port_base: int, **ports: int | None) -> None:
    """Start PostgreSQL, Redis, the three services, workers, relays and beat; Ctrl-C stops them in order.

    DATABASE_URL (an administrator's address) or ELECTIONS_DATABASE_URL and so on, and REDIS_URL, if given, are used
    instead of starting servers.
    """
    from shared.embedded import Platform
    from shared.embedded.errors import Interrupted, LauncherError
    from shared.embedded.ports import LIVE

    stopping = _set_on_signals()
    chosen = {service: ports[f"{service}_port"] for service in (*SERVICES, LIVE)}
    click.echo("启动平台 · starting …")
    try:
        with Platform(data, port_base=port_base, ports=chosen, stopping=stopping) as platform:
            _show_links(platform)
            platform.supervise(lambda text: click.echo(text, err=True), until=stopping.wait)
            click.echo("正在停止 · stopping …")
    except Interrupted:
        click.echo("已停止 · stopped")
    except LauncherError as error:
        raise click.ClickException(str(error)) from error


def _set_on_signals() -> threading.Event:
    """Set by Ctrl-C, SIGTERM, or the terminal's end (which `nohup` has us ignore)."""
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda *_: stopping.set())
    return stopping


def _show_links(platform: Platform) -> None:
    for service, url in platform.endpoints.services.items():
        click.echo(f"  {_NAMES[service]} {service:10} {url:24} API {url}/openapi.json")
    desk = f"{platform.endpoints.services['elections']}/desk/"
    click.echo(f"  工作台 {'desk':8} {desk:24} 登录码 · access code: ./shequ token --help")
    click.echo(f"  日志 {'logs':10} {platform.logs}")
    click.echo(f"  密钥 {'key':10} {platform.endpoints.signing_key}")
    click.echo("Ctrl-C 停止 · stops everything")
