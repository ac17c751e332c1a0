"""Consultations, surveys and promises at the desk, by its forms alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from shared import clock
from tests.conftest import COMMUNITY
from tests.desk_clerk import DeskClerk
from tests.notices.conftest import SCOPES
from tests.notices.surveys import residents
from tests.office import Office

pytestmark = pytest.mark.usefixtures("publisher")

ALL = (*SCOPES, "notices:answer", "notices:residents:read")
DESK = f"/desk/areas/{COMMUNITY}"


@pytest.fixture
def clerk(app: Flask, token: Callable[..., str]) -> DeskClerk:
    return DeskClerk(app.test_client(), token, "author", ALL)


@pytest.fixture
def approver(app: Flask, token: Callable[..., str]) -> DeskClerk:
    return DeskClerk(app.test_client(), token, "approver", ALL)


def test_a_consultation_from_the_question_to_what_follows(clerk: DeskClerk, approver: DeskClerk) -> None:
    page, today = f"{DESK}/consultations", clock.today()
    last = str(today + timedelta(days=7))
    asked = {"form": "talk", "title": "停车怎么办", "body": "地面划线？", "who_is_asked": "全体居民"}
    assert clerk.do(page, "发起协商", **asked, opens_on=str(today), closes_on=last).status_code == 303
    one = clerk.links(clerk.get(page))["停车怎么办"]
    assert clerk.do(one, "修改", body="地面**划线**？").status_code == 303
    assert "地面<strong>划线</strong>？" in approver.get(one)
    approver.do(one, "审核")
    approver.do(one, "开始")
    address = clerk.links(clerk.get(one))["给居民看的页面"]
    clerk.post(address, {"kind": "proposal", "text": "东门外划线"})
    assert "待审看的意见" in clerk.get("/desk/")
    assert clerk.do_with(f"{DESK}/consultation-entries", "entry.show").status_code == 303
    assert clerk.do(f"{DESK}/consultation-entries", "答复", answer="下月划线").status_code == 303
    held = {"held_on": str(today), "venue": "活动室", "minutes": "同意划线。"}
    person = {"people__0__name": "物业", "people__0__capacity": "party", "people__0__came": "true"}
    assert clerk.do(page, "记录会议", **held, **person).status_code == 303
    approver.do(page, "截止")
    task = {"follow_ups__0__text": "划线", "follow_ups__0__promised_by": "物业", "follow_ups__0__due_on": last}
    assert clerk.do(page, "写协商结果", outcome="同意。", **task).status_code == 303
    assert clerk.do(one, "写协商结果", outcome="同意划线。").status_code == 303
    read = approver.get(one)
    assert all(words in read for words in ("同意划线。", "划线 <span", "物业"))
    assert "同意划线。" not in clerk.get(address).partition("<h2>会议")[0]
    assert approver.do(one, "公布结果").status_code == 303
    assert clerk.do(f"{DESK}/promises", "写明结果", kept="true", evidence="已划好").status_code == 303
    shown = clerk.get(address)
    for words in ("东门外划线", "下月划线", "同意划线", "已兑现", "已划好"):
        assert words in shown


def test_what_was_changed_after_the_approver_read_it_is_not_approved(
    clerk: DeskClerk, approver: DeskClerk, office: Office
) -> None:
    today = str(clock.today())
    asked = {"form": "talk", "title": "停车", "body": "划线？", "who_is_asked": "全体居民"}
    clerk.do(f"{DESK}/consultations", "发起协商", **asked, opens_on=today, closes_on=today)
    clerk.do(f"{DESK}/surveys", "从模板做问卷", template="household_interview.v1", title="入户访谈")
    for path in ("consultations", "surveys"):
        page = f"{DESK}/{path}"
        read = approver.links(approver.get(page))["审核"]
        (found,) = office.get(f"/{path}").json["items"]
        assert office.patch(f"/{path}/{found['id']}", {"title": "偷换"}, version=1, subject="author").status_code == 200
        assert approver.fill(read).status_code == 412, path
        assert approver.do(page, "审核").status_code == 303, path


def test_a_survey_from_the_template_to_the_sample(clerk: DeskClerk, approver: DeskClerk, office: Office) -> None:
    residents(12, kinds=["elderly"])
    page = f"{DESK}/surveys"
    assert clerk.do(page, "从模板做问卷", template="household_interview.v1", title="入户访谈").status_code == 303
    approver.do(page, "审核")
    approver.do(page, "开始")
    one = clerk.links(clerk.get(page))["入户访谈"]
    assert clerk.do(one, "增加访问员", name="李访").status_code == 303
    assert clerk.do(one, "抽取样本", strata__0__kind="elderly", strata__0__wanted="3").status_code == 303
    shown = clerk.get(one)
    for words in ("李访", "老年人", "要访问"):
        assert words in shown
    interviewer = clerk.links(shown)["打开"]
    assert clerk.get(interviewer).count("<option") == 4
    assert clerk.do(one, "结束任务").status_code == 303


def test_a_clerk_asks_own_questions(clerk: DeskClerk, approver: DeskClerk) -> None:
    page = f"{DESK}/surveys"
    assert (
        clerk.do(
            page, "自己出题做问卷", title="广场舞", audience="all", lines="* 几点结束好？ (八点 | 九点)"
        ).status_code
        == 303
    )
    one = clerk.links(clerk.get(page))["广场舞"]
    assert clerk.do(one, "修改", intro="夏天几点结束？", closes_on=str(clock.today())).status_code == 303
    read = approver.get(one)
    assert all(words in read for words in ("夏天几点结束？", "几点结束好", "八点；九点", "单选"))
    approver.do(one, "审核")
    approver.do(page, "开始")
    assert "几点结束好" in clerk.get(clerk.links(clerk.get(page))["打开"])


@pytest.mark.parametrize("section", ["consultations", "consultation-entries", "promises", "surveys", "who-takes-part"])
def test_a_section_opens_empty_in_either_language(clerk: DeskClerk, section: str) -> None:
    for language in ("zh", "en"):
        clerk.get(f"{DESK}/{section}?lang={language}")
        assert clerk.answer.status_code == 200
