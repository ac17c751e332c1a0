"""The community's own paper: begun with the month's items, edited, published by a second person, read by anyone."""

from __future__ import annotations

from typing import Any

import pytest

from shared import clock
from tests.conftest import COMMUNITY, DISTRICT, FOREIGN_DISTRICT
from tests.events import Publisher
from tests.notices.conftest import draft, published, step
from tests.office import Office

NOWHERE = "01890000-0000-7000-8000-000000000000"


def begun(office: Office, **changes: Any) -> dict[str, Any]:
    body = {"area": COMMUNITY, "month": clock.today().isoformat(), "front": "各位居民：新年好。", **changes}
    answer = office.post("/periodicals", body, subject="editor")
    assert answer.status_code == 201, answer.json
    return answer.json


def taken(office: Office, issue: dict[str, Any], name: str = "publish", *, subject: str = "approver") -> Any:
    return office.post(f"/periodicals/{issue['id']}/steps", {"step": name}, subject=subject)


def test_an_issue_begins_with_what_the_community_published_in_the_month(office: Office, publisher: Publisher) -> None:
    news, money = published(office, kind="news"), published(office)
    published(office, area=DISTRICT, title="区里的")
    published(office, kind="emergency", title="停气")
    draft(office)
    step(office, gone := published(office, kind="news", title="错发"), "take_down")
    issue = begun(office)
    assert issue["items"] == [money["id"], news["id"]]
    assert gone["id"] not in issue["items"]
    offered = office.get(f"/periodicals/{issue['id']}/candidates").json["items"]
    assert {each["id"]: each["chosen"] for each in offered} == {money["id"]: True, news["id"]: True}


def test_items_are_put_in_another_order_and_left_out(office: Office, publisher: Publisher) -> None:
    first, second = published(office, kind="news"), published(office, kind="news")
    issue = begun(office)
    path = f"/periodicals/{issue['id']}"
    assert office.patch(path, {"items": [second["id"]]}).status_code == 428
    edited = office.patch(path, {"items": [second["id"], first["id"]]}, version=1)
    assert edited.json["items"] == [second["id"], first["id"]]
    assert office.patch(path, {"items": []}, version=1).status_code == 412
    unknown = office.patch(path, {"items": [NOWHERE]}, version=2)
    assert [fault["code"] for fault in unknown.json["fields"]] == ["item_unknown"]


def test_an_issue_comes_out_by_a_second_person_and_keeps_its_words(office: Office, publisher: Publisher) -> None:
    made = published(office, kind="news", title="电梯换好了", body="三部**新**电梯。")
    issue = begun(office)
    office.patch(f"/periodicals/{issue['id']}", {"front": "新春好。"}, version=1, subject="another editor")
    for subject in ("editor", "another editor"):
        assert taken(office, issue, subject=subject).json["missing"][0]["code"] == "second_person_missing", subject
    stale = office.post(f"/periodicals/{issue['id']}/steps", {"step": "publish"}, subject="approver", version=1)
    assert stale.status_code == 412
    out = taken(office, issue).json
    assert (out["state"], out["number"], out["approver"]) == ("published", 1, "approver")
    told = publisher.told()[-1]
    assert (told["type"], told["data"]["number"], told["data"]["articles"]) == ("notices.issue_published.v1", 1, 1)
    pdf = office.client.get(f"/periodicals/{issue['id']}.pdf")
    step(office, made, "take_down")
    page = office.client.get(f"/periodicals/{issue['id']}").get_data(as_text=True)
    assert "电梯换好了" in page
    assert "<strong>新</strong>" in page
    again = office.client.get(f"/periodicals/{issue['id']}.pdf")
    assert pdf.mimetype == "application/pdf"
    assert pdf.get_data() == again.get_data() == office.get(f"/periodicals/{issue['id']}/issue.pdf").get_data()
    assert f"/periodicals/{issue['id']}" in office.client.get(f"/boards/{COMMUNITY}/periodicals").get_data(as_text=True)


def test_a_draft_is_previewed_at_the_desk_and_seen_by_nobody_else(office: Office, publisher: Publisher) -> None:
    published(office, kind="news")
    issue = begun(office)
    assert office.get(f"/periodicals/{issue['id']}/issue.pdf").get_data().startswith(b"%PDF-")
    for path in (f"/periodicals/{issue['id']}", f"/periodicals/{issue['id']}.pdf"):
        assert office.client.get(path).status_code == 404
    assert issue["id"] not in office.client.get(f"/boards/{COMMUNITY}/periodicals").get_data(as_text=True)


def test_an_empty_issue_does_not_come_out(office: Office, publisher: Publisher) -> None:
    assert taken(office, begun(office)).json["missing"][0]["code"] == "issue_empty"


def test_a_month_has_one_issue_unless_it_was_withdrawn(office: Office, publisher: Publisher) -> None:
    issue = begun(office)
    again = office.post("/periodicals", {"area": COMMUNITY, "month": clock.today().isoformat()})
    assert (again.status_code, again.json["code"]) == (409, "issue_there_already")
    assert taken(office, issue, "withdraw").json["state"] == "withdrawn"
    assert taken(office, issue, "withdraw").json["code"] == "issue_not_a_draft"
    begun(office)


def test_a_published_issue_is_not_edited(office: Office, publisher: Publisher) -> None:
    published(office, kind="news")
    issue = begun(office)
    taken(office, issue)
    answer = office.patch(f"/periodicals/{issue['id']}", {"front": "改"}, version=2)
    assert (answer.status_code, answer.json["code"]) == (409, "issue_not_a_draft")


def test_numbers_follow_each_other(office: Office, publisher: Publisher) -> None:
    published(office, kind="news")
    first = begun(office)
    taken(office, first)
    assert (
        office.get("/periodicals", query_string={"area": COMMUNITY, "state": "published"}).json["items"][0]["number"]
        == 1
    )


def test_another_district_s_issues_are_not_found(office: Office, publisher: Publisher) -> None:
    issue = begun(office)
    path = f"/periodicals/{issue['id']}"
    for method, address, body in (
        ("GET", path, None),
        ("GET", f"{path}/candidates", None),
        ("GET", f"{path}/issue.pdf", None),
        ("PATCH", path, {"front": "改"}),
        ("POST", f"{path}/steps", {"step": "publish"}),
    ):
        answer = office.call(method, address, json=body, area=FOREIGN_DISTRICT, headers={"If-Match": '"1"'})
        assert answer.status_code == 404, address
    assert office.get("/periodicals", area=FOREIGN_DISTRICT).json["items"] == []
    body = {"area": COMMUNITY, "month": clock.today().isoformat()}
    assert office.post("/periodicals", body, area=FOREIGN_DISTRICT).status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [({"month": "2999-01-01"}, "month"), ({"month": "x"}, "month"), ({"front": "字" * 1501}, "front"), ({"x": 1}, "x")],
)
def test_what_is_wrong_is_named(office: Office, publisher: Publisher, change: dict[str, Any], field: str) -> None:
    answer = office.post("/periodicals", {"area": COMMUNITY, "month": "2026-01-01", **change})
    assert (answer.status_code, answer.json["fields"][0]["field"]) == (422, field)


def test_who_may_only_write_does_not_publish(office: Office, publisher: Publisher) -> None:
    issue = begun(office)
    answer = office.post(
        f"/periodicals/{issue['id']}/steps", {"step": "publish"}, scopes=("notices:read", "notices:write")
    )
    assert answer.status_code == 403
