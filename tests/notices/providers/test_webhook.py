"""Webhooks against real servers on this machine, and the guard that keeps them out of the office's network."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from services.notices.providers import guarded
from services.notices.providers.guarded import is_public
from services.notices.providers.provider import Verdict
from services.notices.providers.webhook import Webhook
from shared.sinks import Mood, Sinks
from tests.notices.providers.messages import message

SECRET = b"between office and resident"


@pytest.fixture
def sinks() -> Iterator[Sinks]:
    with Sinks(SECRET) as running:
        yield running


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    provider = Webhook("hooks", SECRET, answer=0.3, allow_private=True)
    yield provider
    provider.close()


def test_the_notice_arrives_signed(webhook: Webhook, sinks: Sinks) -> None:
    outcomes = webhook.send([message(f"d-{n}", f"{sinks.hooks_url}/{n}") for n in range(20)])
    assert {outcome.verdict for outcome in outcomes} == {Verdict.ACCEPTED}
    assert {each["key"] for each in sinks.gateway.hooks.latest} == {f"d-{n}" for n in range(20)}
    assert sinks.gateway.hooks.latest[0]["page"] == "https://shequ.example/notices/1"


def test_each_answer_is_understood_and_none_is_an_outage(webhook: Webhook, sinks: Sinks) -> None:
    outcomes = webhook.send([message("a", f"{sinks.hooks_url}/refuse"), message("b", f"{sinks.hooks_url}/defer")])
    assert [outcome.verdict for outcome in outcomes] == [Verdict.REFUSED, Verdict.LATER]
    sinks.behaviour.mood = Mood.HANGING_UP
    outcomes += webhook.send([message("c", f"{sinks.hooks_url}/c")])
    assert outcomes[2].verdict is Verdict.UNKNOWN
    assert not any(outcome.outage for outcome in outcomes)


def _serve(answer: bytes, *, drip: bytes = b"") -> int:
    """A server that answers one request with these bytes and then drips for ever."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with listening, listening.accept()[0] as connection, suppress(OSError):
            connection.recv(65536)
            connection.sendall(answer)
            while drip:
                connection.sendall(drip)
                time.sleep(0.05)

    threading.Thread(target=serve, daemon=True).start()
    port: int = listening.getsockname()[1]
    return port


def test_redirects_are_not_followed(webhook: Webhook, sinks: Sinks) -> None:
    port = _serve(f"HTTP/1.1 307 Go\r\nLocation: {sinks.hooks_url}/x\r\nContent-Length: 0\r\n\r\n".encode())
    outcome = webhook.send([message("a", f"http://127.0.0.1:{port}/")])[0]
    assert outcome.verdict is Verdict.REFUSED
    assert not sinks.gateway.hooks.offered


def test_a_server_that_drips_its_answer_cannot_hold_the_worker(webhook: Webhook) -> None:
    port = _serve(b"HTTP/1", drip=b"1")
    started = time.monotonic()
    assert webhook.send([message("a", f"http://127.0.0.1:{port}/")])[0].verdict is Verdict.UNKNOWN
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com/",
        "https://user:secret@example.com/",
        "https://",
        "ftp://example.com/",
        "https://example.com:99999/",
        "https://[::1/",
        "https://example.com/\r\nX: y",
        "https://example.com/ HTTP/1.1",
        "gopher",
    ],
)
def test_only_a_plain_https_address_is_posted_to(address: str) -> None:
    assert Webhook("hooks", SECRET).send([message("a", address)])[0].verdict is Verdict.REFUSED


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0", "0x7f.1", "2130706433"])
def test_no_spelling_of_this_machine_is_connected_to(host: str) -> None:
    outcome = Webhook("hooks", SECRET).send([message("a", f"https://{host}/")])[0]
    assert (outcome.verdict, outcome.reason) == (
        Verdict.REFUSED,
        "the address does not lead to the public Internet",
    )


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "127.0.0.1",
        "0.0.0.0",  # noqa: S104 - nothing is bound
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "2001:0:a00:1::",
    ],
)
def test_private_and_wrapped_up_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_the_address_that_was_checked_is_the_one_that_is_dialled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name may lead to a public address when it is checked and to a private one a moment later."""
    answers = [[(2, 1, 6, "", ("93.184.216.34", 443))], [(2, 1, 6, "", ("127.0.0.1", 443))]]
    dialled: list[str] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: answers.pop(0))
    monkeypatch.setattr(guarded, "dial", lambda host, *_others: dialled.append(host))
    guarded.guarded_dial("rebinding.example", 443, 1)
    assert dialled == ["93.184.216.34"]


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: found)
    with pytest.raises(guarded.Forbidden):
        guarded.guarded_dial("mixed.example", 443, 1)
