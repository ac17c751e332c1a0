"""Kept-alive HTTP connections that post signed JSON, and say for sure whether a request can have arrived."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

from shared.signatures import signed

_LARGEST_ANSWER = 8 * 1024 * 1024  # bytes; one that is longer is none


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    retry_after: float | None


class NotSent(Exception):
    """The other side has got nothing that it could act on."""


class NotAnswered(Exception):
    """The request has gone out, and no answer came that can be understood: it may have been acted on or not."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`connect` and `answer`: seconds for a connection to stand and for each answer to come. `ca_file` names those who
    may vouch for the other side, where it is not the world's usual ones."""

    url: str
    secret: bytes
    connect: float = 5.0
    answer: float = 20.0
    ca_file: str | None = None


class Dial(Protocol):
    """Opens a TCP connection. Raises OSError."""

    def __call__(self, host: str, port: int, seconds: float) -> socket.socket: ...


def dial(host: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((host, port), seconds)


class HttpConnection:
    """To one origin, for one thread at a time. A connection that the other side has closed meanwhile is opened anew."""

    def __init__(self, endpoint: Endpoint, *, dialled: Dial = dial) -> None:
        parts = urlsplit(endpoint.url)
        self._host, self._path = parts.hostname or "", parts.path + (f"?{parts.query}" if parts.query else "") or "/"
        self._port = parts.port or (443 if parts.scheme == "https" else 80)
        self._host_header = parts.netloc.rpartition("@")[2]
        self._tls = ssl.create_default_context(cafile=endpoint.ca_file) if parts.scheme == "https" else None
        self._endpoint, self._dial = endpoint, dialled
        self._open: http.client.HTTPConnection | None = None

    def post(self, purpose: str, value: object, *, read: bool = True, at_most: float | None = None) -> Answer:
        """Raises NotSent or NotAnswered. Without `read` only the head of the answer is waited for; `at_most` seconds
        pass, even if the other side says something again and again."""
        body = json.dumps(value, ensure_ascii=False).encode()
        headers = {"Host": self._host_header, "Content-Type": "application/json"}
        headers |= signed(self._endpoint.secret, purpose, body, at=time.time())
        connection = self._connection()
        try:
            connection.request("POST", self._path, body, headers)
        except (OSError, http.client.HTTPException) as error:
            self.close()  # a part may have gone out, but no whole request, and half of one is not acted on
            raise NotSent(told(error)) from error
        try:
            with _cut_off(connection.sock, at_most):
                return self._answer(connection, read=read)
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.close()
            raise NotAnswered(told(error)) from error

    def close(self) -> None:
        if self._open:
            self._open.close()
            self._open = None

    def _answer(self, connection: http.client.HTTPConnection, *, read: bool) -> Answer:
        response = connection.getresponse()
        body = response.read(_LARGEST_ANSWER) if read else b""
        if response.will_close or not response.isclosed():
            self.close()
        return Answer(response.status, body, _retry_after(response.headers))

    def _connection(self) -> http.client.HTTPConnection:
        if self._open and is_closed(self._open.sock):
            self.close()
        if self._open is None:
            try:
                self._open = self._connected()
            except OSError as error:
                raise NotSent(told(error)) from error
        return self._open

    def _connected(self) -> http.client.HTTPConnection:
        raw = self._dial(self._host, self._port, self._endpoint.connect)
        try:
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._tls:
                raw = self._tls.wrap_socket(raw, server_hostname=self._host)
        except OSError:
            raw.close()
            raise
        raw.settimeout(self._endpoint.answer)
        connection = http.client.HTTPConnection(self._host, self._port)
        connection.sock = raw
        return connection


@contextmanager
def _cut_off(open_socket: socket.socket, seconds: float | None) -> Iterator[None]:
    if seconds is None:
        yield
        return
    timer = threading.Timer(seconds, _shut, [open_socket])
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


def _shut(open_socket: socket.socket) -> None:
    with suppress(OSError):
        open_socket.shutdown(socket.SHUT_RDWR)


def is_closed(open_socket: socket.socket | None) -> bool:
    """An idle connection on which there is something to read has been closed, or is out of step. A request that is sent
    on it would be lost without being known to be."""
    if open_socket is None:
        return True
    seconds = open_socket.gettimeout()
    try:
        open_socket.setblocking(False)
        open_socket.recv(1)
    except (BlockingIOError, ssl.SSLWantReadError):
        return False
    except OSError:
        return True
    finally:
        open_socket.settimeout(seconds)
    return True


def _retry_after(headers: Any) -> float | None:
    """Only the form in seconds: the one with a date is a matter of two clocks."""
    given = (headers.get("Retry-After") or "").strip()
    return float(given) if given.isascii() and given.isdigit() else None


def told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]
