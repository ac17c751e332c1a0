"""Notices that go up and come down by themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.notices.workflows import schedule
from services.notices.workflows.schedule import publish_due, take_down_due
from shared import clock
from tests.conftest import FOREIGN_DISTRICT
from tests.events import Publisher
from tests.notices.clock import at
from tests.notices.conftest import draft, step
from tests.office import Office

NOW = clock.now()
LATER = (NOW + timedelta(hours=2)).isoformat()


def approved(office: Office, **changes: Any) -> dict[str, Any]:
    return step(office, draft(office, **changes), "approve").json


def shown(office: Office, notice: dict[str, Any]) -> dict[str, Any]:
    return office.get(f"/notices/{notice['id']}").json


def put(office: Office, notice: dict[str, Any], body: dict[str, Any], **options: Any) -> Any:
    headers = {"If-Match": f'"{options.pop("version", notice["version"])}"'}
    return office.call("PUT", f"/notices/{notice['id']}/schedule", json=body, headers=headers, **options)


def test_an_approved_notice_waits_for_its_moment_and_then_hangs_once(office: Office, publisher: Publisher) -> None:
    waiting = approved(office, publish_at=LATER)
    publish_due()
    assert shown(office, waiting)["state"] == "approved"
    with at(NOW + timedelta(hours=3)):
        publish_due()
        publish_due()
    assert shown(office, waiting)["state"] == "published"
    assert [event["type"] for event in publisher.told()] == ["notices.notice_published.v1"]


def test_a_draft_whose_moment_has_come_stays_a_draft_until_it_is_approved(office: Office, publisher: Publisher) -> None:
    waiting = draft(office, publish_at=LATER)
    with at(NOW + timedelta(hours=3)):
        publish_due()
    assert shown(office, waiting)["state"] == "draft"
    step(office, waiting, "approve")
    with at(NOW + timedelta(hours=4)):
        publish_due()
    assert shown(office, waiting)["state"] == "published"


def test_the_moment_can_be_moved_and_taken_away_until_it_hangs(office: Office, publisher: Publisher) -> None:
    waiting = approved(office, publish_at=LATER)
    moved = put(office, waiting, {"publish_at": (NOW + timedelta(hours=5)).isoformat()})
    assert moved.status_code == 200
    cancelled = put(office, moved.json, {})
    assert cancelled.json["publish_at"] is None
    with at(NOW + timedelta(hours=6)):
        publish_due()
    assert shown(office, waiting)["state"] == "approved"
    published = step(office, waiting, "publish").json
    refused = put(office, published, {"publish_at": (NOW + timedelta(days=5)).isoformat()})
    assert (refused.status_code, refused.json["code"]) == (409, "not_waiting")


def test_a_schedule_needs_the_version_that_was_read_and_reach(office: Office, publisher: Publisher) -> None:
    waiting = approved(office)
    assert put(office, waiting, {"publish_at": LATER}, version=1).status_code == 412
    assert put(office, waiting, {"publish_at": LATER}, area=FOREIGN_DISTRICT).status_code == 404
    assert put(office, waiting, {"publish_at": LATER}, scopes=("notices:write",)).status_code == 403


def test_a_withdrawn_notice_does_not_hang(office: Office, publisher: Publisher) -> None:
    waiting = approved(office, publish_at=LATER)
    step(office, waiting, "withdraw")
    with at(NOW + timedelta(hours=3)):
        publish_due()
    assert shown(office, waiting)["state"] == "withdrawn"


def test_one_notice_that_fails_keeps_no_other_from_going_up(
    office: Office, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, sound = (approved(office, title=title, publish_at=LATER) for title in ("坏的", "好的"))
    publish = schedule.publish

    def sometimes(uow: Any, found: Any) -> None:
        if str(found.id) == broken["id"]:
            raise RuntimeError
        publish(uow, found)

    monkeypatch.setattr(schedule, "publish", sometimes)
    with at(NOW + timedelta(hours=3)), pytest.raises(RuntimeError):
        publish_due()
    assert [shown(office, each)["state"] for each in (broken, sound)] == ["approved", "published"]


def test_it_comes_down_on_its_day_and_not_before_the_fifteen_days(office: Office, publisher: Publisher) -> None:
    today = clock.civil_date(NOW)
    early = draft(office, take_down_on=(today + timedelta(days=16)).isoformat())
    assert early["take_down_on"] == (today + timedelta(days=16)).isoformat()
    hanging = step(office, step(office, early, "approve").json, "publish").json
    for days, state in ((15, "published"), (16, "taken_down")):
        with at(NOW + timedelta(days=days)):
            take_down_due()
        assert shown(office, hanging)["state"] == state


def test_published_late_it_hangs_its_fifteen_days_all_the_same(office: Office, publisher: Publisher) -> None:
    """The worker was away for three days: the day that had been set has come, the law's has not."""
    today = clock.civil_date(NOW)
    waiting = approved(office, publish_at=LATER, take_down_on=(today + timedelta(days=17)).isoformat())
    with at(NOW + timedelta(days=3)):
        publish_due()
    for days, state in ((17, "published"), (19, "taken_down")):
        with at(NOW + timedelta(days=days)):
            take_down_due()
        assert shown(office, waiting)["state"] == state


def test_a_day_too_early_is_refused_with_the_first_that_is_possible(office: Office, publisher: Publisher) -> None:
    today = clock.today()
    body = {"area": "450403002003", "kind": "disclosure", "item": "funds", "title": "题", "body": "文"}
    answer = office.post("/notices", {**body, "take_down_on": (today + timedelta(days=15)).isoformat()})
    (fault,) = answer.json["fields"]
    assert (fault["field"], fault["code"]) == ("take_down_on", "display_too_short")
    assert (today + timedelta(days=16)).isoformat() in fault["message"]
    late = office.post("/notices", {**body, "publish_at": (NOW - timedelta(hours=1)).isoformat()})
    assert [fault["field"] for fault in late.json["fields"]] == ["publish_at"]
