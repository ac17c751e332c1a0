"""Good deeds: told, checked, agreed to, published; and stories of awards, once only (R33, R65)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from shared import clock
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT
from tests.events import Publisher
from tests.notices.activities import STAFF
from tests.notices.conftest import sample
from tests.office import Office

TOLD = {"person": "李秀英", "told": "李秀英大妈每天扶盲人老张过马路。"}
UNNAMED = {"title": "一位邻居的善举", "body": "每天扶盲人过马路。"}
NAMED = {"title": "李秀英：每天的一段路", "body": "李秀英每天扶盲人过马路。", "named": True}


@pytest.fixture(autouse=True)
def _areas(publisher: Publisher) -> None:
    """The communities are registered."""


def tell(office: Office, **changes: Any) -> dict[str, Any]:
    """By the public form."""
    answer = office.client.post(f"/deeds/{COMMUNITY}/new", data={**TOLD, **changes})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return office.get("/good-deeds?limit=1", scopes=STAFF).json["items"][0]


def put(office: Office, deed: dict[str, Any], what: str, body: dict[str, Any], **options: Any) -> Any:
    now = office.get(f"/good-deeds/{deed['id']}", scopes=STAFF)
    headers = {"If-Match": now.headers.get("ETag", '"1"')}
    path = f"/good-deeds/{deed['id']}/{what}"
    return office.call("PUT", path, json=body, headers=headers, **{"scopes": STAFF, "subject": "writer", **options})


def publish(office: Office, deed: dict[str, Any]) -> Any:
    handed = office.post(f"/good-deeds/{deed['id']}/notice", scopes=STAFF, subject="writer")
    if handed.status_code == 200:
        for name in ("approve", "publish"):
            step = office.post(f"/notices/{handed.json['notice_id']}/steps", {"step": name}, scopes=STAFF)
            assert step.status_code == 200
    return handed


def page(office: Office, path: str) -> str:
    return office.client.get(path).get_data(as_text=True)


def roll(office: Office) -> str:
    return page(office, f"/deeds/{COMMUNITY}/{clock.today().year}")


@pytest.mark.parametrize("year", ["0000", "2019", "9999"])
def test_a_year_without_deeds_has_no_roll(office: Office, year: str) -> None:
    """The year 0000 was an error of the server's, and the links to the year before had no end."""
    assert office.client.get(f"/deeds/{COMMUNITY}/{year}").status_code == 404


def test_what_has_not_happened_yet_is_not_told(office: Office) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    answer = office.client.post(f"/deeds/{COMMUNITY}/new", data={**TOLD, "happened_on": tomorrow.isoformat()})
    assert answer.status_code == 422
    assert "这一天还没有到" in answer.text
    assert TOLD["told"] in answer.text


def test_a_deed_sent_twice_is_one_and_what_is_changed_after_the_browser_s_back_is_another(office: Office) -> None:
    form, once = f"/deeds/{COMMUNITY}/new", str(uuid4())
    tellings = [TOLD, TOLD, {**TOLD, "person": "王建国"}]
    receipts = [office.client.post(form, data={**each, "once": once}).location for each in tellings]
    assert receipts[0] == receipts[1] != receipts[2]
    people = [each["person"] for each in office.get("/good-deeds", scopes=STAFF).json["items"]]
    assert sorted(people) == sorted([TOLD["person"], "王建国"])


def test_what_is_told_is_not_public_and_its_teller_can_follow_it(office: Office) -> None:
    deed = tell(office)
    assert "李秀英" not in page(office, f"/deeds/{COMMUNITY}")
    assert "待核实" in page(office, f"/deeds/receipts/{deed['code']}")
    put(office, deed, "decline", {"reason": "无法核实"})
    assert "无法核实" in page(office, f"/deeds/receipts/{deed['code']}")
    assert put(office, deed, "story", UNNAMED).json["code"] == "deed_settled"


