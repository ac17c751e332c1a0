"""Sending at the desk: started, followed, held, and sent again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from services.notices.domain.delivery.channels import Channel
from services.notices.providers.provider import Outcome, Verdict
from tests.conftest import COMMUNITY
from tests.desk_clerk import DeskClerk
from tests.events import Publisher
from tests.notices.conftest import SCOPES, published, step
from tests.notices.delivery.post import Post
from tests.notices.residents import resident
from tests.office import Office

PAGE = f"/desk/areas/{COMMUNITY}/campaigns"


@pytest.fixture
def clerk(app: Flask, token: Callable[..., str]) -> DeskClerk:
    return DeskClerk(app.test_client(), token, "sender", (*SCOPES, "notices:send", "notices:residents:read"))


def test_a_campaign_is_started_followed_live_held_and_what_failed_is_sent_again(
    clerk: DeskClerk, office: Office, post: Post, publisher: Publisher
) -> None:
    resident(contacts={Channel.SMS: "13800000001"})
    notice = published(office, kind="announcement", title="停水通知", body="停水。")
    assert clerk.do(PAGE, "把公告发送给居民", notice_id=notice["id"], channels="sms").status_code == 303
    live = clerk.links(clerk.get(PAGE))["停水通知"]
    assert clerk.client.get(live).headers["Refresh"] == "5"
    assert clerk.do(PAGE, "暂停").status_code == 303
    assert "已暂停" in clerk.get(live)
    assert clerk.do(PAGE, "继续").status_code == 303
    post.sms.answer = lambda _: Outcome(Verdict.REFUSED, reason="over quota")
    post.round()
    assert "over quota" in clerk.get(live)
    assert "Refresh" not in clerk.client.get(live).headers
    post.sms.answer = lambda _: Outcome(Verdict.ACCEPTED)
    assert clerk.do(live, "重新发送未送达的").status_code == 303
    post.round()
    assert "已发出" in clerk.get(live)


def test_a_campaign_whose_notice_came_down_says_so(
    clerk: DeskClerk, office: Office, post: Post, publisher: Publisher
) -> None:
    resident(contacts={Channel.SMS: "13800000001"})
    notice = published(office, kind="announcement", title="停水通知", body="停水。")
    clerk.do(PAGE, "把公告发送给居民", notice_id=notice["id"], channels="sms")
    step(office, notice, "take_down")
    post.round()
    live = clerk.get(clerk.links(clerk.get(PAGE))["停水通知"])
    assert "公告已撤下" in live
    assert "the notice was taken down" in clerk.client.get(
        clerk.links(clerk.get(PAGE))["停水通知"], headers={"Accept-Language": "en"}
    ).get_data(as_text=True)
