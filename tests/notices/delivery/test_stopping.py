"""A notice that was taken down or amended: nothing more of it goes out in the old words, and the campaign says why.
In the middle of a campaign, with a real worker: tests/system/test_delivery_faults.py."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.notice import Step
from services.notices.providers.provider import Message, Outcome, Verdict
from services.notices.store.database import unit_of_work
from services.notices.store.tables import Notice
from services.notices.workflows.delivery.campaigns import Plan, start_campaign
from services.notices.workflows.notices import take_step
from services.notices.workflows.schedule import take_down_due
from shared import clock
from shared.auth.actor import Actor
from shared.errors import Conflict
from tests.events import Publisher
from tests.notices.api.test_editions import amend as propose
from tests.notices.api.test_editions import settle
from tests.notices.clock import at
from tests.notices.conftest import published, step
from tests.notices.delivery.post import Post, at_once, campaign_row, deliveries, start, states
from tests.notices.residents import SYSTEM, resident
from tests.office import Office

pytestmark = pytest.mark.usefixtures("publisher")


@pytest.fixture
def notice(office: Office, publisher: Publisher) -> dict[str, Any]:
    """For three residents with a number each."""
    for number in range(3):
        resident(contacts={Channel.SMS: f"1380000000{number}"})
    return published(office, kind="announcement", title="停水", body="三日停水。")


def amend(office: Office, notice: dict[str, Any], body: str = "五日停水。") -> None:
    proposed = propose(office, notice, reason="日期有误", body=body)
    assert settle(office, proposed.json).status_code == 200


def shown(office: Office, campaign: dict[str, Any]) -> dict[str, Any]:
    return office.get(f"/campaigns/{campaign['id']}").json


def test_what_was_not_sent_when_a_notice_comes_down_is_cancelled_with_the_reason(
    office: Office, post: Post, notice: dict[str, Any], publisher: Publisher
) -> None:
    def taken_down_meanwhile(_: Message) -> Outcome:
        if len(post.sms.got) == 1:
            assert step(office, notice, "take_down").status_code == 200
        return Outcome(Verdict.ACCEPTED)

    post.sms.batch, post.sms.answer = 1, taken_down_meanwhile
    campaign = start(office, notice)
    post.round()
    assert states() == [("sms", "sent"), ("sms", "cancelled"), ("sms", "cancelled")]
    assert [each.error for each in deliveries()] == [None, "notice_taken_down", "notice_taken_down"]
    now = shown(office, campaign)
    assert (now["state"], now["stopped_for"], now["waiting"], now["reached"]) == (
        "cancelled",
        "notice_taken_down",
        0,
        1,
    )
    (told,) = [event["data"] for event in publisher.told() if event["type"] == "notices.campaign_finished.v1"]
    assert (told["outcome"], told["stopped_for"]) == ("cancelled", "notice_taken_down")


def test_whoever_was_not_even_chosen_is_not_chosen_any_more(office: Office, post: Post, notice: dict[str, Any]) -> None:
    campaign = start(office, notice, not_before=(clock.now() + timedelta(hours=1)).isoformat(), channels=["inbox"])
    step(office, notice, "take_down")
    post.round()
    assert (states(), campaign_row(campaign).finished_at is None) == ([], False)


def test_a_digest_no_longer_holds_what_was_taken_down(office: Office, post: Post, notice: dict[str, Any]) -> None:
    start(office, notice, lane="digest", channels=["sms"])
    start(office, published(office, kind="news", title="书市", body="周六。"), lane="digest", channels=["sms"])
    step(office, notice, "take_down")
    post.round()
    assert {message.title for message in post.sms.got} == {"书市"}


@pytest.mark.parametrize("verdict", [Verdict.LATER, Verdict.UNKNOWN])
def test_what_is_left_of_a_digest_that_was_tried_already_may_arrive_twice_and_is_marked(
    office: Office, post: Post, notice: dict[str, Any], verdict: Verdict
) -> None:
    post.sms.answer = lambda _: Outcome(verdict)
    start(office, notice, lane="digest", channels=["sms"])
    rest = start(office, published(office, kind="news", title="书市", body="周六。"), lane="digest", channels=["sms"])
    post.round()
    step(office, notice, "take_down")
    post.sms.answer = lambda _: Outcome(Verdict.ACCEPTED)
    at_once()
    post.round()
    assert {message.title for message in post.sms.got[3:]} == {"书市"}
    assert shown(office, rest)["maybe_twice"] == 3


def test_a_notice_that_comes_down_on_its_day_stops_its_campaign(
    office: Office, post: Post, notice: dict[str, Any]
) -> None:
    campaign = start(office, notice)
    with unit_of_work(SYSTEM) as uow:
        uow.session.get_one(Notice, notice["id"]).take_down_on = clock.today() + timedelta(days=1)
    with at(clock.now() + timedelta(days=1)):
        take_down_due()
        post.round()
    assert not post.sms.got
    assert shown(office, campaign)["stopped_for"] == "notice_taken_down"


@pytest.mark.parametrize(
    ("verdict", "keeps_keys", "state"),
    [
        (Verdict.ACCEPTED, True, "sent"),
        (Verdict.REFUSED, True, "failed"),
        (Verdict.LATER, True, "cancelled"),
        (Verdict.UNKNOWN, True, "uncertain"),
        (Verdict.UNKNOWN, False, "uncertain"),
    ],
)
def test_what_is_under_way_when_a_notice_comes_down_is_what_the_provider_says(
    office: Office, post: Post, notice: dict[str, Any], verdict: Verdict, keeps_keys: bool, state: str
) -> None:
    def taken_down_meanwhile(_: Message) -> Outcome:
        step(office, notice, "take_down")
        return Outcome(verdict, reason="its words")

    post.sms.answer, post.sms.keeps_keys = taken_down_meanwhile, keeps_keys
    start(office, notice)
    post.round()
    assert states() == [("sms", state)] * 3
    reason = "notice_taken_down" if state == "cancelled" else "its words"
    assert {each.error for each in deliveries()} == {reason}


def test_what_a_provider_may_have_is_uncertain_not_cancelled(
    office: Office, post: Post, notice: dict[str, Any]
) -> None:
    post.sms.answer, post.sms.keeps_keys = lambda _: Outcome(Verdict.UNKNOWN), False
    start(office, notice)
    post.round()
    assert states() == [("sms", "created")] * 3
    step(office, notice, "take_down")
    post.round()
    assert states() == [("sms", "uncertain")] * 3


def test_nothing_of_a_notice_that_came_down_is_tried_again(office: Office, post: Post, notice: dict[str, Any]) -> None:
    post.sms.answer = lambda _: Outcome(Verdict.REFUSED)
    campaign = start(office, notice)
    post.round()
    step(office, notice, "take_down")
    answer = office.post(f"/campaigns/{campaign['id']}/tries", {})
    assert (answer.status_code, answer.json["code"]) == (409, "notice_not_published")


def test_an_amendment_stops_the_old_words_and_sends_the_new_ones_to_the_same_residents(
    office: Office, post: Post, notice: dict[str, Any]
) -> None:
    def amended_meanwhile(_: Message) -> Outcome:
        if len(post.sms.got) == 1:
            amend(office, notice)
        return Outcome(Verdict.ACCEPTED)

    post.sms.batch, post.sms.answer = 1, amended_meanwhile
    resident(contacts={Channel.SMS: "13800000009"}, building="9栋")
    before = start(office, notice, audience={"not": {"building": "9栋"}}, target_share=80)
    post.round()
    assert [message.text for message in post.sms.got] == ["三日停水。", *["五日停水。"] * 3]
    new, old = office.get("/campaigns").json["items"]
    assert (old["id"], old["state"], old["stopped_for"]) == (before["id"], "cancelled", "notice_amended")
    assert (new["edition"], new["state"], new["reached"]) == (2, "finished", 3)
    same = ("audience", "channels", "lane", "target_share", "deadline")
    assert [new[name] for name in same] == [old[name] for name in same]


def test_a_paused_campaign_of_an_amended_notice_stays_paused(
    office: Office, post: Post, notice: dict[str, Any]
) -> None:
    campaign = start(office, notice)
    office.post(f"/campaigns/{campaign['id']}/steps", {"step": "pause"})
    amend(office, notice)
    post.round()
    assert not post.sms.got
    new = office.get("/campaigns").json["items"][0]
    assert new["state"] == "paused"
    office.post(f"/campaigns/{new['id']}/steps", {"step": "resume"})
    post.round()
    assert [message.text for message in post.sms.got] == ["五日停水。"] * 3


def test_a_digest_holds_the_words_that_hold_when_it_goes_out(
    office: Office, post: Post, notice: dict[str, Any]
) -> None:
    start(office, notice, lane="digest", channels=["sms"])
    amend(office, notice, "五日停水。")
    amend(office, notice, "六日停水。")
    post.round()
    assert [message.text for message in post.sms.got] == ["六日停水。"] * 3


def test_an_amendment_of_what_has_been_sent_sends_nothing_by_itself(
    office: Office, post: Post, notice: dict[str, Any]
) -> None:
    post.sms.answer = lambda message: Outcome(Verdict.REFUSED if message.address.endswith("0") else Verdict.ACCEPTED)
    campaign = start(office, notice)
    post.round()
    amend(office, notice)
    assert len(office.get("/campaigns").json["items"]) == 1
    answer = office.post(f"/campaigns/{campaign['id']}/tries", {})
    assert (answer.status_code, answer.json["code"]) == (409, "edition_outdated")


def test_a_campaign_that_starts_while_its_notice_comes_down_sends_nothing(
    office: Office, post: Post, notice: dict[str, Any]
) -> None:
    clerk = Actor("approver", None, frozenset({"notices:send", "notices:approve"}))

    def begin() -> bool:
        try:
            return bool(start_campaign(clerk, UUID(notice["id"]), Plan(channels=[Channel.SMS])))
        except Conflict:
            return False

    with ThreadPoolExecutor(3) as pool:
        begun = [pool.submit(begin)]
        taken = pool.submit(take_step, clerk, UUID(notice["id"]), Step.TAKE_DOWN)
        begun.append(pool.submit(begin))
    assert taken.result().state == "taken_down"
    post.round()
    assert not post.sms.got
    campaigns = office.get("/campaigns").json["items"]
    assert [each["state"] for each in campaigns] == ["cancelled"] * sum(each.result() for each in begun)
