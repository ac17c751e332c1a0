"""`make demo`: starts the platform (or uses one that runs) and plays the main job."""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path

import click
from rich.console import Console

from demo.files import CommunityFiles
from demo.office import Office, Refused
from demo.play import play
from demo.sinks import Carriers
from shared.contracts.routing import SERVICES
from shared.embedded import Platform
from shared.embedded.errors import LauncherError
from shared.embedded.ports import DEFAULT_BASE

_AT_ANY_HOUR = {"QUIET_FROM": "24", "QUIET_UNTIL": "0"}
"""Nobody is woken by the sinks, and a demo at night should send its messages, too."""

_SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "bubu"


@click.command()
@click.option("--once", is_flag=True, help="End the platform when the story is over.")
@click.option("--data", type=click.Path(path_type=Path), default=Path(".shequ"), show_default=True, help="Data folder.")
@click.option("--port-base", default=DEFAULT_BASE, show_default=True, help="First of the ports; 0: free ones.")
@click.option("--samples", type=click.Path(exists=True, path_type=Path), default=_SAMPLES, help="The office's files.")
@click.option("--elections-url", help="Use a running platform: the address of its elections service …")
@click.option("--training-url", help="… of its training service …")
@click.option("--notices-url", help="… of its notices service …")
@click.option("--key", type=click.Path(exists=True, path_type=Path), help="… and the private key that its tokens need.")
def demo(once: bool, data: Path, port_base: int, samples: Path, key: Path | None, **urls: str | None) -> None:
    """Play a whole residents' committee election through the three services."""
    console = Console(highlight=False)
    files = CommunityFiles(samples)
    given = {name: url.rstrip("/") for name in SERVICES if (url := urls[f"{name}_url"])}
    if given and (len(given) < len(SERVICES) or key is None):
        raise click.UsageError("give all three addresses and --key, or none of them to start the platform here")
    try:
        if given and key:
            _play_at(console, files, given, key)
        else:
            _play_here(console, files, data, port_base=port_base, once=once)
    except LauncherError as error:
        raise click.ClickException(str(error)) from error
    except (Refused, RuntimeError, TimeoutError) as error:
        console.print(f"[red]演示没有完成 · the demo did not finish:[/] {error}")
        sys.exit(1)


def _play_at(console: Console, files: CommunityFiles, addresses: dict[str, str], key: Path) -> None:
    with Office(addresses, key, area=files.areas[0]["code"]) as office:
        play(console, office, files)


def _play_here(console: Console, files: CommunityFiles, data: Path, *, port_base: int, once: bool) -> None:
    """Starts the platform, plays, and stays until Ctrl-C unless it is to be `once`."""
    stop = threading.Event()
    console.print("启动平台 · starting PostgreSQL, Redis, three services, their workers and relays …")
    carriers = Carriers.on_free_ports(data)
    environment = {"PROVIDERS_FILE": str(carriers.write(data / "providers.yaml")), **_AT_ANY_HOUR}
    platform = Platform(data, port_base=port_base, environment=environment)
    with platform, carriers.running(platform.endpoints.services["notices"]):
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        addresses, key = platform.endpoints.services, platform.endpoints.signing_key
        _play_at(console, files, addresses, key)
        if not once:
            console.print("\n平台仍在运行，按 Ctrl-C 结束 · the platform goes on running; Ctrl-C ends it.")
            platform.supervise(console.print, until=stop.wait)
        console.print("正在停止 · stopping …")


if __name__ == "__main__":
    demo()
