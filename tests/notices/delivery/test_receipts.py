"""Receipts of providers: twice, late, out of order, before our own note of sending, and for what nobody knows."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from sqlalchemy import func, select

from services.notices.domain.delivery.channels import Channel
from services.notices.providers.provider import Fate, Message, Outcome, Receipt, Verdict
from services.notices.store.database import reading, unit_of_work
from services.notices.store.tables import Contact, PersonalMessage, WaitingReceipt
from services.notices.workflows.carriers import Arranged, carriers
from services.notices.workflows.delivery.personal import PersonalNote, send_to_person
from services.notices.workflows.delivery.receipts import apply_receipts
from services.notices.workflows.delivery.sweeping import sweep
from shared import clock
from tests.conftest import COMMUNITY
from tests.events import Publisher
from tests.notices.conftest import published
from tests.notices.delivery.post import Carrier, Post, campaign_row, deliveries, start, states
from tests.notices.residents import SYSTEM, resident
from tests.office import Office

pytestmark = pytest.mark.usefixtures("publisher")


@pytest.fixture
def campaign(office: Office, post: Post, publisher: Publisher) -> dict[str, Any]:
    """Of a notice to one resident with two channels, sent by the first."""
    post.sms.receipts = True
    resident(contacts={Channel.SMS: "13800000001", Channel.EMAIL: "a@example.org"})
    made = start(office, published(office, kind="announcement", title="停水", body="停水。"))
    post.round()
    return made


def receipt(fate: Fate, message: Message | None = None, **about: Any) -> Receipt:
    return Receipt(fate, clock.now(), key=message.key if message else None, **about)


@pytest.mark.parametrize("order", [*itertools.permutations([Fate.DELIVERED, Fate.OPENED, Fate.BOUNCED])])
def test_in_every_order_and_twice_the_weightiest_holds(
    post: Post, campaign: dict[str, Any], order: tuple[Fate, ...]
) -> None:
    for fate in order * 2:
        apply_receipts("sms-test", [receipt(fate, post.sms.got[0])])
    assert states()[0] == ("sms", "opened")


def test_a_campaign_waits_for_receipts_before_it_is_finished(post: Post, campaign: dict[str, Any]) -> None:
    assert campaign_row(campaign).state == "running"
    apply_receipts("sms-test", [receipt(Fate.DELIVERED, ref=f"r-{post.sms.got[0].key}")])
    sweep()
    assert (states(), campaign_row(campaign).state) == ([("sms", "delivered")], "finished")


def test_what_bounced_afterwards_is_sent_by_the_next_channel_and_the_address_given_up(
    post: Post, campaign: dict[str, Any]
) -> None:
    apply_receipts("sms-test", [receipt(Fate.BOUNCED, post.sms.got[0], reason="out of service")] * 2)
    post.round()
    assert states() == [("sms", "bounced"), ("email", "sent")]
    with reading() as session:
        state = session.scalar(select(Contact.state).where(Contact.channel == "sms"))
    assert (state, deliveries()[0].error) == ("bounced", "out of service")


def test_a_receipt_by_key_that_is_faster_than_our_own_note_holds(
    office: Office, post: Post, publisher: Publisher
) -> None:
    def faster(message: Message) -> Outcome:
        apply_receipts("sms-test", [receipt(Fate.DELIVERED, message)])
        return Outcome(Verdict.ACCEPTED, ref="slow")

    resident(contacts={Channel.SMS: "13800000001"})
    post.sms.answer = faster
    start(office, published(office, kind="announcement", title="停水", body="停水。"))
    post.round()
    assert [(each.state, each.ref) for each in deliveries()] == [("delivered", "slow")]


def test_a_receipt_by_the_providers_name_that_is_faster_waits_for_our_own_note(
    office: Office, post: Post, publisher: Publisher
) -> None:
    def faster(_: Message) -> Outcome:
        apply_receipts("sms-test", [receipt(Fate.DELIVERED, ref="quick")])
        return Outcome(Verdict.ACCEPTED, ref="quick")

    resident(contacts={Channel.SMS: "13800000001"})
    post.sms.answer = faster
    start(office, published(office, kind="announcement", title="停水", body="停水。"))
    post.round()
    assert states() == [("sms", "delivered")]
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(WaitingReceipt)) == 0


def test_a_failure_of_an_earlier_round_does_not_touch_the_new_one(
    office: Office, post: Post, campaign: dict[str, Any]
) -> None:
    first = post.sms.got[0]
    apply_receipts("sms-test", [receipt(Fate.FAILED, first)])
    assert office.post(f"/campaigns/{campaign['id']}/tries", {"channel": "sms"}).status_code == 200
    post.round()
    apply_receipts("sms-test", [receipt(Fate.FAILED, first)])
    assert states()[0] == ("sms", "sent")
    apply_receipts("sms-test", [receipt(Fate.DELIVERED, first)])
    assert states()[0] == ("sms", "delivered")


@pytest.fixture
def second(post: Post, campaign: dict[str, Any]) -> Carrier:
    """Takes over what the first provider of SMS does not take."""
    other = Carrier(Channel.SMS)
    other.name = "sms-second"
    carriers.arrange([*carriers.by_name.values(), Arranged(other, priority=2)])
    return other


@pytest.mark.parametrize("fate", Fate)
def test_a_provider_is_not_believed_on_what_another_one_carried(
    post: Post, campaign: dict[str, Any], second: Carrier, fate: Fate
) -> None:
    apply_receipts(second.name, [receipt(fate, post.sms.got[0])])
    sweep()
    assert states() == [("sms", "sent")]
    apply_receipts("sms-test", [receipt(fate, post.sms.got[0])])
    assert states()[0] == ("sms", fate.value)


def test_a_receipt_by_key_of_who_was_passed_the_message_waits_until_that_is_noted(
    office: Office, post: Post, second: Carrier
) -> None:
    def faster(message: Message) -> Outcome:
        apply_receipts(second.name, [receipt(Fate.DELIVERED, message)])
        assert states()[-1] == ("sms", "queued"), "as far as anybody knows, the first one carries it"
        return Outcome(Verdict.ACCEPTED, ref="second")

    post.sms.answer = lambda _: Outcome(Verdict.LATER, outage=True)
    second.answer = faster
    start(office, published(office, kind="announcement", title="停电", body="停电。"))
    post.round()
    last = deliveries()[-1]
    assert (last.state, last.provider, last.ref) == ("delivered", second.name, "second")


def test_what_is_said_too_early_of_a_delivery_that_another_one_carried_changes_nothing(
    office: Office, post: Post, second: Carrier
) -> None:
    def meanwhile(message: Message) -> Outcome:
        apply_receipts(second.name, [receipt(Fate.BOUNCED, message)])
        return Outcome(Verdict.ACCEPTED)

    post.sms.answer = meanwhile
    start(office, published(office, kind="announcement", title="停电", body="停电。"))
    post.round()
    sweep()
    assert states()[-1] == ("sms", "sent")


def test_a_provider_is_not_believed_on_a_personal_message_of_another_one(post: Post, second: Carrier) -> None:
    with unit_of_work(SYSTEM) as uow:
        made = send_to_person(uow, PersonalNote(COMMUNITY, Channel.SMS, "13800000009", "验证码", "1234"))
    post.round()
    for provider, state in ((second.name, "sent"), ("sms-test", "delivered")):
        apply_receipts(provider, [receipt(Fate.DELIVERED, post.sms.got[-1])])
        with unit_of_work(SYSTEM) as uow:
            assert uow.session.get_one(PersonalMessage, made.id).state == state


def test_another_campaigns_or_providers_name_moves_nothing(post: Post, campaign: dict[str, Any]) -> None:
    key = post.sms.got[0].key
    guessed = "0" * 32 + key[32:]
    apply_receipts("sms-test", [Receipt(Fate.OPENED, clock.now(), key=guessed)])
    apply_receipts("other", [receipt(Fate.OPENED, ref=f"r-{key}"), receipt(Fate.OPENED, ref="")])
    apply_receipts("sms-test", [Receipt(Fate.OPENED, clock.now(), key="nonsense")])
    assert states() == [("sms", "sent")]
