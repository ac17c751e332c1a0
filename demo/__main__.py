"""`make demo`: starts the platform (or uses one that runs) and plays the main job."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console

from demo.files import CommunityFiles
from demo.office import Office, Refused
from demo.play import play
from shared.contracts.routing import SERVICES
from shared.embedded import Platform

_SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "bubu"


@click.command()
@click.option("--once", is_flag=True, help="End the platform when the story is over.")
@click.option("--data", type=click.Path(path_type=Path), default=Path(".shequ"), show_default=True, help="Data folder.")
@click.option("--samples", type=click.Path(exists=True, path_type=Path), default=_SAMPLES, help="The office's files.")
@click.option("--elections-url", help="Use a running platform: the address of its elections service …")
@click.option("--training-url", help="… of its training service …")
@click.option("--notices-url", help="… of its notices service …")
@click.option("--key", type=click.Path(exists=True, path_type=Path), help="… and the private key that its tokens need.")
def demo(once: bool, data: Path, samples: Path, key: Path | None, **urls: str | None) -> None:
    """Play a whole residents' committee election through the three services."""
    console = Console(highlight=False)
    files = CommunityFiles(samples)
    given = {name: url.rstrip("/") for name in SERVICES if (url := urls[f"{name}_url"])}
    if given and (len(given) < len(SERVICES) or key is None):
        raise click.UsageError("give all three addresses and --key, or none of them to start the platform here")
    try:
        with _running(console, data, given, key) as (addresses, signing_key):
            play(console, Office(addresses, signing_key, area=files.areas[0]["code"]), files)
            if not once and not given:
                _stay(console)
    except (Refused, RuntimeError, TimeoutError) as error:
        console.print(f"[red]演示没有完成 · the demo did not finish:[/] {error}")
        sys.exit(1)


@contextmanager
def _running(
    console: Console, data: Path, given: dict[str, str], key: Path | None
) -> Iterator[tuple[dict[str, str], Path]]:
    """The addresses and key of a running platform: the given one, or one started here and stopped in the end."""
    if given and key:
        yield given, key
        return
    console.print("启动平台 · starting PostgreSQL, Redis, three services, their workers and relays …")
    with Platform(data.resolve()) as platform:
        yield platform.endpoints.services, platform.endpoints.signing_key


def _stay(console: Console) -> None:
    console.print("\n平台仍在运行，按 Ctrl-C 结束 · the platform goes on running; Ctrl-C ends it.")
    signal.sigwait({signal.SIGINT, signal.SIGTERM})
    console.print("正在停止 · stopping …")


if __name__ == "__main__":
    demo()
