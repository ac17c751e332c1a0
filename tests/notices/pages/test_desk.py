"""The desk of notices: what is due, a community's tasks, and the page of each task."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from services.notices.store.database import reading
from shared.database.tables import audit_trail
from tests.access import every_scope
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT
from tests.desk_clerk import DeskClerk, assert_no_form_fails_for_what_its_address_names
from tests.notices.conftest import SCOPES, draft
from tests.notices.files import PDF
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


def test_an_emergency_is_published_at_once_and_waits_for_a_second_person(clerk: DeskClerk, approver: DeskClerk) -> None:
    clerk.do(PAGE, "写公告", kind="emergency", title="台风预警", body="请勿外出。")
    assert clerk.do(PAGE, "马上公布（紧急）").status_code == 303
    assert "已公布、尚未审核的紧急通知" in approver.get("/desk/")
    assert approver.do(PAGE, "审核").status_code == 303
    assert "已公布、尚未审核的紧急通知" not in approver.get("/desk/")


def test_when_a_notice_goes_up_is_planned_at_the_desk_and_shown_there(clerk: DeskClerk) -> None:
    clerk.do(PAGE, "写公告", kind="news", title="新闻", body="文", publish_at="2099-01-31T09:00")
    assert "2099年1月31日 09:00" in clerk.get(PAGE)
    form = clerk.get(clerk.links(clerk.get(PAGE))["预定公布和撤下的时间"])
    assert 'value="2099-01-31T09:00"' in form


def test_a_notice_is_made_of_a_template_and_changed_by_filling_it_in_again(clerk: DeskClerk) -> None:
    told = {
        "meeting": "居民会议",
        "held_at": "2099-12-20T09:00",
        "place": "礼堂",
        "agenda": "收支",
        "attending": "居民",
    }
    sent = clerk.do(PAGE, "会议通知", **{f"fields__{code}": value for code, value in told.items()})
    assert sent.status_code == 422
    assert "必须填写“联系电话”" in sent.text
    told["contact"] = "3820011"
    clerk.do(PAGE, "会议通知", **{f"fields__{code}": value for code, value in told.items()})
    changing = clerk.links(clerk.get(PAGE))["修改"]
    assert "礼堂" in clerk.get(changing)
    assert clerk.do(PAGE, "修改", fields__place="文化站", fields__agenda="收支").status_code == 303
    assert "文化站" in clerk.get(clerk.links(clerk.get(PAGE))["关于召开居民会议的通知"])


def test_what_is_typed_is_looked_at_before_it_is_saved(clerk: DeskClerk, office: Office) -> None:
    writing = clerk.links(clerk.get(PAGE))["写公告"]
    typed = {**clerk.form(writing), "kind": "news", "title": "新闻", "body": "收入**1200**元。"}
    shown = clerk.post(writing, {**typed, "look": "true"})
    assert shown.status_code == 200
    assert "收入<strong>1200</strong>元。" in shown.text
    assert "收入**1200**元。</textarea>" in shown.text
    assert office.get("/notices").json["items"] == []
    assert "必填项没有填写。" in clerk.post(writing, {**typed, "body": "", "look": "true"}).text
    assert clerk.post(writing, typed).status_code == 303
    editing = clerk.links(clerk.get(PAGE))["修改"]
    looked = clerk.post(editing, {**clerk.form(editing), "body": "收入1300元。", "look": "true"}).text
    assert "<p>收入1300元。</p>" in looked
    assert office.get("/notices").json["items"][0]["version"] == 1


def test_a_long_text_is_changed_and_what_may_be_empty_is_emptied(clerk: DeskClerk, office: Office) -> None:
    told = {"title": "新闻", "body": "社区" * 4_000, "title_en": "News", "body_en": "long " * 1_000}
    clerk.do(PAGE, "写公告", kind="news", publish_at="2099-01-31T09:00", **told)
    assert clerk.do(PAGE, "修改", body=told["body"] + "\r\n完", title_en="", body_en="").status_code == 303
    (found,) = office.get("/notices").json["items"]
    assert (found["title"], found["body"]) == ("新闻", told["body"] + "\n完")
    assert (found["title_en"], found["body_en"]) == (None, None)
    assert found["publish_at"] == "2099-01-31T01:00:00+00:00"


def test_only_what_was_typed_otherwise_is_changed(clerk: DeskClerk) -> None:
    """A day that came along unchanged made an election forget the plan of its timetable."""
    clerk.do(PAGE, "写公告", kind="news", title="新闻", body="两行\r\n文字", publish_at="2099-01-31T09:00")
    assert clerk.do(PAGE, "修改", title="要闻").status_code == 303
    with reading() as session:
        (changes,) = session.scalars(select(audit_trail.c.after_hash).where(audit_trail.c.action == "edit_notice"))
    assert changes == hashlib.sha256('{"title": "要闻"}'.encode()).hexdigest()


def test_a_form_holds_what_is_there_when_it_is_opened(clerk: DeskClerk, approver: DeskClerk, office: Office) -> None:
    made = draft(office)
    opened = clerk.links(clerk.get(PAGE))["修改"]
    approver.do(PAGE, "修改", title="后来的标题")
    form = clerk.form(opened)
    assert (form["title"], form["version"]) == ("后来的标题", "2")
    approver.do(PAGE, "修改", title="更后来的标题")
    assert clerk.post(opened, {**form, "title": "我的标题"}).status_code == 412
    assert office.get(f"/notices/{made['id']}").json["title"] == "更后来的标题"


def test_a_filled_in_template_is_looked_at_before_it_is_saved(clerk: DeskClerk) -> None:
    writing = clerk.links(clerk.get(PAGE))["会议通知"]
    values = {
        "meeting": "居民会议",
        "held_at": "2099-12-20T09:00",
        "place": "礼堂",
        "agenda": "收支",
        "attending": "居民",
    }
    told = {f"fields.{code}": value for code, value in {**values, "contact": "3820011"}.items()}
    typed = {**clerk.form(writing), **told}
    assert "关于召开居民会议的通知</h2>" in clerk.post(writing, {**typed, "look": "true"}).text
    assert clerk.post(writing, typed).status_code == 303
    changing = clerk.links(clerk.get(PAGE))["修改"]
    assert (
        "文化站"
        in clerk.post(changing, {**clerk.form(changing), **told, "fields.place": "文化站", "look": "true"}).text
    )


def test_files_are_added_and_an_amendment_is_proposed_and_approved(clerk: DeskClerk, approver: DeskClerk) -> None:
    clerk.do(PAGE, "写公告", kind="news", title="新闻", body="收入1200元。")
    address = clerk.links(clerk.get(PAGE))["添加附件"]
    data = {**clerk.form(address), "file": (io.BytesIO(PDF), "表.pdf")}
    assert clerk.post(address, data).status_code == 303
    approver.do(PAGE, "审核")
    approver.do(PAGE, "公布")
    page = approver.links(approver.get(PAGE))["新闻"]
    assert "表.pdf" in approver.get(page)
    assert approver.client.get(f"{page}/poster.pdf").data.startswith(b"%PDF")
    assert clerk.do(page, "提出更正", reason="抄错", body="收入1300元。").status_code == 303
    assert "待审核的更正" in approver.get("/desk/")
    assert "<ins>" in approver.get(page)
    seen = approver.links(approver.get(page))["审核更正"]
    data = {**clerk.form(clerk.links(clerk.get(page))["添加附件"]), "file": (io.BytesIO(PDF + b"%"), "新表.pdf")}
    assert clerk.post(clerk.links(clerk.get(page))["添加附件"], data).status_code == 303
    assert approver.fill(seen).status_code == 412
    assert approver.do(page, "审核更正").status_code == 303
    assert "1300" in clerk.get(page)
    assert "抄错" in clerk.get(f"/desk/areas/{COMMUNITY}/amendments")


def test_another_district_s_notice_has_no_page_here(app: Flask, token: Callable[..., str], office: Office) -> None:
    made = draft(office)
    abroad = app.test_client()
    bearer = {"Authorization": f"Bearer {token(*SCOPES, area=FOREIGN_DISTRICT)}"}
    for path in ("", "/poster.pdf"):
        assert abroad.get(f"/desk/notices/{made['id']}{path}", headers=bearer).status_code == 404


def test_an_area_out_of_reach_is_not_there(clerk: DeskClerk) -> None:
    clerk.get(f"/desk/areas/{FOREIGN_DISTRICT}")
    assert clerk.answer.status_code == 404


def test_an_unknown_task_is_not_there(clerk: DeskClerk) -> None:
    clerk.get(f"/desk/areas/{COMMUNITY}/nothing")
    assert clerk.answer.status_code == 404


def test_no_form_fails_for_what_its_address_names(app: Flask, token: Callable[..., str]) -> None:
    assert_no_form_fails_for_what_its_address_names(
        app, DeskClerk(app.test_client(), token, "all", every_scope("notices"))
    )
