"""Connections to addresses that residents typed in: never into the office's own network.

A name is looked up once, and the connection goes to the very address that was checked: a name that points elsewhere at
the second look gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket

from services.notices.providers.connection import dial

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""Where a network translates, these lead to any IPv4 address, private ones among them."""


class Forbidden(Exception):
    """The name leads to an address that is not of the public Internet."""


def guarded_dial(host: str, port: int, seconds: float) -> socket.socket:
    """Raises Forbidden, or OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(address[4][0]) for address in found]
    if not addresses or not all(is_public(address) for address in addresses):
        raise Forbidden("the address does not lead to the public Internet")
    return dial(addresses[0], port, seconds)


def is_public(address: str) -> bool:
    """Whether an IP address is of the public Internet, and so is every IPv4 address that is wrapped up in it."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if not ip.is_global or ip.is_multicast or ip.is_reserved:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return True
    return ip not in _NAT64 and ip.ipv4_mapped is None and ip.sixtofour is None and ip.teredo is None
