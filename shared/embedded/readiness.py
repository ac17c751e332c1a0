"""Waiting until every service says that it can do its work."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from shared.embedded.errors import KeepsDying
from shared.embedded.process import Process

_SECONDS = 90  # cold, on a small machine with other work


def wait_until_ready(urls: Mapping[str, str], processes: Collection[Process], go_on: Callable[[], None]) -> None:
    """`go_on` is asked all the time and raises if we are to stop. Raises KeepsDying if a process ends meanwhile."""
    deadline = time.monotonic() + _SECONDS
    waiting = dict(urls)
    while waiting := {name: url for name, url in waiting.items() if not _is_ready(url)}:
        go_on()
        for process in processes:
            if not process.alive:
                raise KeepsDying(f"{process.name} did not start:\n{process.last_words()}")
        if time.monotonic() > deadline:
            raise KeepsDying(_late(waiting, processes))
        time.sleep(0.1)


def _late(waiting: Mapping[str, str], processes: Collection[Process]) -> str:
    words = [f"{each.name}:\n{each.last_words()}" for each in processes if each.name in waiting]
    return "\n".join([f"not ready after {_SECONDS} s: {', '.join(waiting)}", *words])


def _is_ready(url: str) -> bool:
    """Asked directly: a proxy that the environment names must not come between."""
    connection = HTTPConnection(urlsplit(url).netloc, timeout=5)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
