"""To whom and how whoever asks for a notice by an event wishes it sent."""

from __future__ import annotations

import pytest

from tests.conftest import COMMUNITY
from tests.events import Publisher
from tests.notices.delivery.post import Post
from tests.notices.residents import resident
from tests.office import Office

ASKED = {"kind": "activity", "title": "义诊", "body": "周六义诊。", "requested_by": "clerk", "approved_by": "chief"}
PHONE = {"sms": "13800000001"}


def ask(publisher: Publisher, **changes: object) -> None:
    publisher.tell("training.notice_requested.v1", ASKED | changes, subject="sessions/1")


def test_a_wish_starts_the_campaign_that_its_kind_has_no_policy_for(
    office: Office, publisher: Publisher, post: Post
) -> None:
    resident(contacts=PHONE, kinds=["elderly"])
    ask(publisher, audience={"kind": ["elderly"]}, channels=["sms"], target_share=80)
    (campaign,) = office.get(f"/campaigns?area={COMMUNITY}").json["items"]
    assert (campaign["channels"], campaign["target_share"]) == (["sms"], 80)
    post.round()
    assert [message.address for message in post.sms.got] == ["13800000001"]


@pytest.mark.usefixtures("post")
def test_a_wish_that_reaches_nobody_hangs_the_notice_and_sends_nothing(office: Office, publisher: Publisher) -> None:
    resident(contacts=PHONE, kinds=["youth"])
    ask(publisher, audience={"kind": ["elderly"]}, channels=["sms"])
    assert office.get(f"/campaigns?area={COMMUNITY}").json["items"] == []
    assert office.get(f"/notices?area={COMMUNITY}").json["items"][0]["state"] == "published"


def test_a_wish_that_names_the_inbox_first_is_sent_in_an_order_in_which_each_channel_has_its_turn(
    office: Office, publisher: Publisher, post: Post
) -> None:
    resident(contacts=PHONE)
    resident()
    ask(publisher, channels=["inbox", "sms"])
    (campaign,) = office.get(f"/campaigns?area={COMMUNITY}").json["items"]
    assert (campaign["channels"], campaign["every_channel"]) == (["sms", "inbox"], False)
    post.round()
    assert [message.address for message in post.sms.got] == ["13800000001"]
