"""Files with notices: known by content, kept with their hash, frozen with the approval, safe to download."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from services.notices.store.database import reading
from services.notices.store.tables import Attachment
from tests.conftest import FOREIGN_DISTRICT
from tests.notices.api.test_editions import amend, editions, settle
from tests.notices.conftest import draft, published, step
from tests.notices.files import JPEG, PDF, PNG, SECRETS, told_jpeg, told_png
from tests.office import Office

pytestmark = pytest.mark.usefixtures("publisher")


def attach(
    office: Office, notice: dict[str, Any], content: bytes = PDF, name: str = "收支表.pdf", **options: Any
) -> Any:
    options.setdefault("subject", "author")
    return office.upload(f"/notices/{notice['id']}/attachments", content, name, **options)


def test_a_file_hangs_with_the_notice_and_is_downloaded_as_it_was_sent(office: Office) -> None:
    made = draft(office)
    kept = attach(office, made).json
    assert (kept["kind"], kept["name"], kept["size"]) == ("application/pdf", "收支表.pdf", len(PDF))
    assert kept["sha256"] == hashlib.sha256(PDF).hexdigest()
    step(office, step(office, made, "approve").json, "publish")
    page = office.client.get(f"/notices/{made['id']}").text
    assert kept["sha256"] in page
    answer = office.client.get(f"/notices/{made['id']}/attachments/{kept['id']}")
    assert answer.data == PDF
    headers = answer.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"].startswith("attachment;")
    assert "%E6%94%B6%E6%94%AF%E8%A1%A8.pdf" in headers["Content-Disposition"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    again = office.client.get(
        f"/notices/{made['id']}/attachments/{kept['id']}", headers={"If-None-Match": headers["ETag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("content", "name", "status", "code"),
    [
        (b"<script>", "图.png", 415, "attachment_unreadable"),
        (JPEG, "收支.pdf", 415, "attachment_disguised"),
        (PDF + b"0" * 2000, "大.pdf", 413, "attachment_too_large"),
    ],
)
def test_a_disguised_or_oversized_file_is_refused(
    office: Office, monkeypatch: pytest.MonkeyPatch, content: bytes, name: str, status: int, code: str
) -> None:
    monkeypatch.setattr("services.notices.domain.attachments.LARGEST", 2000)
    made = draft(office)
    answer = attach(office, made, content, name)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert office.get(f"/notices/{made['id']}/attachments").json["items"] == []


def test_files_are_frozen_with_the_approval(office: Office) -> None:
    made = draft(office)
    kept = attach(office, made).json
    step(office, made, "approve")
    assert attach(office, made, PNG, "图.png").json["code"] == "attachments_frozen"
    removal = office.call("DELETE", f"/notices/{made['id']}/attachments/{kept['id']}")
    assert (removal.status_code, removal.json["code"]) == (409, "attachments_frozen")


def test_whoever_adds_or_removes_a_file_cannot_approve(office: Office) -> None:
    made = draft(office)
    kept = attach(office, made, subject="helper").json
    assert step(office, made, "approve", subject="helper").status_code == 409
    removed = office.call("DELETE", f"/notices/{made['id']}/attachments/{kept['id']}", subject="approver")
    assert removed.status_code == 204
    assert step(office, made, "approve", subject="approver").status_code == 409
    assert office.get(f"/notices/{made['id']}/attachments").json["items"] == []


def test_a_file_of_an_amendment_shows_when_that_is_approved(office: Office) -> None:
    made = published(office)
    assert attach(office, made).json["code"] == "attachments_frozen"
    proposed = amend(office, made, body=made["body"]).json
    kept = attach(office, made).json
    public = f"/notices/{made['id']}/attachments/{kept['id']}"
    assert office.client.get(public).status_code == 404
    assert kept["name"] not in office.client.get(f"/notices/{made['id']}").text
    settle(office, proposed)
    assert office.client.get(public).data == PDF
    newest, first = editions(office, made)
    assert newest["sha256"] != first["sha256"]


def test_a_file_of_an_amendment_that_is_withdrawn_never_shows(office: Office) -> None:
    made = published(office)
    proposed = amend(office, made).json
    kept = attach(office, made).json
    settle(office, proposed, "withdraw")
    assert office.get(f"/attachments/{kept['id']}").status_code == 404


def test_the_same_file_twice_and_too_many_are_refused(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    made = draft(office)
    attach(office, made)
    assert attach(office, made).json["code"] == "attached_already"
    monkeypatch.setattr("services.notices.domain.attachments.MOST", 1)
    assert attach(office, made, PNG, "图.png").json["code"] == "too_many_attachments"


def test_another_district_s_files_are_not_there(office: Office) -> None:
    made = draft(office)
    kept = attach(office, made).json
    assert attach(office, made, PNG, "图.png", area=FOREIGN_DISTRICT).status_code == 404
    for method, path in (
        ("GET", f"/notices/{made['id']}/attachments"),
        ("GET", f"/attachments/{kept['id']}"),
        ("DELETE", f"/notices/{made['id']}/attachments/{kept['id']}"),
    ):
        assert office.call(method, path, area=FOREIGN_DISTRICT).status_code == 404
    other = published(office)
    assert office.client.get(f"/notices/{other['id']}/attachments/{kept['id']}").status_code == 404


@pytest.mark.parametrize(("content", "name"), [(told_jpeg(), "图.jpg"), (told_png(), "图.png")], ids=["jpeg", "png"])
def test_an_attached_picture_does_not_tell_where_it_was_taken(office: Office, content: bytes, name: str) -> None:
    made = draft(office)
    answer = attach(office, made, content, name)
    assert answer.status_code == 201, answer.json
    with reading() as session:
        kept = session.get_one(Attachment, answer.json["id"])
        assert not any(secret in kept.content for secret in SECRETS)
        assert (kept.size, kept.sha256) == (len(kept.content), hashlib.sha256(kept.content).hexdigest())
    assert attach(office, made, content, name).json["code"] == "attached_already"
