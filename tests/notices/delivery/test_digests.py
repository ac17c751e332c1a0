"""Digests: at fixed hours, what waits for a resident goes out as one message, and stays one at every try."""

from __future__ import annotations

import pytest

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.lanes import Hours
from services.notices.providers.provider import Fate, Outcome, Receipt, Verdict
from services.notices.workflows.delivery.receipts import apply_receipts
from shared import clock
from tests.events import Publisher
from tests.notices.conftest import published
from tests.notices.delivery.post import ADDRESS, Post, at_once, deliveries, start, states
from tests.notices.residents import resident
from tests.office import Office

NOT_NOW = Hours(quiet_from=24, quiet_until=0, digests_at=(), digest_hours=0)


@pytest.fixture
def two(office: Office, post: Post, publisher: Publisher) -> None:
    """Two news for one resident, one of them for another, too."""
    resident(contacts={Channel.EMAIL: "a@example.org"}, building="1栋")
    resident(contacts={Channel.EMAIL: "b@example.org"}, building="2栋")
    audiences = ({"building": "1栋"}, {"all": True})
    for title, audience in zip(("讲座", "书市"), audiences, strict=True):
        notice = published(office, kind="news", title=title, body=f"{title}在周六。")
        start(office, notice, lane="digest", channels=["email"], audience=audience)


def test_outside_their_hours_digests_wait(two: None, post: Post) -> None:
    post.round(hours=NOT_NOW)
    assert not post.email.got
    assert states() == [("email", "created")] * 3


def test_what_waits_for_a_resident_goes_out_as_one_message(two: None, post: Post) -> None:
    post.round()
    one, other = sorted(post.email.got, key=lambda message: message.address)
    assert (one.title, other.title) == ("2条新通知：讲座", "书市")
    assert one.text.count(f"{ADDRESS}/notices/") == 2
    assert one.page.startswith(f"{ADDRESS}/boards/")
    assert states() == [("email", "sent")] * 3


def test_a_receipt_is_of_all_that_went_out_in_the_message(two: None, post: Post) -> None:
    post.round()
    one = next(message for message in post.email.got if message.address == "a@example.org")
    apply_receipts("email-test", [Receipt(Fate.DELIVERED, clock.now(), key=one.key)])
    assert sorted(state for _, state in states()) == ["delivered", "delivered", "sent"]
    apply_receipts("email-test", [Receipt(Fate.OPENED, clock.now(), ref=f"r-{one.key}")])
    assert sorted(state for _, state in states()) == ["opened", "opened", "sent"]


def test_what_comes_meanwhile_does_not_go_under_the_key_of_an_earlier_try(
    two: None, office: Office, post: Post
) -> None:
    post.email.answer = lambda _: Outcome(Verdict.UNKNOWN)
    post.round()
    tried = {message.key: message.text for message in post.email.got}
    assert len({each.due_at for each in deliveries() if each.bundle == deliveries()[0].bundle}) == 1
    post.email.answer = lambda _: Outcome(Verdict.ACCEPTED)
    notice = published(office, kind="news", title="合唱", body="合唱在周日。")
    start(office, notice, lane="digest", channels=["email"], audience={"building": "1栋"})
    at_once()
    post.round()
    again = post.email.got[len(tried) :]
    assert {message.key: message.text for message in again if message.key in tried} == tried
    assert [message.title for message in again if message.key not in tried] == ["合唱"]
