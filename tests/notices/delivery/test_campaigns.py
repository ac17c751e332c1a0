"""Campaigns over the API and through the rounds: who is sent what, by which channel, and what is told of it."""

from __future__ import annotations

from typing import Any

import pytest

from services.notices.domain.delivery.channels import Channel
from services.notices.providers.provider import Outcome, Verdict
from tests.conftest import FOREIGN_DISTRICT
from tests.events import Publisher
from tests.notices.conftest import draft, published
from tests.notices.delivery.post import ADDRESS, Post, at_once, campaign_row, deliveries, start, states
from tests.notices.residents import resident
from tests.office import Office

pytestmark = pytest.mark.usefixtures("publisher")

SMS, EMAIL = {Channel.SMS: "13800000001"}, {Channel.EMAIL: "a@example.org"}


@pytest.fixture
def notice(office: Office, publisher: Publisher) -> dict[str, Any]:
    return published(office, title="停水通知", body="明天**停水**。\n\n- 上午\n- 下午", kind="announcement")


def test_each_resident_is_sent_the_notice_by_the_first_channel_they_have(
    office: Office, post: Post, notice: dict[str, Any]
) -> None:
    both, one = resident(contacts=SMS | EMAIL), resident(contacts=EMAIL)
    resident()
    campaign = start(office, notice)
    assert (campaign["audience_size"], campaign["state"], campaign["lane"]) == (3, "running", "ordinary")
    post.round()
    assert states() == [("sms", "sent"), ("email", "sent")]
    (message,) = post.sms.got
    assert (message.address, message.title, message.text) == ("13800000001", "停水通知", "明天停水。\n\n上午\n\n下午")
    assert "<strong>停水</strong>" in message.html
    assert message.page == f"{ADDRESS}/notices/{notice['id']}"
    assert message.leave == f"{ADDRESS}/r/{both.key}/leave/sms"
    assert post.email.got[0].leave == f"{ADDRESS}/r/{one.key}/leave/email"


def test_with_every_channel_each_resident_is_sent_it_by_all_they_have(
    office: Office, post: Post, notice: dict[str, Any]
) -> None:
    resident(contacts=SMS | EMAIL)
    start(office, notice, every_channel=True, channels=["sms", "email", "inbox"])
    post.round()
    assert sorted(states()) == [("email", "sent"), ("inbox", "sent"), ("sms", "sent")]


def test_a_campaign_is_finished_when_every_delivery_is_final(
    office: Office, post: Post, notice: dict[str, Any], publisher: Publisher
) -> None:
    resident(contacts=SMS)
    resident(contacts=EMAIL)
    post.email.answer = lambda _: Outcome(Verdict.LATER, reason="busy")
    campaign = start(office, notice)
    post.round()
    shown = office.get(f"/campaigns/{campaign['id']}").json
    assert (shown["state"], shown["chosen"]) == ("running", 2)
    post.email.answer = lambda _: Outcome(Verdict.ACCEPTED)
    at_once()
    post.round()
    shown = office.get(f"/campaigns/{campaign['id']}").json
    assert shown["state"] == "finished"
    assert shown["deliveries"] == [
        {"channel": "email", "state": "sent", "count": 1},
        {"channel": "sms", "state": "sent", "count": 1},
    ]
    told = [event for event in publisher.told() if "campaign" in event["type"]]
    assert [event["type"] for event in told] == ["notices.campaign_started.v1", "notices.campaign_finished.v1"]
    assert told[1]["data"]["deliveries"] == shown["deliveries"]


@pytest.mark.parametrize("verdict", [Verdict.REFUSED, Verdict.NO_ADDRESS])
def test_who_cannot_be_reached_by_one_channel_is_tried_by_the_next(
    office: Office, post: Post, notice: dict[str, Any], verdict: Verdict
) -> None:
    resident(contacts=SMS | EMAIL)
    post.sms.answer = lambda _: Outcome(verdict, reason="no such number")
    start(office, notice)
    post.round()
    ended = "bounced" if verdict is Verdict.NO_ADDRESS else "failed"
    assert states() == [("sms", ended), ("email", "sent")]
    assert deliveries()[0].error == "no such number"


