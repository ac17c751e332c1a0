"""Notices by hand over the API: good, bad, without token, without scope, from another area."""

from __future__ import annotations

import pytest

from tests.conftest import COMMUNITY, FOREIGN_DISTRICT
from tests.events import Publisher
from tests.notices.conftest import draft, published, step
from tests.notices.files import PDF
from tests.office import Office

NEW = {"area": COMMUNITY, "kind": "news", "title": "题", "body": "文"}
ENDPOINTS = [
    ("GET", "/notices", None),
    ("POST", "/notices", NEW),
    ("GET", "/notices/{id}", None),
    ("PATCH", "/notices/{id}", {"title": "新题"}),
    ("POST", "/notices/{id}/steps", {"step": "approve"}),
]
NOWHERE = "01890000-0000-7000-8000-000000000000"


@pytest.mark.parametrize(("method", "path", "body"), ENDPOINTS)
def test_nobody_gets_in_without_a_token(office: Office, method: str, path: str, body: object) -> None:
    answer = office.client.open("/api/v1" + path.format(id=NOWHERE), method=method, json=body)
    assert (answer.status_code, answer.json["code"]) == (401, "token_missing")


@pytest.mark.parametrize(("method", "path", "body"), ENDPOINTS)
def test_a_token_of_another_service_is_not_enough(office: Office, method: str, path: str, body: object) -> None:
    answer = office.call(method, path.format(id=NOWHERE), json=body, scopes=("training:read", "training:write"))
    assert (answer.status_code, answer.json["code"]) == (403, "scope_missing")


def test_who_may_only_read_cannot_publish(office: Office, publisher: Publisher) -> None:
    made = draft(office)
    answer = office.post(f"/notices/{made['id']}/steps", {"step": "approve"}, scopes=("notices:read", "notices:write"))
    assert answer.status_code == 403


def test_another_district_s_notices_are_not_found(office: Office, publisher: Publisher) -> None:
    made = draft(office)
    for method, path, body in ENDPOINTS[2:]:
        address = path.format(id=made["id"])
        assert (
            office.call(method, address, json=body, area=FOREIGN_DISTRICT, headers={"If-Match": '"1"'}).status_code
            == 404
        )
    assert office.get("/notices", area=FOREIGN_DISTRICT).json["items"] == []
    assert office.post("/notices", NEW, area=FOREIGN_DISTRICT).status_code == 404


def test_a_notice_is_written_approved_by_another_and_published(office: Office, publisher: Publisher) -> None:
    made = published(office)
    assert (made["state"], made["author"], made["approver"]) == ("published", "author", "approver")
    assert made["display_until"] is not None
    told = publisher.told()[-1]
    assert (told["type"], told["data"]["origin"]) == ("notices.notice_published.v1", None)


def test_the_author_cannot_approve(office: Office, publisher: Publisher) -> None:
    made = draft(office)
    answer = step(office, made, "approve", subject="author")
    assert answer.status_code == 409
    assert [duty["code"] for duty in answer.json["missing"]] == ["second_person_missing"]


def test_nobody_who_had_a_part_in_a_draft_approves_it(office: Office, publisher: Publisher) -> None:
    """Not the last one only: else the first could pass words of their own that nobody else has answered for."""
    made = draft(office)
    office.upload(f"/notices/{made['id']}/attachments", PDF, "收支表.pdf", subject="filer")
    office.patch(f"/notices/{made['id']}", {"title": "改过的"}, version=2, subject="editor")
    for subject in ("author", "filer", "editor"):
        refused = step(office, made, "approve", subject=subject)
        assert "author、filer、editor" in refused.json["missing"][0]["message"], subject
    approved = step(office, made, "approve", subject="third").json
    assert (approved["writers"], approved["approver"]) == (["author", "filer", "editor"], "third")


def test_what_was_approved_cannot_be_edited(office: Office, publisher: Publisher) -> None:
    made = draft(office)
    step(office, made, "approve")
    answer = office.patch(f"/notices/{made['id']}", {"title": "偷换"}, version=2)
    assert (answer.status_code, answer.json["code"]) == (409, "not_a_draft")


