"""Sending at the desk: to whom, started, followed, held, and sent again."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from services.notices.domain.delivery.channels import Channel
from services.notices.providers.provider import Outcome, Verdict
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT
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
    form = clerk.links(clerk.get(PAGE))["把公告发送给居民"]
    begun = {**clerk.form(form), "notice_id": notice["id"], "channels": "sms"}
    assert clerk.post(form, {**begun, "step": "send"}).status_code == 303
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
    page = clerk.get(clerk.links(clerk.get(live))["重新发送未送达的"])
    assert "发送失败" in page
    assert "已查看" not in page, "what was reached is not sent again"
    assert clerk.do(live, "重新发送未送达的").status_code == 303
    post.round()
    assert "已发出" in clerk.get(live)


def test_an_observer_at_the_desk_sees_nothing_of_a_few(
    app: Flask, token: Callable[..., str], clerk: DeskClerk, office: Office, post: Post, publisher: Publisher
) -> None:
    for number in range(4):
        resident(contacts={Channel.SMS: f"1380000000{number}"})
    notice = published(office, kind="announcement", title="停水通知", body="停水。")
    office.post("/campaigns", {"notice_id": notice["id"], "channels": ["sms"]})
    post.round()
    observer = DeskClerk(app.test_client(), token, "observer", ("notices:read",))
    live = observer.links(observer.get(PAGE))["停水通知"]
    exact, seen = clerk.get(live), observer.get(live)
    assert "已发出" in exact
    assert "已发出" not in seen
    assert "没有居民名册权限的，看到的数字舍去个位，不足10的不显示。" in seen
    coverage = observer.get(observer.links(seen)["告知情况"])
    assert "不足10人" in coverage
    assert "0% · 0/4" not in coverage


SEND = f"/desk/areas/{COMMUNITY}/send"


@pytest.mark.usefixtures("publisher", "post")
def test_every_channel_that_is_ticked_has_its_turn(clerk: DeskClerk, office: Office) -> None:
    """Ticks have the order of the page: the inbox, which cannot fail, stands last."""
    resident(contacts={Channel.SMS: "13800000001"})
    notice = published(office, kind="announcement", title="停水通知", body="停水。")
    page = clerk.get(SEND)
    ticks = re.findall(r'type="checkbox" name="channels" value="([a-z]+)"', page)
    assert ticks[-2:] == ["door", "inbox"]
    form = {"notice_id": notice["id"], "channels": ticks, "step": "send"}
    assert clerk.post(SEND, form).status_code == 303
    assert office.get("/campaigns").json["items"][0]["channels"] == ticks
    refused = clerk.post(SEND, {**form, "channels": ["inbox", "sms"]})
    assert refused.status_code == 422
    assert "请把“个人网页”放在最后" in refused.get_data(as_text=True)


def _sent(clerk: DeskClerk, step: str, **typed: object) -> str:
    clerk.answer = clerk.post(SEND, {"channels": ["sms"], **typed, "step": step})
    return clerk.answer.get_data(as_text=True)


def test_the_audience_is_ticked_looked_at_in_words_and_figures_and_told_on_the_campaign_s_page(
    clerk: DeskClerk, office: Office, post: Post, publisher: Publisher
) -> None:
    for place in range(40):
        kinds = ["elderly"] if place < 30 else ["women"]
        resident(kinds=kinds, building=f"{place % 2}栋", contacts={Channel.SMS: f"138000000{place:02}"})
    notice = published(office, kind="announcement", title="体检通知", body="体检。")
    asked = {"notice_id": notice["id"], "0.meant.kind": ["elderly"], "0.left_out.building": ["0栋"]}
    form = clerk.get(clerk.links(clerk.get(f"/desk/notices/{notice['id']}"))["发送给居民"])
    assert f'value="{notice["id"]}" selected' in form
    assert 'value="1栋"' in form
    look = _sent(clerk, "look", **asked)
    assert "居民类别为老年人，并且不包括（楼栋为0栋）" in look
    assert "15人" in look
    assert _sent(clerk, "change", **asked).count(" checked") == 3  # a kind, a building, a channel
    _sent(clerk, "send", **asked)
    live = clerk.get(clerk.answer.headers["Location"])
    assert "居民类别为老年人，并且不包括（楼栋为0栋）" in live
    assert office.get("/campaigns").json["items"][0]["audience_size"] == 15


def test_parts_are_added_to_each_other(clerk: DeskClerk, office: Office, post: Post, publisher: Publisher) -> None:
    asked = {"0.meant.kind": ["elderly", "living_alone"], "0.meant.kind_all": "true"}
    more = _sent(clerk, "more", **asked)
    assert "1.meant.kind" in more
    notice = published(office, kind="announcement", title="体检通知", body="体检。")
    look = _sent(clerk, "look", notice_id=notice["id"], **asked, **{"1.meant.from": "80"})
    assert "（居民类别为老年人，并且居民类别为独居）；或者年满80岁" in look
    assert "也可能一位也没有" in look


def test_an_audience_of_nobody_is_refused_and_what_was_typed_stays(
    clerk: DeskClerk, office: Office, post: Post, publisher: Publisher
) -> None:
    notice = published(office, kind="announcement", title="体检通知", body="体检。")
    assert "名册里没有“9栋”" in _sent(clerk, "look", **{"notice_id": notice["id"], "0.meant.building": ["9栋"]})
    page = _sent(clerk, "send", **{"notice_id": notice["id"], "0.meant.building": ["9栋"]})
    assert clerk.answer.status_code == 409
    assert "没有居民符合发送对象的条件" in page
    assert "9栋" in page
    assert office.get("/campaigns").json["items"] == []


def test_what_is_missing_or_wrong_is_told_before_the_last_look(clerk: DeskClerk, publisher: Publisher) -> None:
    page = _sent(clerk, "look", **{"channels": [], "0.meant.from": "很老"})
    assert page.count("必填项没有填写。") == 4  # two fields, above and beside
    page = _sent(clerk, "look", **{"notice_id": "x", "0.meant.from": "很老"})
    assert (clerk.answer.status_code, "年龄应是0到130的整数。" in page) == (422, True)


def test_sending_needs_the_right_and_an_area_within_reach(
    app: Flask, token: Callable[..., str], clerk: DeskClerk, publisher: Publisher
) -> None:
    reader = DeskClerk(app.test_client(), token, "reader", ("notices:read",))
    reader.get(SEND)
    assert reader.answer.status_code == 403
    assert "把公告发送给居民" not in reader.get(PAGE)
    clerk.get(f"/desk/areas/{FOREIGN_DISTRICT}/send")
    assert clerk.answer.status_code == 404


def test_a_campaign_whose_notice_came_down_says_so(
    clerk: DeskClerk, office: Office, post: Post, publisher: Publisher
) -> None:
    resident(contacts={Channel.SMS: "13800000001"})
    notice = published(office, kind="announcement", title="停水通知", body="停水。")
    _sent(clerk, "send", notice_id=notice["id"])
    step(office, notice, "take_down")
    post.round()
    live = clerk.get(clerk.links(clerk.get(PAGE))["停水通知"])
    assert "公告已撤下" in live
    assert "the notice was taken down" in clerk.client.get(
        clerk.links(clerk.get(PAGE))["停水通知"], headers={"Accept-Language": "en"}
    ).get_data(as_text=True)


def test_the_last_look_says_from_when_residents_are_told(
    clerk: DeskClerk, office: Office, post: Post, publisher: Publisher
) -> None:
    for place in range(30):
        resident(contacts={Channel.SMS: f"138000001{place:02}"}, best_time=("any", "evening", "weekend")[place % 3])
    asked = {
        "notice_id": published(office, kind="announcement", title="停水通知", body="停水。")["id"],
        "channels": ["sms"],
    }
    assert "晚上方便的居民（10人）：" in _sent(clerk, "look", **asked)
    assert "方便的居民" not in _sent(clerk, "look", **asked, deadline="2099-01-01T09:00")


@pytest.mark.parametrize(
    ("language", "start", "deadline"),
    [("zh", "2099年1月1日 09:00", "2099年1月2日 18:30"), ("en", "1 January 2099 09:00", "2 January 2099 18:30")],
    ids=["zh", "en"],
)
def test_the_last_look_tells_the_times_that_were_typed_as_they_are_here(
    clerk: DeskClerk, office: Office, post: Post, publisher: Publisher, language: str, start: str, deadline: str
) -> None:
    notice = published(office, kind="announcement", title="停水通知", body="停水。")
    times = {"not_before": "2099-01-01T09:00", "deadline": "2099-01-02T18:30"}
    form = {"notice_id": notice["id"], "channels": "sms", "step": "look", **times}
    look = clerk.post(SEND, form, **{"Accept-Language": language}).get_data(as_text=True)
    assert f"<dd>{start}</dd>" in look
    assert f"<dd>{deadline}</dd>" in look
    assert clerk.inputs(look)["deadline"] == "2099-01-02T18:30", "what is sent stays what was typed"


def test_a_start_that_is_no_time_stays_as_it_was_typed(
    clerk: DeskClerk, office: Office, post: Post, publisher: Publisher
) -> None:
    notice = published(office, kind="announcement", title="停水通知", body="停水。")
    assert "<dd>明天早上</dd>" in _sent(clerk, "look", notice_id=notice["id"], not_before="明天早上")
    assert _sent(clerk, "send", notice_id=notice["id"], not_before="明天早上").count("明天早上") >= 1
    assert clerk.answer.status_code == 422