def test_an_address_at_which_nobody_is_is_not_written_to_again(
    office: Office, post: Post, notice: dict[str, Any]
) -> None:
    resident(contacts=SMS)
    post.sms.answer = lambda _: Outcome(Verdict.NO_ADDRESS)
    start(office, notice)
    post.round()
    other = published(office, title="又一条", body="。", kind="announcement")
    answer = office.post("/campaigns", {"notice_id": other["id"], "channels": ["sms"]})
    assert (answer.status_code, answer.json["code"]) == (409, "audience_unreachable")


def test_who_left_the_channel_meanwhile_is_not_written_to(office: Office, post: Post, notice: dict[str, Any]) -> None:
    from services.notices.store.database import unit_of_work
    from services.notices.store.tables import Contact
    from tests.notices.residents import SYSTEM

    leaving = resident(contacts=SMS | EMAIL)
    post.sms.answer = lambda _: Outcome(Verdict.LATER)
    start(office, notice)
    post.round()
    with unit_of_work(SYSTEM) as uow:
        uow.session.get_one(Contact, (leaving.id, "sms")).state = "left"
    at_once()
    post.round()
    assert states() == [("sms", "skipped"), ("email", "sent")]
    assert len(post.sms.got) == 1


def test_a_second_campaign_of_the_same_edition_tells_nobody_twice(
    office: Office, post: Post, notice: dict[str, Any]
) -> None:
    resident(contacts=SMS)
    start(office, notice)
    post.round()
    resident(contacts={Channel.SMS: "13800000002"})
    second = start(office, notice)
    post.round()
    assert [message.address for message in post.sms.got] == ["13800000001", "13800000002"]
    assert campaign_row(second).state == "finished"


def test_a_reminder_reaches_only_whom_nothing_has_reached(office: Office, post: Post, notice: dict[str, Any]) -> None:
    resident(contacts=SMS)
    resident(contacts={Channel.SMS: "13800000002"})
    post.sms.answer = lambda message: Outcome(
        Verdict.REFUSED if message.address.endswith("2") else Verdict.ACCEPTED, reason="blocked"
    )
    start(office, notice, channels=["sms"])
    post.round()
    post.sms.answer = lambda _: Outcome(Verdict.ACCEPTED)
    reminder = start(office, notice, channels=["sms"], only_unreached=True)
    assert reminder["audience_size"] == 1
    post.round()
    assert [message.address[-1] for message in post.sms.got] == ["1", "2", "2"]
    assert post.sms.got[1].key != post.sms.got[2].key
    assert [(each.state, each.round) for each in deliveries()] == [("sent", 0), ("sent", 1)]


def test_whoever_may_not_read_the_register_sees_tens_and_nothing_of_a_few(
    office: Office, post: Post, notice: dict[str, Any]
) -> None:
    """As in the preview: an audience of four, and what became of each of them, would tell of persons."""
    seconds = [f"138000001{number:02}" for number in range(16)]
    for number in range(4):
        resident(contacts={Channel.SMS: f"1380000000{number}"}, kinds=["low_income"])
    post.sms.answer = lambda message: Outcome(
        Verdict.REFUSED if message.address in seconds[12:] else Verdict.ACCEPTED, reason="over quota"
    )
    observer, sender = ("notices:read",), ("notices:read", "notices:send")
    counts = ("audience_size", "chosen", "stuck", "waiting", "reached", "unopened", "in_vain", "maybe_twice")
    few = start(office, notice, audience={"kind": ["low_income"]})
    post.round()
    seen = office.get(f"/campaigns?notice_id={notice['id']}", scopes=observer).json["items"][0]
    assert {seen[name] for name in counts} == {None}
    assert seen["deliveries"] == []
    assert office.get(f"/campaigns/{few['id']}").json["audience_size"] == 4
    for address in seconds:
        resident(contacts={Channel.SMS: address}, kinds=["women"])
    plan = {"notice_id": notice["id"], "channels": ["sms"], "audience": {"kind": ["women"]}}
    many = office.post("/campaigns", plan, scopes=sender).json
    assert many["audience_size"] == 10
    post.round()
    seen = office.get(f"/campaigns/{many['id']}", scopes=observer).json
    assert [seen[name] for name in counts] == [10, 10, None, None, 10, None, None, None]
    assert seen["deliveries"] == [{"channel": "sms", "state": "sent", "count": 10}]
    assert office.get(f"/campaigns/{many['id']}/failures", scopes=observer).json["items"] == []
    assert office.get(f"/campaigns/{many['id']}/failures").json["items"][0]["count"] == 4
    assert office.post(f"/campaigns/{many['id']}/tries", {}, scopes=sender).json == {"deliveries": None}


