"""The services' ports: given, by default 8001 and on, or free ones."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from contextlib import ExitStack
from random import SystemRandom

from shared.contracts.routing import SERVICES
from shared.embedded.errors import PortTaken

DEFAULT_BASE = 8001
LIVE = "live"
"""The stream of live counts, which has a process and a port of its own."""

_HIGHEST = 65535
_FREE_PORTS = range(20_000, 32_000)
_random = SystemRandom()


def choose_ports(base: int, given: Mapping[str, int | None]) -> dict[str, int]:
    """The port of each service and of the live counts: the given one, else counted from `base`; 0 means any free one.

    Raises PortTaken.
    """
    wanted = {
        service: port if (port := given.get(service)) is not None else (base + number if base else 0)
        for number, service in enumerate((*SERVICES, LIVE))
    }
    with ExitStack() as held:  # all of them at once, so that no two services get the same
        return {service: _try(held, service, port) for service, port in wanted.items()}


def free_port() -> int:
    with ExitStack() as held:
        return _listen_anywhere(held)


def _try(held: ExitStack, service: str, port: int) -> int:
    if not 0 <= port <= _HIGHEST:
        raise PortTaken(f"{port} for {service} is no port: --{service}-port takes 0 (any free one) to {_HIGHEST}")
    try:
        return _listen(held, port) if port else _listen_anywhere(held)
    except OSError as error:
        raise PortTaken(
            f"port {port} for {service} is taken ({error.strerror}): stop what listens there, or choose another with "
            f"--{service}-port (0: any free one)"
        ) from error


def _listen_anywhere(held: ExitStack) -> int:
    """Any free port below those that the system gives to outgoing connections: one of them might take it meanwhile."""
    for port in _random.sample(_FREE_PORTS, len(_FREE_PORTS)):
        try:
            _claim(port)
            return _listen(held, port)
        except OSError:
            continue
    raise PortTaken("no port is free")


def _claim(port: int) -> None:
    """Until we end no other launcher takes it, though nothing may listen there yet (an abstract socket, unix(7))."""
    claim = socket.socket(socket.AF_UNIX)
    try:
        claim.bind(f"\0shequ-port-{port}")
    except OSError:
        claim.close()
        raise
    claim.detach()  # open, and never closed by us


def _listen(held: ExitStack, port: int) -> int:
    probe = held.enter_context(socket.socket())
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that a stopped run just left is free
    probe.bind(("127.0.0.1", port))
    probe.listen()
    chosen: int = probe.getsockname()[1]
    return chosen
