"""What must not wait has places of its own, one for each channel. With a provider that really hangs:
tests/system/test_delivery_faults.py."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.lanes import Lane
from services.notices.store.database import reading, unit_of_work
from services.notices.workflows.delivery.calling import place, urgent_is_due, urgent_place
from services.notices.workflows.delivery.personal import PersonalNote, send_to_person
from services.notices.workflows.delivery.rounds import Round
from tests.conftest import COMMUNITY
from tests.events import Publisher
from tests.notices.conftest import draft, published, step
from tests.notices.delivery.post import ADDRESS, ALWAYS, Post, start
from tests.notices.residents import SYSTEM, resident
from tests.office import Office

pytestmark = pytest.mark.usefixtures("publisher")


@pytest.fixture
def notice(office: Office, publisher: Publisher) -> dict[str, Any]:
    resident(contacts={Channel.SMS: "13800000001", Channel.EMAIL: "a@example.org"})
    return published(office, kind="announcement", title="停水", body="停水。")


def urgent_round(channel: Channel) -> None:
    while Round(ADDRESS, 60, ALWAYS, [Lane.EMERGENCY], [channel]).run():
        pass


def calls() -> list[str]:
    with reading() as session:
        return sorted(session.scalars(text("SELECT task FROM jobs")))


def test_an_emergency_calls_the_ordinary_rounds_and_its_own(office: Office, post: Post, notice: dict[str, Any]) -> None:
    start(office, notice)
    assert calls() == ["notices.call_round"]
    step(office, draft(office, kind="emergency", title="疏散", body="请疏散。"), "publish", subject="author")
    assert calls() == ["notices.call_round", "notices.call_round", "notices.call_urgent"]


def test_only_emergencies_and_messages_to_one_person_are_urgent(
    office: Office, post: Post, notice: dict[str, Any]
) -> None:
    start(office, notice)
    assert not urgent_is_due()
    published(office, kind="emergency", title="疏散", body="请疏散。")
    assert urgent_is_due(), "its recipients are to be chosen"
    urgent_round(Channel.SMS)
    assert urgent_is_due(), "the mails have not gone out"
    urgent_round(Channel.EMAIL)
    assert not urgent_is_due()
    with unit_of_work(SYSTEM) as uow:
        send_to_person(uow, PersonalNote(COMMUNITY, Channel.SMS, "13800000009", "验证码", "1234"))
    assert urgent_is_due()


def test_an_urgent_round_sends_by_its_own_channel_and_nothing_that_can_wait(
    office: Office, post: Post, notice: dict[str, Any]
) -> None:
    start(office, notice)
    published(office, kind="emergency", title="疏散", body="请疏散。")
    urgent_round(Channel.SMS)
    assert ([message.title for message in post.sms.got], post.email.got) == (["疏散"], [])
    urgent_round(Channel.EMAIL)
    assert [message.title for message in post.email.got] == ["疏散"]


def test_each_channel_has_one_urgent_place_whatever_ordinary_rounds_hold(post: Post) -> None:
    with place(range(2)) as first, place(range(2)) as second, place(range(2)) as third:
        assert (first, second, third) == (True, True, False)
        with place(urgent_place(Channel.SMS)) as sms, place(urgent_place(Channel.EMAIL)) as email:
            assert (sms, email) == (True, True)
            with place(urgent_place(Channel.SMS)) as again:
                assert not again