def test_what_lies_unopened_on_own_pages_has_reached_nobody_and_a_reminder_goes_out(
    office: Office, post: Post, notice: dict[str, Any]
) -> None:
    people = [resident(contacts={Channel.SMS: f"1380000000{number}"}) for number in range(3)]
    campaign = start(office, notice, channels=["inbox"])
    post.round()
    found = office.get(f"/campaigns/{campaign['id']}").json
    assert (found["state"], found["reached"], found["unopened"]) == ("finished", 0, 3)
    office.client.get(f"/r/{people[0].key}/notices/{deliveries()[0].id}")
    found = office.get(f"/campaigns/{campaign['id']}").json
    assert (found["reached"], found["unopened"]) == (1, 2)
    assert start(office, notice, channels=["sms"], only_unreached=True)["audience_size"] == 2
    post.round()
    assert {message.address for message in post.sms.got} == {"13800000001", "13800000002"}


def test_the_inbox_behind_others_is_for_whom_they_do_not_reach(
    office: Office, post: Post, notice: dict[str, Any]
) -> None:
    resident(contacts=SMS)
    resident()
    start(office, notice, channels=["sms", "inbox"])
    post.round()
    assert sorted(states()) == [("inbox", "sent"), ("sms", "sent")]


def test_an_audience_that_nobody_is_in_starts_nothing(office: Office, post: Post, notice: dict[str, Any]) -> None:
    for made in (lambda: None, resident):
        made()
        answer = office.post("/campaigns", {"notice_id": notice["id"], "channels": ["sms"]})
        assert answer.status_code == 409
    assert answer.json["code"] == "audience_unreachable"
    assert office.get("/campaigns").json["items"] == []


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        ({"channels": ["sms", "sms"]}, "channel_twice"),
        ({"channels": ["inbox", "sms"]}, "channel_never_tried"),
        ({"lane": "emergency"}, "not_an_emergency"),
        ({"deadline": "2020-01-01T00:00:00Z"}, "deadline_too_early"),
        ({"channels": ["webhook"]}, "channel_unavailable"),
        ({"audience": {"kind": ["nonsense"]}}, "value_unknown"),
        ({"audience": {}}, "rule_malformed"),
    ],
)
def test_a_plan_with_a_fault_is_refused(
    office: Office, post: Post, notice: dict[str, Any], plan: dict[str, Any], code: str
) -> None:
    resident(contacts=SMS)
    answer = office.post("/campaigns", {"notice_id": notice["id"], "channels": ["sms"], **plan})
    assert answer.status_code == 422
    assert [fault["code"] for fault in answer.json["fields"]] == [code]


@pytest.mark.parametrize("plan", [{}, {"audience": None}, {"audience": {"all": True}}], ids=["absent", "null", "all"])
def test_everyone_is_meant_where_no_rule_is_given_or_one_says_so(
    office: Office, post: Post, notice: dict[str, Any], plan: dict[str, Any]
) -> None:
    resident(contacts=SMS)
    assert start(office, notice, **plan)["audience"] == {"all": True}


def test_only_a_notice_that_hangs_is_sent(office: Office, post: Post) -> None:
    resident(contacts=SMS)
    answer = office.post("/campaigns", {"notice_id": draft(office)["id"], "channels": ["sms"]})
    assert (answer.status_code, answer.json["code"]) == (409, "notice_not_published")