def test_publishing_a_draft_says_that_approval_comes_first(office: Office, publisher: Publisher) -> None:
    answer = step(office, draft(office), "publish")
    assert answer.status_code == 409
    assert [duty["code"] for duty in answer.json["missing"]] == ["step_missing"]


def test_a_disclosure_cannot_be_taken_down_on_its_first_day_and_news_can(office: Office, publisher: Publisher) -> None:
    refused = step(office, published(office), "take_down")
    assert refused.json["missing"][0]["article"] == "Art 34"
    assert step(office, published(office, kind="news"), "take_down").json["state"] == "taken_down"


def test_what_was_edited_after_it_was_read_is_not_approved(office: Office, publisher: Publisher) -> None:
    made = draft(office)
    office.patch(f"/notices/{made['id']}", {"title": "偷换"}, version=1, subject="author")
    path, body = f"/notices/{made['id']}/steps", {"step": "approve"}
    assert office.post(path, body, subject="approver", headers={"If-Match": '"1"'}).status_code == 412
    assert office.post(path, body, subject="approver", headers={"If-Match": '"2"'}).status_code == 200


def test_notices_are_found_by_state_kind_and_words_of_the_title(office: Office, publisher: Publisher) -> None:
    draft(office, title="端午活动", kind="activity")
    draft(office, title="100%达标", title_en="All met")
    step(office, draft(office, title="一季度"), "approve")
    for query, titles in {
        "search=端午": ["端午活动"],
        "search=%25": ["100%达标"],
        "search=all%20MET": ["100%达标"],
        "kind=activity": ["端午活动"],
        "state=approved": ["一季度"],
        "state=draft&search=一": [],
    }.items():
        assert [each["title"] for each in office.get(f"/notices?{query}").json["items"]] == titles, query


def test_an_edit_needs_the_version_that_was_read(office: Office, publisher: Publisher) -> None:
    path = f"/notices/{draft(office)['id']}"
    assert office.patch(path, {"title": "一"}).status_code == 428
    assert office.patch(path, {"title": "一"}, version=1).headers["ETag"] == '"2"'
    assert office.patch(path, {"title": "二"}, version=1).status_code == 412


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"area": "450403099099"}, "area", "area_unknown"),
        ({"area": "45040"}, "area", "invalid"),
        ({"kind": "gossip"}, "kind", "not_a_choice"),
        ({"title": ""}, "title", "bad_length"),
        ({"body": " "}, "body", "bad_format"),
        ({"color": "red"}, "color", "unknown_field"),
        ({"title": None}, "title", "null"),
        ({"title": "题\nBcc: all@example.org"}, "title", "invalid"),
        ({"title_en": "Title\r\nX: y"}, "title_en", "invalid"),
        ({"kind": "disclosure"}, "item", "required"),
        ({"item": "funds"}, "item", "not_for_kind"),
        ({"kind": "disclosure", "item": "secrets"}, "item", "not_a_choice"),
    ],
)
def test_what_is_wrong_with_a_notice_is_named(
    office: Office, publisher: Publisher, change: dict, field: str, code: str
) -> None:
    answer = office.post("/notices", {**NEW, **change})
    assert answer.status_code == 422
    assert (field, code) in [(fault["field"], fault["code"]) for fault in answer.json["fields"]]
    assert office.get("/notices").json["items"] == []


def test_the_same_request_sent_twice_writes_one_notice(office: Office, publisher: Publisher) -> None:
    answers = [office.post("/notices", NEW, headers={"Idempotency-Key": "k-1"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json == answers[1].json
    assert len(office.get("/notices").json["items"]) == 1


def test_errors_speak_the_reader_s_language(office: Office, publisher: Publisher) -> None:
    made = draft(office)
    answer = office.post(
        f"/notices/{made['id']}/steps", {"step": "approve"}, subject="author", headers={"Accept-Language": "en"}
    )
    (missing,) = answer.json["missing"]
    told = "Those who had a part in writing it (author) cannot do this (“approve”): another person has to."
    assert missing["message"] == told
