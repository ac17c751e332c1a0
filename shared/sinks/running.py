"""Runs sinks: for the length of a block in a thread of this process, or as a process of their own."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from shared.sinks.behaviour import Behaviour
from shared.sinks.gateway import Gateway
from shared.sinks.http_server import HttpServer
from shared.sinks.mail_server import MailServer
from shared.sinks.reports import Reports


async def serve(
    gateway: Gateway,
    mail: MailServer,
    *,
    host: str,
    gateway_port: int,
    mail_port: int,
    tls: ssl.SSLContext | None = None,
) -> tuple[asyncio.Server, asyncio.Server]:
    """Both listen when this returns; with `tls` the mail server from the first byte on."""
    gateway.records["mail"] = mail.record
    loop = asyncio.get_running_loop()
    http = await asyncio.start_server(HttpServer(gateway.respond).connected, host, gateway_port, limit=1 << 20)
    smtp = await loop.create_server(mail.connection, host, mail_port, ssl=tls)
    return http, smtp


class Sinks:
    """`with Sinks(secret) as sinks:` runs a gateway and a mail server on free ports of this machine."""

    def __init__(
        self,
        secret: bytes = b"",
        *,
        keeps_keys: bool = True,
        reports_to: str | None = None,
        gateway_port: int = 0,
        mail: Mapping[str, Any] | None = None,
        implicit_tls: ssl.SSLContext | None = None,
    ) -> None:
        self.behaviour = Behaviour()
        self.reports = Reports(secret, reports_to)
        self.gateway = Gateway(secret, self.behaviour, self.reports, keeps_keys=keeps_keys)
        self.mail = MailServer(self.behaviour, self.reports, **(mail or {}))
        self._tls = implicit_tls
        self._ready, self._thread = threading.Event(), threading.Thread(target=self._run, name="sinks", daemon=True)
        self._loop: asyncio.AbstractEventLoop
        self._stopping: asyncio.Event
        self.gateway_port, self.mail_port = gateway_port, 0

    @property
    def gateway_url(self) -> str:
        return f"http://127.0.0.1:{self.gateway_port}/messages/sms"

    @property
    def hooks_url(self) -> str:
        return f"http://127.0.0.1:{self.gateway_port}/hooks"

    def hang_up(self) -> None:
        """Ends all mail connections, as a server does with idle ones. Returns when they are ended."""
        ended = asyncio.run_coroutine_threadsafe(self._hang_up(), self._loop)
        ended.result(10)

    async def _hang_up(self) -> None:
        for transport in list(self.mail.open):
            transport.abort()
        await asyncio.sleep(0)

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the sinks did not start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        servers = await serve(
            self.gateway, self.mail, host="127.0.0.1", gateway_port=self.gateway_port, mail_port=0, tls=self._tls
        )
        self.gateway_port, self.mail_port = (server.sockets[0].getsockname()[1] for server in servers)
        reports = asyncio.ensure_future(self.reports.send_for_ever())
        self._ready.set()
        await self._stopping.wait()
        for server in servers:
            server.close()
        await self._hang_up()
        await _end_everything(reports)


async def _end_everything(reports: asyncio.Future[None]) -> None:
    """Connections that wait for ever among it."""
    reports.cancel()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0)  # transports close one turn later
