"""The sinks: they must be right about what has arrived, or the tests that lean on them prove nothing."""

from __future__ import annotations

import json
import smtplib
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.sinks import Mood, SinkProcess, Sinks
from shared.sinks.reports import post_signed

SECRET = b"a secret"
MAIL = b"Message-ID: <k1@office.example>\r\nSubject: x\r\n\r\n..two dots\r\nend\r\n"


@pytest.fixture
def sinks() -> Iterator[Sinks]:
    with Sinks(SECRET) as running:
        yield running


def sms(sinks: Sinks, *keys: str, secret: bytes = SECRET) -> int:
    messages = [{"key": key, "to": "138"} for key in keys]
    return post_signed(sinks.gateway_url, secret, json.dumps({"messages": messages}).encode(), purpose="messages")


def test_a_gateway_that_keeps_keys_delivers_what_it_is_offered_twice_once(sinks: Sinks) -> None:
    assert [sms(sinks, "a", "b"), sms(sinks, "b")] == [200, 200]
    told = sinks.gateway.record.told()
    assert (told["delivered"], told["duplicates"], told["offered"]) == (2, 0, 3)


def test_a_gateway_that_forgets_keys_counts_duplicates() -> None:
    with Sinks(SECRET, keeps_keys=False) as sinks:
        sms(sinks, "a", "b")
        sms(sinks, "b")
        assert sinks.gateway.record.told()["duplicates"] == 1


def test_a_gateway_takes_nothing_without_the_right_signature(sinks: Sinks) -> None:
    assert sms(sinks, "a", secret=b"another") == 401
    assert not sinks.gateway.record.offered


def test_the_mail_server_speaks_with_the_standard_library(sinks: Sinks) -> None:
    with smtplib.SMTP("127.0.0.1", sinks.mail_port) as client:
        client.sendmail("a@office.example", ["b@home.example"], MAIL)
        client.sendmail("a@office.example", ["b@home.example"], MAIL)
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            client.sendmail("a@office.example", ["refuse@home.example"], MAIL)
        assert client.has_extn("pipelining")
    assert sinks.mail.record.told().items() >= {"delivered": 1, "duplicates": 1, "refused": 1}.items()
    assert sinks.mail.record.latest[0]["mail"].endswith(b"..two dots\r\nend\r\n")


def test_a_mail_server_that_hangs_up_has_taken_the_mail(sinks: Sinks) -> None:
    sinks.behaviour.mood, sinks.behaviour.times = Mood.HANGING_UP, 1
    with smtplib.SMTP("127.0.0.1", sinks.mail_port) as client, pytest.raises(smtplib.SMTPServerDisconnected):
        client.sendmail("a@office.example", ["b@home.example"], MAIL)
    assert len(sinks.mail.record.delivered) == 1


def test_as_a_process_they_tell_what_has_come_and_can_be_made_to_misbehave(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(SECRET)
    with SinkProcess(tmp_path / "secret") as process:
        assert post_signed(process.gateway_url, SECRET, b'{"messages": []}', purpose="messages") == 200
        process.behave(mood="away", times=1)
        assert post_signed(process.gateway_url, SECRET, b'{"messages": []}', purpose="messages") == 503
        assert set(process.records()) == {"gateway", "hooks", "mail", "reports"}
        process.clear()


def test_reports_are_sent_until_they_are_taken() -> None:
    with Sinks(SECRET, reports_to="http://127.0.0.1:1/api/v1") as telling:
        sms(telling, "a")
        with smtplib.SMTP("127.0.0.1", telling.mail_port) as client:
            client.sendmail("b+key@office.example", ["bounce@home.example"], MAIL)
        limit = time.monotonic() + 5
        while not telling.reports.failed and time.monotonic() < limit:
            time.sleep(0.02)
        assert telling.reports.receipts["sms"][0]["ref"] == "gw-a"
        assert b"To: <b+key@office.example>" in telling.reports.bounces[0][1]
