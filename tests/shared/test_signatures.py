"""Signed requests."""

from __future__ import annotations

import pytest

from shared.signatures import SIGNATURE, TIMESTAMP, _signature, is_genuine, signed

SECRET, BODY, NOW = b"a secret", "正文".encode(), 1_790_000_000.0


def genuine(headers: dict[str, str], *, body: bytes = BODY, purpose: str = "receipts", now: float = NOW) -> bool:
    return is_genuine(SECRET, purpose, body, headers, now=now)


def test_who_knows_the_secret_is_believed_for_five_minutes() -> None:
    headers = signed(SECRET, "receipts", BODY, at=NOW)
    assert genuine(headers)
    assert genuine(headers, now=NOW + 300)
    assert not genuine(headers, now=NOW + 301)
    assert not genuine(headers, now=NOW - 301)


def test_another_body_purpose_time_or_secret_is_not() -> None:
    headers = signed(SECRET, "receipts", BODY, at=NOW)
    assert not genuine(headers, body=BODY + b" ")
    assert not genuine(headers, purpose="messages")
    assert not genuine({**headers, TIMESTAMP: str(int(NOW) + 1)})
    assert not genuine(signed(b"another", "receipts", BODY, at=NOW))


@pytest.mark.parametrize("timestamp", ["", "soon", "-1", "1e9", "１７９００００００", "9" * 400])
def test_a_time_that_is_none_is_not_believed_even_with_a_signature_over_it(timestamp: str) -> None:
    assert not genuine({TIMESTAMP: timestamp, SIGNATURE: _signature(SECRET, "receipts", timestamp, BODY)})


@pytest.mark.parametrize("headers", [{}, {SIGNATURE: "v1=00"}, {TIMESTAMP: str(int(NOW)), SIGNATURE: "签名\udc80"}])
def test_headers_that_are_missing_or_make_no_sense_are_refused(headers: dict[str, str]) -> None:
    assert not genuine(headers)
