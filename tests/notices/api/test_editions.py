"""Amendments of what hangs: proposed with a reason, approved by another, seen as such; nothing that hung vanishes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import FOREIGN_DISTRICT
from tests.events import Publisher
from tests.notices.conftest import draft, published, step
from tests.notices.files import PDF
from tests.office import Office

pytestmark = pytest.mark.usefixtures("publisher")


def amend(office: Office, notice: dict[str, Any], **changes: Any) -> Any:
    body = {"reason": "金额抄错", "body": "收入**1300**元。", **changes}
    return office.post(f"/notices/{notice['id']}/amendments", body, subject="author")


def settle(office: Office, edition: dict[str, Any], settlement: str = "approve", subject: str = "approver") -> Any:
    version = office.get(f"/editions/{edition['id']}").json["version"]
    path, body = f"/editions/{edition['id']}/settlement", {"settlement": settlement}
    return office.post(path, body, subject=subject, version=version)


def editions(office: Office, notice: dict[str, Any]) -> list[dict[str, Any]]:
    return office.get(f"/editions?notice_id={notice['id']}").json["items"]


def test_what_is_published_is_kept_as_its_first_edition_with_its_hash(office: Office) -> None:
    made = published(office)
    (first,) = editions(office, made)
    assert (first["number"], first["state"], first["reason"]) == (1, "published", None)
    assert (first["body"], first["author"], first["approver"]) == (made["body"], "author", "approver")
    assert len(first["sha256"]) == 64


def test_an_amendment_is_approved_by_another_and_replaces_the_text(office: Office, publisher: Publisher) -> None:
    made = published(office)
    proposed = amend(office, made)
    assert (proposed.status_code, proposed.json["state"]) == (201, "proposed")
    assert office.get(f"/notices/{made['id']}").json["body"] == made["body"]
    assert settle(office, proposed.json, subject="author").status_code == 409
    assert settle(office, proposed.json).json["number"] == 2
    now = office.get(f"/notices/{made['id']}").json
    assert (now["body"], now["title"], now["edition"]) == ("收入**1300**元。", made["title"], 2)
    told = publisher.told()[-1]
    assert told["type"] == "notices.notice_amended.v1"
    assert (told["data"]["edition"], told["data"]["reason"]) == (2, "金额抄错")
    assert [each["body"] for each in editions(office, made)] == [now["body"], made["body"]]


def test_nobody_who_had_a_part_in_an_amendment_approves_it(office: Office) -> None:
    made = published(office)
    proposed = amend(office, made).json
    office.upload(f"/notices/{made['id']}/attachments", PDF, "收支表.pdf", subject="filer")
    for subject in ("author", "filer"):
        assert settle(office, proposed, subject=subject).json["missing"][0]["code"] == "second_person_missing"
    assert settle(office, proposed, subject="third").json["writers"] == ["author", "filer"]


def test_the_public_page_says_what_was_amended_and_keeps_the_earlier_text(office: Office) -> None:
    made = published(office)
    settle(office, amend(office, made).json)
    page = office.client.get(f"/notices/{made['id']}").text
    assert "更正：" in page
    assert "金额抄错" in page
    record = office.client.get(f"/notices/{made['id']}/editions").text
    assert "<del>" in record
    assert "<ins>" in record
    assert "<strong>1200</strong>" in record
    assert "<strong>1300</strong>" in record
    for each in editions(office, made):
        assert each["sha256"] in record


def test_one_amendment_is_open_at_a_time_and_a_withdrawn_one_changes_nothing(office: Office) -> None:
    made = published(office)
    first = amend(office, made).json
    assert amend(office, made).json["code"] == "amendment_open"
    assert settle(office, first, "withdraw", subject="author").json["state"] == "withdrawn"
    assert settle(office, first).json["code"] == "already_settled"
    assert amend(office, made).status_code == 201
    assert office.get(f"/notices/{made['id']}").json["edition"] == 1


def test_an_amendment_is_settled_in_the_words_and_with_the_files_that_were_read(office: Office) -> None:
    made = published(office)
    proposed = amend(office, made)
    assert proposed.headers["ETag"] == '"1"'
    path, approve = f"/editions/{proposed.json['id']}/settlement", {"settlement": "approve"}
    assert office.post(path, approve, subject="approver").status_code == 428
    office.upload(f"/notices/{made['id']}/attachments", PDF, "表.pdf")
    assert office.post(path, approve, subject="approver", version=1).json["code"] == "version_changed"
    now = office.get(f"/editions/{proposed.json['id']}")
    assert (now.headers["ETag"], now.json["state"]) == ('"2"', "proposed")
    assert office.post(path, approve, subject="approver", version=2).headers["ETag"] == '"3"'


def test_only_what_hangs_is_amended_and_an_empty_amendment_is_not_approved(office: Office) -> None:
    assert amend(office, draft(office)).json["code"] == "not_published"
    made = published(office, kind="news")
    same = amend(office, made, body=made["body"]).json
    assert settle(office, same).json["code"] == "nothing_changed"
    step(office, made, "take_down")
    assert settle(office, same).json["code"] == "not_published"
    assert settle(office, same, "withdraw").status_code == 200


def test_an_english_text_is_put_right_together_with_the_chinese_one(office: Office) -> None:
    made = published(office, title_en="Funds", body_en="Income 1200.")
    assert [fault["field"] for fault in amend(office, made).json["fields"]] == ["body_en"]
    settle(office, amend(office, made, body_en="Income 1300.").json)
    record = office.client.get(f"/notices/{made['id']}/editions?lang=en").text
    assert "1200</del>" in record
    assert "1300</ins>" in record


@pytest.mark.parametrize(
    ("change", "field"), [({"reason": ""}, "reason"), ({"title": "a\nb"}, "title"), ({"body": " "}, "body")]
)
def test_what_is_wrong_with_an_amendment_is_named(office: Office, change: dict[str, str], field: str) -> None:
    answer = amend(office, published(office), **change)
    assert answer.status_code == 422
    assert {fault["field"] for fault in answer.json["fields"]} == {field}


def test_another_district_s_editions_are_not_there(office: Office) -> None:
    made = published(office)
    proposed = amend(office, made).json
    assert office.get("/editions", area=FOREIGN_DISTRICT).json["items"] == []
    assert office.get(f"/editions/{proposed['id']}", area=FOREIGN_DISTRICT).status_code == 404
    path, approve = f"/editions/{proposed['id']}/settlement", {"settlement": "approve"}
    assert office.post(path, approve, area=FOREIGN_DISTRICT, version=1).status_code == 404
    path = f"/notices/{made['id']}/amendments"
    assert office.post(path, {"reason": "x"}, area=FOREIGN_DISTRICT).status_code == 404
    writer = ("notices:read", "notices:write")
    path = f"/editions/{proposed['id']}/settlement"
    assert office.post(path, approve, scopes=writer, version=1).status_code == 403


def test_a_draft_s_editions_and_files_are_not_public(office: Office) -> None:
    made = draft(office)
    file = office.upload(f"/notices/{made['id']}/attachments", PDF, "表.pdf").json
    for path in ("editions", f"attachments/{file['id']}"):
        assert office.client.get(f"/notices/{made['id']}/{path}").status_code == 404
