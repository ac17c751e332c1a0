"""Suggestions, activities and good deeds at the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from shared import clock
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT
from tests.desk_clerk import DeskClerk
from tests.notices.activities import STAFF, planned, signed_up
from tests.notices.asking import asked
from tests.office import Office

pytestmark = pytest.mark.usefixtures("publisher")

AREA = f"/desk/areas/{COMMUNITY}"


@pytest.fixture
def clerk(app: Flask, token: Callable[..., str]) -> DeskClerk:
    return DeskClerk(app.test_client(), token, "worker", STAFF)


def test_a_suggestion_is_looked_through_and_answered_at_the_desk(clerk: DeskClerk, office: Office) -> None:
    found = asked(office, text="路灯坏了，电话13800138000")
    assert "待审核的来信" in clerk.get("/desk/")
    page = f"{AREA}/suggestions"
    assert "答复" not in clerk.links(clerk.get(page)), "not before it was looked through"
    form = clerk.get(clerk.links(clerk.get(page))["公开"])
    assert "〔手机号〕" in form
    assert clerk.do(page, "公开", title="路灯", text="路灯坏了").status_code == 303
    assert clerk.do(page, "答复", answer="明天修。").status_code == 303
    assert "明天修" in clerk.get(f"/suggestions/{found['id']}")
    assert "明天修" in clerk.get(f"/desk/suggestions/{found['id']}")


def test_a_clerk_names_who_answers_and_puts_up_a_mailbox(clerk: DeskClerk) -> None:
    assert clerk.do(f"{AREA}/answerers", "指定由谁答复", topic="property", name="老张").status_code == 303
    assert "老张" in clerk.get(f"{AREA}/answerers")
    assert clerk.do(f"{AREA}/mailboxes", "增加信箱", place="3号楼").status_code == 303
    assert "/sheet" in clerk.get(f"{AREA}/mailboxes")
    assert clerk.do(f"{AREA}/suggestions", "录入纸质来信", kind="question", topic="other", text="问").status_code == 303


def test_an_activity_is_planned_and_its_list_kept_at_the_desk(clerk: DeskClerk, office: Office) -> None:
    start = clock.now().astimezone(clock.CIVIL_ZONE) + timedelta(days=3)
    times = {"starts_at": f"{start:%Y-%m-%dT%H:%M}", "ends_at": f"{start + timedelta(hours=1):%Y-%m-%dT%H:%M}"}
    texts = {"title": "春游", "body": "去公园。", "venue": "公园", "theme": "春游"}

    assert clerk.do(f"{AREA}/activities", "安排活动", **texts, **times).status_code == 303
    assert "春游" in clerk.get(f"{AREA}/activities")
    activity = planned(office)
    signed_up(office, activity, "王芳")
    page = f"/desk/activities/{activity['id']}"
    assert "王芳" in clerk.get(page)
    assert "/activities/hall/" in clerk.get(page)
    assert clerk.do(page, "代为报名", name="李秀英").status_code == 303
    assert "李秀英" in clerk.get(page)


def test_a_good_deed_is_checked_agreed_to_and_handed_over_at_the_desk(clerk: DeskClerk) -> None:
    page = f"{AREA}/good-deeds"
    assert clerk.do(page, "登记好人好事", person="李秀英", told="扶人过马路").status_code == 303
    assert "待核实的好人好事" in clerk.get("/desk/")
    story = {"title": "李秀英", "body": "扶人。", "named": "true"}
    assert clerk.do(page, "核实并写成故事", **story).status_code == 303
    assert clerk.do(page, "记录本人意见", given="true", by="in_person").status_code == 303
    assert clerk.do(page, "交付公布").status_code == 303
    assert "李秀英" in clerk.get(f"{AREA}/notices")


def test_another_district_s_clerk_finds_none_of_it(app: Flask, token: Callable[..., str], office: Office) -> None:
    found, activity = asked(office), planned(office)

    def foreign(*scopes: str, **who: str) -> str:
        return token(*scopes, **(who | {"area": FOREIGN_DISTRICT}))

    stranger = DeskClerk(app.test_client(), foreign, "stranger", STAFF)
    for path in (f"/desk/suggestions/{found['id']}", f"/desk/activities/{activity['id']}"):
        assert stranger.client.get(path).status_code == 404