def test_another_areas_campaign_is_not_there(office: Office, post: Post, notice: dict[str, Any]) -> None:
    resident(contacts=SMS)
    campaign = start(office, notice)
    path = f"/campaigns/{campaign['id']}"
    for answer in (
        office.post("/campaigns", {"notice_id": notice["id"], "channels": ["sms"]}, area=FOREIGN_DISTRICT),
        office.get(path, area=FOREIGN_DISTRICT),
        office.get(f"{path}/deliveries", area=FOREIGN_DISTRICT),
        office.get(f"{path}/failures", area=FOREIGN_DISTRICT),
        office.post(f"{path}/steps", {"step": "pause"}, area=FOREIGN_DISTRICT),
        office.post(f"{path}/tries", {}, area=FOREIGN_DISTRICT),
    ):
        assert answer.status_code == 404
    assert office.get("/campaigns", area=FOREIGN_DISTRICT).json["items"] == []


def test_who_may_not_send_does_not(office: Office, post: Post, notice: dict[str, Any]) -> None:
    resident(contacts=SMS)
    body = {"notice_id": notice["id"], "channels": ["sms"]}
    assert office.post("/campaigns", body, scopes=("notices:read", "notices:write")).status_code == 403


def test_pause_resume_and_cancel_hold_before_the_next_batch(office: Office, post: Post, notice: dict[str, Any]) -> None:
    resident(contacts=SMS)
    campaign = start(office, notice)
    path = f"/campaigns/{campaign['id']}/steps"
    assert office.post(path, {"step": "pause"}).json["state"] == "paused"
    post.round()
    assert not post.sms.got
    assert office.post(path, {"step": "pause"}).status_code == 409
    assert office.post(path, {"step": "resume"}).json["state"] == "running"
    post.sms.answer = lambda _: Outcome(Verdict.LATER)
    post.round()
    assert office.post(path, {"step": "cancel"}).json["state"] == "cancelled"
    at_once()
    post.round()
    assert len(post.sms.got) == 1
    assert states() == [("sms", "cancelled")]
    assert campaign_row(campaign).finished_at is not None
    assert office.post(path, {"step": "resume"}).status_code == 409


def test_what_failed_is_told_with_its_reason_and_sent_again(office: Office, post: Post, notice: dict[str, Any]) -> None:
    resident(contacts=SMS)
    post.sms.answer = lambda _: Outcome(Verdict.REFUSED, reason="over quota")
    campaign = start(office, notice, channels=["sms"])
    post.round()
    path = f"/campaigns/{campaign['id']}"
    assert campaign_row(campaign).state == "finished"
    assert office.get(f"{path}/failures").json["items"] == [
        {"channel": "sms", "state": "failed", "error": "over quota", "count": 1}
    ]
    (failed,) = office.get(f"{path}/deliveries?in_vain=true").json["items"]
    assert failed["error"] == "over quota"
    post.sms.answer = lambda _: Outcome(Verdict.ACCEPTED)
    assert office.post(f"{path}/tries", {}).json == {"deliveries": 1}
    post.round()
    assert states() == [("sms", "sent")]
    assert campaign_row(campaign).state == "finished"
    assert office.post(f"{path}/tries", {}).status_code == 409


def test_an_election_notice_is_sent_by_itself_when_residents_can_be_reached(office: Office, post: Post) -> None:
    published(office, kind="election", title="选举公告", body="。")
    assert office.get("/campaigns").json["items"] == []
    resident(contacts=SMS)
    published(office, kind="election", title="选举公告", body="。")
    (campaign,) = office.get("/campaigns").json["items"]
    assert (campaign["target_share"], campaign["channels"]) == (90, ["messaging", "sms", "email"])
    post.round()
    assert states() == [("sms", "sent")]


def test_who_reads_english_gets_english_where_there_is_any(office: Office, post: Post) -> None:
    resident(contacts=SMS, language="en")
    made = published(office, kind="announcement", title="停水", body="停水。", title_en="No water", body_en="None.")
    start(office, made)
    post.round()
    assert (post.sms.got[0].title, post.sms.got[0].language) == ("No water", "en")
