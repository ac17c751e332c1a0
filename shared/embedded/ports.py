"""The services' ports: given, by default 8001 and on, or free ones."""

from __future__ import annotations

import socket
from collections.abc import Mapping

from shared.contracts.routing import SERVICES
from shared.embedded.errors import PortTaken

DEFAULT_BASE = 8001


def choose_ports(base: int, given: Mapping[str, int | None]) -> dict[str, int]:
    """Each service's port: the given one, else counted from `base`; 0 means any free one. Raises PortTaken."""
    wanted = {
        service: port if (port := given.get(service)) is not None else (base + number if base else 0)
        for number, service in enumerate(SERVICES)
    }
    return {service: _checked(service, port) for service, port in wanted.items()}


def _checked(service: str, port: int) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that a stopped run just left is free
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise PortTaken(
                f"port {port} for {service} is taken: stop what listens there, or choose another with "
                f"--{service}-port (0: any free one)"
            ) from error
        chosen: int = probe.getsockname()[1]
    return chosen
