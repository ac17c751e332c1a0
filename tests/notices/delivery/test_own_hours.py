"""Residents' own hours (R17): who named the evening or the weekend is told then, unless it would be too late."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.lanes import Hours
from services.notices.providers.provider import Outcome, Verdict
from shared import clock
from shared.clock import CIVIL_ZONE
from tests.conftest import FOREIGN_DISTRICT
from tests.events import Publisher
from tests.notices.clock import at
from tests.notices.conftest import published
from tests.notices.delivery.post import Post, at_once, deliveries, start, states
from tests.notices.residents import resident
from tests.office import Office

HOURS = Hours(quiet_from=22, quiet_until=7, digests_at=(8, 18), digest_hours=2)
SMS, EMAIL = {Channel.SMS: "13800000001"}, {Channel.EMAIL: "a@example.org"}
A_WEEK = timedelta(days=7)


def next_monday(hour: int) -> datetime:
    """Within the time that the tests' campaigns have."""
    today = clock.now().astimezone(CIVIL_ZONE).replace(hour=hour, minute=30, second=0, microsecond=0)
    return today + timedelta(days=7 - today.weekday())


MORNING, EVENING, SUNDAY = next_monday(9), next_monday(19), next_monday(9) + timedelta(days=6)


@pytest.fixture
def notice(office: Office, publisher: Publisher) -> dict[str, Any]:
    return published(office, title="停水通知", body="停水。", kind="announcement")


def start_until(office: Office, notice: dict[str, Any], days: int = 14, **plan: Any) -> dict[str, Any]:
    deadline = (MORNING + timedelta(days=days)).isoformat()
    return start(office, notice, **{"channels": ["sms"], "deadline": deadline, **plan})


def round_at(post: Post, moment: datetime) -> None:
    """As if nothing but the hour kept anybody waiting."""
    at_once()
    with at(moment):
        post.round(hours=HOURS)


def starts() -> list[datetime]:
    return [each.due_at for each in deliveries()]


def test_who_named_the_evening_is_told_in_the_evening(office: Office, post: Post, notice: dict[str, Any]) -> None:
    resident(contacts={Channel.SMS: "13800000002"})
    resident(contacts=SMS, best_time="evening")
    start_until(office, notice)
    round_at(post, MORNING)
    assert [message.address for message in post.sms.got] == ["13800000002"]
    assert deliveries()[1].due_at == MORNING.replace(hour=18, minute=0)
    round_at(post, EVENING)
    assert [message.address for message in post.sms.got] == ["13800000002", "13800000001"]
    assert states() == [("sms", "sent")] * 2


def test_who_named_the_weekend_is_told_on_a_day_off(office: Office, post: Post, notice: dict[str, Any]) -> None:
    resident(contacts=SMS, best_time="weekend")
    start_until(office, notice)
    for weekday in (MORNING, EVENING):
        round_at(post, weekday)
        assert not post.sms.got
    round_at(post, SUNDAY)
    assert states() == [("sms", "sent")]


def test_a_worker_that_comes_late_wakes_nobody_at_the_wrong_hour(
    office: Office, post: Post, notice: dict[str, Any]
) -> None:
    resident(contacts=SMS, best_time="evening")
    start_until(office, notice)
    round_at(post, MORNING)
    round_at(post, MORNING + timedelta(days=1))
    assert not post.sms.got
    (waiting,) = deliveries()
    assert (waiting.state, waiting.attempts, waiting.claimed_until) == ("created", 0, None)
    assert waiting.due_at == MORNING.replace(hour=18, minute=0) + timedelta(days=1)


def test_the_next_channel_waits_for_their_time_too(office: Office, post: Post, notice: dict[str, Any]) -> None:
    resident(contacts=SMS | EMAIL, best_time="evening")
    post.sms.answer = lambda _: Outcome(Verdict.REFUSED)
    start_until(office, notice, channels=["sms", "email"])
    round_at(post, EVENING)
    assert states() == [("sms", "failed"), ("email", "sent")]
    other = published(office, title="又一条", body="。", kind="announcement")
    start_until(office, other, channels=["sms", "email"])
    post.sms.answer = lambda _: Outcome(Verdict.LATER)
    round_at(post, EVENING)
    post.sms.answer = lambda _: Outcome(Verdict.REFUSED)
    round_at(post, MORNING + timedelta(days=1))
    assert states()[2:] == [("sms", "created")]
    assert deliveries()[2].attempts == 1


def test_an_emergency_waits_for_nobodys_time(office: Office, post: Post, publisher: Publisher) -> None:
    resident(contacts=SMS, best_time="weekend")
    published(office, title="燃气泄漏", body="请撤离。", kind="emergency")
    round_at(post, MORNING)
    assert ("sms", "sent") in states()


def test_what_would_come_after_the_deadline_goes_out_at_once(
    office: Office, post: Post, notice: dict[str, Any]
) -> None:
    resident(contacts=SMS, best_time="weekend")
    start_until(office, notice, days=3)
    round_at(post, MORNING)
    assert states() == [("sms", "sent")]


def test_what_is_held_of_a_digest_goes_out_with_what_comes_meanwhile(
    office: Office, post: Post, notice: dict[str, Any]
) -> None:
    resident(contacts=SMS, best_time="evening")
    start_until(office, notice, lane="digest")
    round_at(post, MORNING.replace(hour=8))
    other = published(office, title="书市", body="周六。", kind="news")
    start_until(office, other, lane="digest")
    round_at(post, EVENING)
    assert [message.title for message in post.sms.got] == ["2条新通知：停水通知"]


def test_the_inbox_has_it_at_once_and_keeps_no_campaign_open(
    office: Office, post: Post, notice: dict[str, Any]
) -> None:
    resident(best_time="weekend")
    campaign = start_until(office, notice, channels=["inbox"])
    with at(MORNING):
        post.round(hours=HOURS)
    assert office.get(f"/campaigns/{campaign['id']}").json["state"] == "finished"


def test_a_campaign_says_from_when_who_waits_will_be_told(office: Office, post: Post, notice: dict[str, Any]) -> None:
    for place in range(12):
        resident(contacts={Channel.SMS: f"138000001{place:02}"}, best_time="evening")
    resident(contacts=SMS, best_time="weekend")
    campaign = start_until(office, notice)
    with at(MORNING):
        post.round(hours=HOURS)
    path = f"/campaigns/{campaign['id']}/waiting"
    evening, weekend = office.get(path).json["items"]
    assert (evening["best_time"], evening["count"], evening["text"]) == ("evening", 12, "12人")
    assert datetime.fromisoformat(evening["told_from"]) == MORNING.replace(hour=18, minute=0)
    assert (weekend["best_time"], weekend["count"]) == ("weekend", None)
    assert office.get(path, area=FOREIGN_DISTRICT).status_code == 404
