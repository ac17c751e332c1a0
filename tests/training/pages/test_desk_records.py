"""The office's records at the desk: each subject is worked on by forms alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from services.training.pages.desk.work.subjects import SECTIONS
from shared import clock
from tests.conftest import COMMUNITY
from tests.desk_clerk import DeskClerk
from tests.events import Publisher
from tests.training.conftest import SCOPES

pytestmark = pytest.mark.usefixtures("elections")

ROSTER = "区划代码,姓名,性别,出生日期,职务,任职日期\n"
GRIEVANCES = ("training:read", "training:grievances:file", "training:grievances:read", "training:grievances:handle")


@pytest.fixture
def clerk(app: Flask, token: Callable[..., str]) -> DeskClerk:
    return DeskClerk(app.test_client(), token, "clerk", (*SCOPES, "training:decide"))


@pytest.fixture
def decider(app: Flask, token: Callable[..., str]) -> DeskClerk:
    return DeskClerk(app.test_client(), token, "decider", (*SCOPES, "training:decide"))


@pytest.fixture
def handler(app: Flask, token: Callable[..., str]) -> DeskClerk:
    return DeskClerk(app.test_client(), token, "handler", GRIEVANCES)


@pytest.mark.parametrize("code", [section.code for section in SECTIONS])
def test_every_subject_has_a_page_that_the_dashboard_leads_to(clerk: DeskClerk, code: str) -> None:
    assert f"/desk/records/{code}" in clerk.get("/desk/")
    clerk.get(f"/desk/records/{code}")
    assert clerk.answer.status_code == 200


def test_a_roster_is_uploaded_and_shown(clerk: DeskClerk) -> None:
    line = f"{COMMUNITY},何秋月,女,1990-03-08,社区工作者,2026-01-01\n"
    refused = clerk.do("/desk/records/roster", "上传花名册", file=(ROSTER + line.replace("女", "人")).encode())
    assert refused.status_code == 422
    assert "何秋月" not in clerk.get("/desk/records/roster")
    done = clerk.do("/desk/records/roster", "上传花名册", file=(ROSTER + line).encode())
    assert done.status_code == 303, done.get_data(as_text=True)
    assert "何秋月" in clerk.get("/desk/records/roster")


def test_a_template_is_there_to_be_filled_in(clerk: DeskClerk) -> None:
    answer = clerk.client.get(clerk.links(clerk.get("/desk/records/roster"))["下载模板（XLSX）"])
    assert answer.status_code == 200
    assert answer.content_type.endswith("spreadsheetml.sheet")


def test_a_session_is_held_from_its_room_to_its_register(clerk: DeskClerk) -> None:
    clerk.do(
        "/desk/records/roster", "登记一名干部", area=COMMUNITY, name="何秋月", sex="female", birth_date="1990-03-08"
    )
    clerk.do("/desk/records/rooms", "增加教室", name="一号教室", venue="党校二楼", capacity="30")
    day = (clock.today() + timedelta(days=7)).isoformat()
    clerk.do(
        "/desk/records/sessions", "安排培训", title="公文写作", kind="course", starts_at=f"{day}T09:00",
        ends_at=f"{day}T11:00", venue="党校二楼", capacity="1", teacher="李老师",
    )  # fmt: skip
    page = clerk.links(clerk.get("/desk/records/sessions"))["公文写作"]
    form = clerk.get(clerk.links(clerk.get(page))["给一个名额"])
    (cadre,) = [part.partition('"')[0] for part in form.split('<option value="')[1:] if "何秋月" in part]
    assert clerk.do(page, "给一个名额", cadre_id=cadre).status_code == 303
    assert "何秋月" in clerk.get(page)
    longer = clerk.do(page, "修改班次", capacity="2")
    assert longer.status_code == 303, longer.get_data(as_text=True)
    assert clerk.do(page, "请假退出", reason="生病").status_code == 303
    assert "何秋月" not in clerk.get(page)


def test_capacity_0_is_refused_beside_its_input(clerk: DeskClerk) -> None:
    refused = clerk.do("/desk/records/rooms", "增加教室", name="一号教室", venue="党校", capacity="0")
    assert refused.status_code == 422
    assert "一号教室" not in clerk.get("/desk/records/rooms")


def test_an_audit_goes_from_its_plan_to_its_publication(clerk: DeskClerk, decider: DeskClerk) -> None:
    today = clock.today()
    page = "/desk/records/audits"
    clerk.do(page, "安排年度审计", area=COMMUNITY, year=str(today.year), due_on=str(today + timedelta(days=60)))
    clerk.do(page, "开始审计", auditor="区审计局")
    clerk.do(page, "提交报告", reported_on=str(today), conclusion="账目清楚。")
    assert clerk.do(page, "公布结果").status_code == 409  # a second person does it
    assert decider.do(page, "公布结果").status_code == 303
    assert "已公布" in clerk.get(page)


def test_a_reserve_is_nominated_and_advances(clerk: DeskClerk) -> None:
    page = "/desk/records/reserves"
    person = {"name": "覃勇", "sex": "male", "birth_date": "1995-05-05", "post": "director"}
    assert clerk.do(page, "提名后备人选", **person, evidence="群众推荐").status_code == 303
    assert clerk.do(page, "推进到下一阶段", stage="assessed", evidence="考察合格").status_code == 303
    assert "覃勇" in clerk.get(page)


def test_a_grievance_is_filed_answered_and_followed_by_its_receipt(handler: DeskClerk) -> None:
    page = "/desk/records/grievances"
    filed = handler.do(page, "提出申诉", area=COMMUNITY, kind="pay", text="补贴三个月没有发。")
    receipt = filed.headers["Location"]
    assert "待受理" in handler.get(receipt)
    handler.do(page, "受理或不予受理", accept="true", note="已转财务。")
    handler.do(page, "答复", answer="本月补发。")
    assert "本月补发。" in handler.get(receipt)


def test_a_receipt_that_was_never_given_shows_nothing(handler: DeskClerk) -> None:
    handler.get(f"/grievances/{'x' * 32}")
    assert handler.answer.status_code == 404


def test_who_files_grievances_does_not_see_those_of_others(
    app: Flask, token: Callable[..., str], handler: DeskClerk, elections: Publisher
) -> None:
    handler.do("/desk/records/grievances", "提出申诉", area=COMMUNITY, kind="pay", text="补贴三个月没有发。")
    cadre = DeskClerk(app.test_client(), token, "cadre", ("training:read", "training:grievances:file"))
    assert "补贴三个月没有发。" not in cadre.get("/desk/records/grievances")
