"""Mail that comes back finds its message, and only real reports of our own mail are believed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notices.providers.bounces import ReturnAddresses, receipt_in
from services.notices.providers.provider import Fate

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ADDRESSES = ReturnAddresses("b@bounces.example", b"a secret")
KEY = "0123456789abcdef0123456789abcdef-1234567890-12"


def report(
    *, to: str | None = None, action: str = "failed", status: str = "5.1.1", kind: str = "multipart/report"
) -> bytes:
    return f"""\
Received: from mx.home.example by mail.shequ.example; Mon, 2 Mar 2026 09:29:00 +0000
From: MAILER-DAEMON@mx.home.example
To: <{to or ADDRESSES.of(KEY)}>
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: {kind}; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

I am sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.home.example

Final-Recipient: rfc822; a@home.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <a@home.example>:
    no such mailbox

--b--
""".encode()


def test_a_return_address_fits_into_what_servers_take() -> None:
    local = ADDRESSES.of(KEY).partition("@")[0]
    assert len(local) <= 64
    assert ADDRESSES.key(f"<{ADDRESSES.of(KEY).upper()}>") == KEY


def test_a_mailbox_that_does_not_exist_bounces() -> None:
    receipt = receipt_in(report(), ADDRESSES, NOW)
    assert receipt is not None
    assert (receipt.key, receipt.fate, receipt.at) == (KEY, Fate.BOUNCED, NOW)
    assert receipt.reason == "smtp; 550 5.1.1 <a@home.example>: no such mailbox"


@pytest.mark.parametrize(
    ("action", "status", "fate"),
    [
        ("failed", "5.2.2", Fate.FAILED),
        ("failed", "5.7.1", Fate.FAILED),
        ("failed", "5.1.10", Fate.BOUNCED),
        ("failed", "4.4.7", Fate.FAILED),
        ("Delivered", "2.0.0", Fate.DELIVERED),
        ("delayed", "4.4.1", None),
        ("relayed", "2.0.0", None),
    ],
)
def test_a_full_mailbox_is_not_a_wrong_address_and_a_delay_is_nothing(
    action: str, status: str, fate: Fate | None
) -> None:
    receipt = receipt_in(report(action=action, status=status), ADDRESSES, NOW)
    assert (receipt and receipt.fate) == fate


@pytest.mark.parametrize(
    "mail",
    [
        report(to="b@bounces.example"),
        report(to=ADDRESSES.of(KEY).replace(KEY, "0f-1-0")),
        report(to=ReturnAddresses("b@bounces.example", b"another").of(KEY)),
        report(kind="multipart/mixed"),
        f"To: {ADDRESSES.of(KEY)}\nSubject: I am on holiday\nAuto-Submitted: auto-replied\n\nBack on Monday.".encode(),
        b"",
        b"\xff\xfe\x00",
        report()[:-200],
    ],
)
def test_forged_reports_and_other_mail_say_nothing(mail: bytes) -> None:
    receipt = receipt_in(mail, ADDRESSES, NOW)
    assert receipt is None or mail == report()[:-200]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 900))
def test_whatever_comes_is_read_without_an_error(noise: bytes, place: int) -> None:
    whole = report()
    receipt_in(whole[:place] + noise + whole[place:], ADDRESSES, NOW)
