"""What providers report back: believed only with their signature, and right whatever order it comes in."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.keys import Key
from services.notices.providers.arranged import Arranged
from services.notices.providers.bounces import ReturnAddresses
from services.notices.providers.connection import Endpoint
from services.notices.providers.gateway import HttpGateway
from services.notices.providers.mail import Letterhead
from services.notices.providers.smtp import Smtp
from services.notices.providers.smtp_session import MailServer
from services.notices.providers.webhook import Webhook
from services.notices.store.database import reading, unit_of_work
from services.notices.store.tables import Delivery
from services.notices.workflows.carriers import carriers
from shared.auth.actor import Actor
from shared.ids import new_id
from shared.signatures import signed
from shared.sinks.reports import Reports
from tests.office import Office

SECRET = b"between office and gateway"
AT = "2026-03-02T09:30:00Z"
OTHERS_SECRET = b"between office and another one"
RETURNS = ReturnAddresses("b@bounces.example", SECRET)


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    endpoint = Endpoint("https://gateway.example/messages", SECRET)
    mail = Smtp("mail", MailServer("mx.example", 587), Letterhead("a@office.example", "社区"), returns=RETURNS)
    carriers.arrange(
        [
            Arranged(HttpGateway("sms", Channel.SMS, endpoint), rate=20, kind="gateway", secret=SECRET),
            Arranged(HttpGateway("other", Channel.SMS, endpoint), priority=2, kind="gateway", secret=OTHERS_SECRET),
            Arranged(mail, kind="smtp", secret=SECRET),
            Arranged(Webhook("hooks", b""), kind="webhook"),
        ]
    )
    yield app.test_client()
    carriers.arrange([])


def sent(ref: str = "r-1", *, provider: str = "sms") -> Delivery:
    row = Delivery(
        campaign_id=new_id(), notice_id=new_id(), resident_id=new_id(), edition=1, channel="sms", state="sent",
        provider=provider, ref=ref,
    )  # fmt: skip
    with unit_of_work(Actor.system("test")) as uow:
        uow.session.add(row)
    return row


def state(row: Delivery) -> str:
    with reading() as session:
        return session.get_one(Delivery, row.id).state


def post(client: FlaskClient, path: str, body: bytes, *, headers: dict[str, str] | None = None) -> TestResponse:
    purpose = path.split("/", maxsplit=1)[0]
    headers = signed(SECRET, purpose, body, at=time.time()) if headers is None else headers
    return client.post(f"/api/v1/{path}", data=body, headers={"Content-Type": "application/json", **headers})


def tell(client: FlaskClient, *receipts: dict[str, Any], provider: str = "sms") -> TestResponse:
    whole = [{"at": AT, **receipt} for receipt in receipts]
    return post(client, f"receipts/{provider}", json.dumps({"receipts": whole}).encode())


def test_a_batch_is_taken_by_ref_and_by_key(client: FlaskClient) -> None:
    first, second = sent("r-1"), sent("r-2")
    key = str(Key(UUID(str(second.campaign_id)), second.id, 0))
    answer = tell(client, {"ref": "r-1", "fate": "delivered"}, {"key": key, "fate": "failed", "reason": "full", "x": 1})
    assert (answer.status_code, answer.json) == (200, {"taken": 2})
    assert (state(first), state(second)) == ("delivered", "failed")


def test_receipts_nested_too_deeply_to_read_are_malformed(client: FlaskClient) -> None:
    answer = post(client, "receipts/sms", b"[" * 100_000)
    assert (answer.status_code, answer.json["code"]) == (400, "malformed")


def test_twice_late_and_in_any_order_the_weightiest_stays(client: FlaskClient) -> None:
    row = sent()
    for fate in ("opened", "delivered", "delivered", "failed", "opened"):
        assert tell(client, {"ref": "r-1", "fate": fate}).status_code == 200
    assert state(row) == "opened"


def test_a_receipt_of_another_provider_with_the_same_ref_changes_nothing(client: FlaskClient) -> None:
    row = sent(provider="other")
    assert tell(client, {"ref": "r-1", "fate": "failed"}).status_code == 200
    assert state(row) == "sent"


def test_forged_stale_and_replayed_requests_change_nothing(client: FlaskClient) -> None:
    row = sent()
    body = json.dumps({"receipts": [{"ref": "r-1", "fate": "failed", "at": AT}]}).encode()
    now = time.time()
    for headers in (
        {},
        signed(b"a guess at the secret", "receipts", body, at=now),
        signed(SECRET, "receipts", body + b" ", at=now),
        signed(SECRET, "receipts", body, at=now - 400),
        signed(SECRET, "receipts", body, at=now + 400),
        signed(SECRET, "messages", body, at=now),  # what we have sent to the gateway ourselves
        {"X-Shequ-Timestamp": "now", "X-Shequ-Signature": "v1="},
    ):
        answer = post(client, "receipts/sms", body, headers=headers)
        assert (answer.status_code, answer.json["code"]) == (401, "signature_invalid")
    assert state(row) == "sent"


def test_who_signs_for_one_provider_reports_nothing_of_another(client: FlaskClient) -> None:
    row = sent()
    key = str(Key(UUID(str(row.campaign_id)), row.id, 0))
    body = json.dumps({"receipts": [{"key": key, "ref": "r-1", "fate": "bounced", "at": AT}]}).encode()
    for path, secret, status in (
        ("receipts/sms", OTHERS_SECRET, 401),
        ("receipts/other", SECRET, 401),
        ("receipts/other", OTHERS_SECRET, 200),  # its own signature, and a key that it never carried
    ):
        headers = signed(secret, "receipts", body, at=time.time())
        assert post(client, path, body, headers=headers).status_code == status
    assert state(row) == "sent"
    assert tell(client, {"key": key, "fate": "bounced"}).status_code == 200
    assert state(row) == "bounced"


@pytest.mark.parametrize("provider", ["unknown", "hooks", "%00"])
def test_a_provider_that_is_unknown_or_has_no_secret_reports_nothing(client: FlaskClient, provider: str) -> None:
    assert tell(client, provider=provider).status_code == 404


@pytest.mark.parametrize(
    "receipt",
    [
        {"fate": "failed"},
        {"ref": "r-1", "fate": "eaten"},
        {"ref": "r-1", "fate": "failed", "at": "yesterday"},
        {"ref": "", "fate": "failed"},
        {"ref": "r" * 201, "fate": "failed"},
        {"ref": 5, "fate": "failed"},
    ],
)
def test_a_batch_with_a_receipt_that_makes_no_sense_is_refused_as_a_whole(
    client: FlaskClient, receipt: dict[str, Any]
) -> None:
    row = sent()
    assert tell(client, {"ref": "r-1", "fate": "failed"}, receipt).status_code == 422
    assert state(row) == "sent"


def test_a_bounce_finds_its_mail(client: FlaskClient) -> None:
    row = sent(provider="mail")
    key = str(Key(UUID(str(row.campaign_id)), row.id, 0))
    report = (
        f"To: {RETURNS.of(key)}\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
        "Final-Recipient: rfc822; a@home.example\nAction: failed\nStatus: 5.1.1\n\n--b--\n"
    ).encode()
    assert post(client, "bounces/mail", report).json == {"taken": 1}
    assert state(row) == "bounced"
    assert post(client, "bounces/mail", report).json == {"taken": 1}
    assert post(client, "bounces/mail", b"Subject: on holiday\n\n").json == {"taken": 0}
    assert post(client, "bounces/sms", report).json == {"taken": 0}
    assert post(client, "bounces/mail", report, headers={}).status_code == 401


def test_what_the_sinks_report_is_believed(client: FlaskClient) -> None:
    """They sign and word it as the description of the protocol says; what they would post is posted here."""
    message, mail = sent("gw-k"), sent(provider="mail")
    reports = Reports(SECRET, "http://127.0.0.1:1/api/v1")
    reports.receipt("sms", "gw-k", bounced=False)
    reports.bounce("mail", RETURNS.of(str(Key(UUID(str(mail.campaign_id)), mail.id, 0))), "bounce@home.example")
    assert post(client, "receipts/sms", json.dumps({"receipts": reports.receipts["sms"]}).encode()).status_code == 200
    assert post(client, "bounces/mail", reports.bounces[0][1]).json == {"taken": 1}
    assert (state(message), state(mail)) == ("delivered", "bounced")


def test_how_each_provider_is_doing_can_be_read(client: FlaskClient, office: Office) -> None:
    answer = office.get("/providers")
    assert [(each["name"], each["circuit"]) for each in answer.json["items"]] == [
        ("mail", "closed"),
        ("sms", "closed"),
        ("other", "closed"),
        ("hooks", "closed"),
    ]
    assert answer.json["items"][1]["rate"] == 20
    assert office.get("/providers", scopes=()).status_code == 403
    assert client.get("/api/v1/providers").status_code == 401
