"""Telling residents at the desk: by a liaison at work, aloud, by a plan of themes; the supervisory committee asks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from shared import clock
from shared.clock import CIVIL_ZONE
from tests.conftest import COMMUNITY
from tests.desk_clerk import DeskClerk
from tests.notices.conftest import SCOPES, published
from tests.notices.delivery.conftest import post as post  # noqa: PLC0414 - a fixture
from tests.office import Office

pytestmark = pytest.mark.usefixtures("publisher")

AREA = f"/desk/areas/{COMMUNITY}"
MORE = ("notices:send", "notices:residents:read", "notices:residents:write", "notices:inform", "notices:query")


@pytest.fixture
def clerk(app: Flask, token: Callable[..., str]) -> DeskClerk:
    return DeskClerk(app.test_client(), token, "clerk", (*SCOPES, *MORE))


@pytest.mark.usefixtures("post")
def test_an_employer_is_registered_and_its_liaison_asked_to_pass_a_notice_on(clerk: DeskClerk, office: Office) -> None:
    page, notice = f"{AREA}/employers", published(office, title="停水通知", kind="announcement")
    told = {"name": "机床厂", "liaison": "赵工", "contact": "13900000001"}
    assert clerk.do(page, "登记单位", **told, consent="true").status_code == 303
    assert clerk.do(page, "请联系人转告公告", notice_id=notice["id"]).status_code == 303
    assert "停水通知" in clerk.get(page)
    assert clerk.do(page, "更换联系人", liaison="钱工", consent="false").status_code == 303
    assert "钱工" in clerk.get(page)
    assert "请联系人转告公告" not in clerk.links(clerk.get(page))
    assert clerk.do(page, "删去单位").status_code == 303
    assert "机床厂" not in clerk.get(page)


def test_what_was_told_aloud_is_recorded_from_the_notices_page(clerk: DeskClerk, office: Office) -> None:
    notice = published(office, title="停水通知", kind="announcement")
    now = f"{clock.now().astimezone(CIVIL_ZONE):%Y-%m-%dT%H:%M}"
    told = {"way": "class", "place": "社区礼堂", "at": now, "listeners": "30"}
    assert clerk.do(f"/desk/notices/{notice['id']}", "登记播讲", **told).status_code == 303
    assert "社区礼堂" in clerk.get(f"{AREA}/informing")


def test_a_theme_is_planned_and_a_notice_counted_for_it(clerk: DeskClerk, office: Office) -> None:
    page, notice = f"{AREA}/themes", published(office, title="议事会", kind="news")
    told = {"month": "2026-12-01", "subject": "owners", "title": "议事会怎么开", "responsible": "王芳", "wanted": "2"}
    assert clerk.do(page, "安排主题", **told).status_code == 303
    assert clerk.do(page, "记一条公告", notice_id=notice["id"]).status_code == 303
    assert office.get("/themes").json["items"][0]["published"] == 1
    assert clerk.do(page, "取消主题").status_code == 303


def test_the_supervisory_committee_puts_a_query(clerk: DeskClerk) -> None:
    assert clerk.do(f"{AREA}/queries", "提出查询", text="合同为什么没有公布？").status_code == 303
    assert "合同为什么没有公布？" in clerk.get(f"{AREA}/queries")


def test_whose_business_a_notice_is_can_be_said_when_it_is_written(clerk: DeskClerk, office: Office) -> None:
    told = {"kind": "announcement", "business": "self_government", "title": "楼道清扫", "body": "周六。"}
    assert clerk.do(f"{AREA}/notices", "写公告", **told).status_code == 303
    assert office.get("/notices").json["items"][0]["business"] == "self_government"
    assert "自治事项比例" in clerk.get(f"{AREA}/figures")


def test_the_places_own_rules_are_registered_and_repealed(clerk: DeskClerk) -> None:
    page = f"{AREA}/local-rules"
    told = {"title": "议事规则", "adopted_by": "居民会议", "adopted_on": "2026-03-01", "body": "十人联名。"}
    assert clerk.do(page, "登记规则", **told).status_code == 303
    assert "议事规则" in clerk.get(page)
    assert clerk.do(page, "废止", on="2026-04-01").status_code == 303
    assert "废止" not in clerk.links(clerk.get(page))