def test_nothing_with_a_name_is_published_without_the_person_s_consent(office: Office) -> None:
    deed = tell(office)
    assert publish(office, deed).json["code"] == "deed_unverified"
    put(office, deed, "story", NAMED)
    assert publish(office, deed).json["code"] == "consent_missing"
    put(office, deed, "consent", {"given": False, "by": "telephone"})
    assert publish(office, deed).json["code"] == "consent_missing"
    put(office, deed, "consent", {"given": True, "by": "signature"})
    assert publish(office, deed).status_code == 200
    assert "李秀英：每天的一段路" in page(office, f"/deeds/{COMMUNITY}")
    assert "李秀英" in roll(office)
    assert publish(office, deed).json["code"] == "deed_published"


def test_whoever_wrote_the_story_does_not_approve_its_notice(office: Office) -> None:
    deed = tell(office)
    put(office, deed, "story", UNNAMED, subject="first")
    put(office, deed, "story", UNNAMED, subject="second")
    handed = office.post(f"/good-deeds/{deed['id']}/notice", scopes=STAFF, subject="third").json["notice_id"]
    for subject in ("first", "second", "third"):
        refused = office.post(f"/notices/{handed}/steps", {"step": "approve"}, scopes=STAFF, subject=subject)
        assert refused.json["missing"][0]["code"] == "second_person_missing", subject


def test_a_story_without_the_name_needs_no_consent_and_stands_on_no_roll(office: Office) -> None:
    deed = tell(office)
    hidden = put(office, deed, "story", {**UNNAMED, "body": "李秀英扶人。"})
    assert hidden.json["fields"][0]["field"] == "body"
    put(office, deed, "story", UNNAMED)
    assert publish(office, deed).status_code == 200
    assert "一位邻居的善举" in page(office, f"/deeds/{COMMUNITY}")
    assert "李秀英" not in roll(office)


def test_consent_that_is_taken_back_takes_the_story_down_at_once(office: Office) -> None:
    deed = tell(office)
    put(office, deed, "story", NAMED)
    put(office, deed, "consent", {"given": True, "by": "in_person"})
    notice = publish(office, deed).json["notice_id"]
    put(office, deed, "consent", {"given": False, "by": "telephone"})
    assert office.client.get(f"/notices/{notice}").status_code == 410
    assert "李秀英" not in roll(office)
    assert "李秀英" not in page(office, f"/deeds/{COMMUNITY}")


def test_another_district_s_good_deed_is_not_there(office: Office) -> None:
    deed, there = tell(office), {"scopes": STAFF, "area": FOREIGN_DISTRICT}
    assert office.get(f"/good-deeds/{deed['id']}", **there).status_code == 404
    assert put(office, deed, "story", UNNAMED, **there).status_code == 404
    assert put(office, deed, "consent", {"given": True, "by": "message"}, **there).status_code == 404
    assert office.post(f"/good-deeds/{deed['id']}/notice", **there).status_code == 404
    assert office.get("/good-deeds", **there).json["items"] == []


@pytest.mark.parametrize("changes", [{"person": ""}, {"told": ""}, {"happened_on": "yesterday"}, {"contact": "1"}])
def test_a_form_with_a_fault_comes_back(office: Office, changes: dict[str, str]) -> None:
    answer = office.client.post(f"/deeds/{COMMUNITY}/new", data={**TOLD, **changes})
    assert answer.status_code == 422
    assert "请改正标出的地方" in answer.get_data(as_text=True)


def test_a_clerk_writes_down_what_is_told_at_the_desk(office: Office) -> None:
    made = office.post("/good-deeds", {"area": COMMUNITY, **TOLD}, scopes=STAFF)
    assert made.status_code == 201
    assert made.json["state"] == "told"
    assert office.post("/good-deeds", {"area": COMMUNITY, **TOLD}).status_code == 403


def test_the_story_of_an_award_becomes_news_once_however_often_it_is_told(office: Office, publisher: Publisher) -> None:
    facts, subject = sample("training.award_granted.v1")
    event = publisher.tell("training.award_granted.v1", facts, subject=subject, area=COMMUNITY)
    assert publisher.deliver(event) == 0
    kept = [each for each in office.get("/notices").json["items"] if each["origin_type"] == "training.award_granted.v1"]
    assert [each["kind"] for each in kept] == ["news"]
