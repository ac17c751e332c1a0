"""Emergencies: published at once by who wrote them, approved by another person after the fact."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from services.notices.workflows.schedule import take_down_due, tell_missed_approvals
from shared import clock
from tests.conftest import COMMUNITY
from tests.events import Publisher
from tests.notices.clock import at
from tests.notices.conftest import draft, step
from tests.office import Office

WRITER = ("notices:read", "notices:write")


def at_once(office: Office, **changes: Any) -> dict[str, Any]:
    made = draft(office, kind="emergency", title="台风预警", **changes)
    answer = office.post(f"/notices/{made['id']}/steps", {"step": "publish"}, subject="author", scopes=WRITER)
    assert answer.status_code == 200, answer.json
    return answer.json


def told(publisher: Publisher) -> list[str]:
    return [event["type"] for event in publisher.told()]


def test_its_author_publishes_at_once_and_the_approval_stays_open(office: Office, publisher: Publisher) -> None:
    hanging = at_once(office)
    assert (hanging["state"], hanging["approver"]) == ("published", None)
    assert hanging["approve_by"] is not None
    assert [each["id"] for each in office.get("/notices?unapproved=true").json["items"]] == [hanging["id"]]
    assert "台风预警" in office.client.get(f"/boards/{COMMUNITY}").text


def test_no_other_kind_goes_without_approval(office: Office, publisher: Publisher) -> None:
    made = draft(office, kind="news")
    assert step(office, made, "publish", subject="author").json["code"] == "step_out_of_order"
    answer = office.post(f"/notices/{made['id']}/steps", {"step": "publish"}, scopes=WRITER)
    assert answer.status_code == 403


def test_another_person_approves_it_while_it_hangs_and_the_author_cannot(office: Office, publisher: Publisher) -> None:
    hanging = at_once(office)
    refused = step(office, hanging, "approve", subject="author")
    assert [duty["code"] for duty in refused.json["missing"]] == ["second_person_missing"]
    seen = step(office, hanging, "approve").json
    assert (seen["state"], seen["approver"]) == ("published", "approver")
    assert step(office, hanging, "approve", subject="third").status_code == 409
    assert office.get("/notices?unapproved=true").json["items"] == []


def test_its_author_cannot_make_the_open_approval_disappear(office: Office, publisher: Publisher) -> None:
    hanging = at_once(office, take_down_on=(clock.today() + timedelta(days=1)).isoformat())
    refused = step(office, hanging, "take_down", subject="author")
    assert refused.status_code == 409
    assert refused.json["missing"][0]["message"] == "参与撰写的人（author）不能撤下，应由另一人办理。"
    assert "不能审核" in step(office, hanging, "approve", subject="author").json["missing"][0]["message"]
    with at(clock.now() + timedelta(days=2)):
        take_down_due()
    assert office.get(f"/notices/{hanging['id']}").json["state"] == "published"
    assert step(office, hanging, "take_down").json["state"] == "taken_down"


def test_an_approval_that_does_not_come_is_told_once(office: Office, publisher: Publisher) -> None:
    hanging = at_once(office)
    tell_missed_approvals()
    assert "notices.approval_missed.v1" not in told(publisher)
    with at(clock.now() + timedelta(hours=25)):
        tell_missed_approvals()
        tell_missed_approvals()
    assert told(publisher).count("notices.approval_missed.v1") == 1
    data = publisher.told()[-1]["data"]
    assert (data["notice_id"], data["author"]) == (hanging["id"], "author")
    assert step(office, hanging, "approve").status_code == 200


def test_an_approved_emergency_has_no_open_approval(office: Office, publisher: Publisher) -> None:
    made = step(office, draft(office, kind="emergency"), "approve").json
    hanging = step(office, made, "publish").json
    assert (hanging["approver"], hanging["approve_by"]) == ("approver", None)
