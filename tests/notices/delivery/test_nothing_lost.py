"""Claims that are left behind, outcomes that nobody knows, deadlines: nothing stays open for ever, nothing is doubled
without being counted. The same with real processes that are really killed: tests/system/test_delivery_faults.py."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from services.notices.domain.delivery.campaign import CampaignState
from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.lanes import Hours
from services.notices.providers.provider import Message, Outcome, Verdict
from services.notices.store.database import reading, unit_of_work
from services.notices.store.delivery import noting, sweeping
from services.notices.store.tables import PersonalMessage
from services.notices.workflows.delivery.personal import PersonalNote, send_to_person
from services.notices.workflows.delivery.sweeping import sweep
from shared import clock
from shared.errors import Invalid
from tests.conftest import COMMUNITY
from tests.events import Publisher
from tests.notices.clock import at
from tests.notices.conftest import published
from tests.notices.delivery.post import Post, at_once, campaign_row, deliveries, start, states
from tests.notices.residents import SYSTEM, resident
from tests.office import Office
from tests.shared.embedded.traces import eventually

pytestmark = pytest.mark.usefixtures("publisher")
SMS, EMAIL = {Channel.SMS: "13800000001"}, {Channel.EMAIL: "a@example.org"}
NIGHT = Hours(quiet_from=0, quiet_until=24, digests_at=(), digest_hours=0)


class WorkerDied(BaseException):
    """As far as the database can tell, the process is gone."""


def die(_: Message) -> Outcome:
    raise WorkerDied


@pytest.fixture
def notice(office: Office, publisher: Publisher) -> dict[str, Any]:
    return published(office, kind="announcement", title="停水", body="停水。")


def lose_a_worker(post: Post) -> None:
    answer, post.sms.answer = post.sms.answer, die
    with pytest.raises(WorkerDied):
        post.round()
    post.sms.answer = answer
    assert states()[0] == ("sms", "queued")


@pytest.mark.parametrize("keeps_keys", [True, False])
def test_what_a_dead_worker_claimed_is_sent_again_with_the_same_key(
    office: Office, post: Post, notice: dict[str, Any], keeps_keys: bool
) -> None:
    post.sms.keeps_keys = keeps_keys
    resident(contacts=SMS)
    campaign = start(office, notice)
    lose_a_worker(post)
    sweep()
    assert states() == [("sms", "queued")], "the lease is not over"
    for _ in range(2):
        at_once()
        post.round()
    first, second = post.sms.got
    assert first.key == second.key
    assert states() == [("sms", "sent")]
    shown = office.get(f"/campaigns/{campaign['id']}").json
    assert (shown["stuck"], shown["maybe_twice"]) == (1, 0 if keeps_keys else 1)


def test_twice_unknown_without_keys_is_uncertain_and_the_next_channel_has_its_turn(
    office: Office, post: Post, notice: dict[str, Any]
) -> None:
    post.sms.keeps_keys = False
    post.sms.answer = lambda _: Outcome(Verdict.UNKNOWN, reason="broken pipe")
    resident(contacts=SMS | EMAIL)
    start(office, notice)
    for _ in range(4):
        post.round()
        at_once()
    assert states() == [("sms", "uncertain"), ("email", "sent")]
    assert len(post.sms.got) == 2


def test_a_worker_that_comes_back_after_its_lease_is_believed_that_it_sent(
    office: Office, post: Post, notice: dict[str, Any]
) -> None:
    def slow(_: Message) -> Outcome:
        at_once()
        sweep()
        assert states() == [("sms", "created")]
        return Outcome(Verdict.ACCEPTED, ref="late")

    post.sms.answer = slow
    resident(contacts=SMS)
    start(office, notice)
    post.round()
    assert [(each.state, each.ref) for each in deliveries()] == [("sent", "late")]


def test_each_channel_has_its_share_of_the_time(office: Office, post: Post, notice: dict[str, Any]) -> None:
    post.sms.answer = lambda _: Outcome(Verdict.LATER, reason="busy")
    resident(contacts=SMS | EMAIL)
    deadline = clock.now() + timedelta(hours=4)
    campaign = start(office, notice, deadline=deadline.isoformat())
    post.round()
    assert states() == [("sms", "created")]
    with at(clock.now() + timedelta(hours=2, minutes=1)):
        sweep()
    assert states() == [("sms", "expired"), ("email", "created")]
    post.round()
    assert (states()[1], campaign_row(campaign).state) == (("email", "sent"), "finished")


def test_what_waits_past_the_deadline_expires_and_the_campaign_is_finished(
    office: Office, post: Post, notice: dict[str, Any]
) -> None:
    resident(contacts=SMS)
    campaign = start(office, notice, channels=["sms", "door"])
    with at(clock.now() + timedelta(days=4)):
        sweep()
    assert campaign_row(campaign).state == "finished"
    post.round()
    assert not post.sms.got


def test_a_bounce_while_the_campaign_is_being_finished_adds_nothing_to_it(
    office: Office, post: Post, notice: dict[str, Any]
) -> None:
    post.sms.receipts = True
    resident(contacts=SMS | EMAIL)
    campaign = start(office, notice)
    post.round()
    (sent,) = deliveries()

    def turn_to_the_next_channel() -> None:
        with unit_of_work(SYSTEM) as uow:
            noting.fall_back(uow.session, [sent.id], without_address=[])

    with ThreadPoolExecutor(1) as pool:
        with unit_of_work(SYSTEM) as uow:
            found = sweeping.campaign_for_update(uow.session, UUID(campaign["id"]))
            assert found is not None
            found.finished_at, found.state = clock.now(), CampaignState.FINISHED
            uow.session.flush()
            turning = pool.submit(turn_to_the_next_channel)
            eventually(lambda: turning.done() or someone_waits(), "the bounce waits for the campaign's row")
        turning.result()
    assert states() == [("sms", "sent")]


def someone_waits() -> bool:
    with reading() as session:
        return bool(session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))


def test_at_night_only_emergencies_and_personal_messages_go_out(
    office: Office, post: Post, notice: dict[str, Any]
) -> None:
    resident(contacts=SMS)
    start(office, notice)
    post.round(hours=NIGHT)
    assert states() == [("sms", "created")], "chosen, but nobody is woken up"
    with unit_of_work(SYSTEM) as uow:
        send_to_person(uow, PersonalNote(COMMUNITY, Channel.EMAIL, "b@example.org", "确认", "请确认。"))
    post.round(hours=NIGHT)
    assert [message.address for message in post.email.got] == ["b@example.org"]
    published(office, kind="emergency", title="疏散", body="请疏散。")
    post.round(hours=NIGHT)
    assert [message.title for message in post.sms.got] == ["疏散"]
    post.round()
    assert [message.title for message in post.sms.got] == ["疏散", "停水"]


def test_an_emergency_overtakes_what_is_being_sent(office: Office, post: Post, notice: dict[str, Any]) -> None:
    def meanwhile(_: Message) -> Outcome:
        if len(post.sms.got) == 1:
            published(office, kind="emergency", title="疏散", body="请疏散。")
        return Outcome(Verdict.ACCEPTED)

    for number in range(3):
        resident(contacts={Channel.SMS: f"1380000000{number}"})
    post.sms.batch = 1
    post.sms.answer = meanwhile
    start(office, notice)
    post.round()
    assert [message.title for message in post.sms.got] == ["停水", "疏散", "疏散", "疏散", "停水", "停水"]


def test_a_personal_message_is_tried_again_and_sent_once(office: Office, post: Post) -> None:
    with unit_of_work(SYSTEM) as uow:
        made = send_to_person(uow, PersonalNote(COMMUNITY, Channel.SMS, "13800000009", "验证码", "1234"))
    post.sms.answer = lambda _: Outcome(Verdict.LATER)
    post.round()
    post.sms.answer = lambda _: Outcome(Verdict.ACCEPTED)
    with unit_of_work(SYSTEM) as uow:
        uow.session.get_one(PersonalMessage, made.id).due_at = clock.now()
    post.round()
    with unit_of_work(SYSTEM) as uow:
        assert uow.session.get_one(PersonalMessage, made.id).state == "sent"
    assert len({message.key for message in post.sms.got}) == 1


def test_a_personal_message_on_a_channel_that_nobody_serves_is_refused(office: Office, post: Post) -> None:
    with pytest.raises(Invalid), unit_of_work(SYSTEM) as uow:
        send_to_person(uow, PersonalNote(COMMUNITY, Channel.WEBHOOK, "https://x", "验证码", "1234"))


def test_an_amendment_of_a_notice_that_is_sent_by_itself_takes_the_place_of_its_campaign(
    office: Office, post: Post
) -> None:
    resident(contacts=SMS)
    made = published(office, kind="election", title="选举", body="三日选举。")
    amended = {"reason": "日期有误", "body": "五日选举。"}
    proposed = office.post(f"/notices/{made['id']}/amendments", amended, subject="author").json
    path = f"/editions/{proposed['id']}/settlement"
    assert office.post(path, {"settlement": "approve"}, subject="approver", version=1).status_code == 200
    post.round()
    second, first = office.get("/campaigns").json["items"]
    assert (first["state"], second["state"]) == ("cancelled", "finished")
    assert [message.text for message in post.sms.got] == ["五日选举。"]
