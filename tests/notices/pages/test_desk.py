"""The desk of notices: what is due, a community's tasks, and the page of each task."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.conftest import COMMUNITY, FOREIGN_DISTRICT
from tests.desk_clerk import DeskClerk
from tests.notices.conftest import SCOPES, draft
from tests.office import Office

pytestmark = pytest.mark.usefixtures("publisher")

PAGE = f"/desk/areas/{COMMUNITY}/notices"


@pytest.fixture
def clerk(app: Flask, token: Callable[..., str]) -> DeskClerk:
    return DeskClerk(app.test_client(), token, "author", SCOPES)


@pytest.fixture
def approver(app: Flask, token: Callable[..., str]) -> DeskClerk:
    return DeskClerk(app.test_client(), token, "approver", SCOPES)


def test_a_notice_is_written_approved_and_published_at_the_desk(clerk: DeskClerk, approver: DeskClerk) -> None:
    clerk.do(PAGE, "写公告", kind="announcement", title="停水通知", body="明天上午停水。")
    approver.do(PAGE, "审核")
    published = approver.do(PAGE, "公布")
    assert published.status_code == 303
    assert "已公布" in clerk.get(PAGE)
    assert "停水通知" in clerk.get(f"/boards/{COMMUNITY}")


def test_the_first_page_tells_what_waits_for_an_approver(clerk: DeskClerk, office: Office) -> None:
    assert "待审核的公告" not in clerk.get("/desk/")
    draft(office)
    assert "待审核的公告" in clerk.get("/desk/")
    assert clerk.links(clerk.get("/desk/"))["待审核的公告 1"] == PAGE
    assert clerk.links(clerk.get(f"/desk/areas/{COMMUNITY}"))["待审核的公告"] == PAGE


def test_an_area_out_of_reach_is_not_there(clerk: DeskClerk) -> None:
    clerk.get(f"/desk/areas/{FOREIGN_DISTRICT}")
    assert clerk.answer.status_code == 404


def test_an_unknown_task_is_not_there(clerk: DeskClerk) -> None:
    clerk.get(f"/desk/areas/{COMMUNITY}/nothing")
    assert clerk.answer.status_code == 404
