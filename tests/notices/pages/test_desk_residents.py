"""Residents at the desk: a register uploaded, looked at and confirmed; a resident changed; somebody matched."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date
from urllib.parse import unquote

import pytest
from flask import Flask

from services.notices.domain.delivery.channels import Channel
from services.notices.providers.arranged import Arranged
from services.notices.workflows.carriers import carriers
from tests.conftest import COMMUNITY
from tests.desk_clerk import DeskClerk
from tests.notices.pages.test_joining import FILLED, PATH
from tests.notices.pages.test_residents import Carrying
from tests.notices.residents import resident, run_imports
from tests.office import Office

pytestmark = pytest.mark.usefixtures("publisher", "_providers")
AREA = f"/desk/areas/{COMMUNITY}"
_RIGHTS = ("notices:read", "notices:residents:read", "notices:residents:write")


@pytest.fixture
def _providers(app: Flask) -> Iterator[None]:
    before = list(carriers.by_name.values())
    carriers.arrange([Arranged(Carrying(Channel.SMS))])
    yield
    carriers.arrange(before)


@pytest.fixture
def clerk(app: Flask, token: Callable[..., str]) -> DeskClerk:
    return DeskClerk(app.test_client(), token, "keeper", _RIGHTS)


def test_a_register_is_uploaded_looked_at_and_confirmed(clerk: DeskClerk) -> None:
    content = "编号,姓名,居民类别\nB1,张三,低保\nB2,李四,\n".encode("gb18030")
    page = f"{AREA}/resident-imports"
    sent = clerk.do(page, "上传居民名册", file=(io.BytesIO(content), "名册.csv"))
    assert sent.status_code == 303, sent.get_data(as_text=True)
    run_imports()
    assert "待确认导入" in clerk.get(page)
    assert "待确认的居民名册" in clerk.get(AREA)
    assert clerk.do(page, "确认导入").status_code == 303
    run_imports()
    assert "已导入" in clerk.get(page)
    register = clerk.get(f"{AREA}/residents")
    assert "张三" in register
    assert "低保" in register
    assert "李四" not in clerk.get(f"{AREA}/residents?text=B1")


def test_no_address_tells_what_the_register_says_of_a_person(clerk: DeskClerk) -> None:
    told = {"birth_date": date(1950, 1, 2), "building": "红楼", "employer": "陶瓷厂", "kinds": ["low_income"]}
    resident(name="张三", **told)
    addresses = "\n".join(map(unquote, clerk.links(clerk.get(f"{AREA}/residents")).values()))
    assert [told for told in ("1950-01-02", "红楼", "陶瓷厂", "low_income") if told in addresses] == []


def test_what_the_register_need_not_say_is_emptied(clerk: DeskClerk) -> None:
    resident(name="张三", birth_date=date(1950, 1, 2), building="1栋", door="101")
    page = f"{AREA}/residents"
    assert clerk.do(page, "修改", birth_date="", door="").status_code == 303
    form = clerk.form(clerk.links(clerk.get(page))["修改"])
    assert (form["birth_date"], form["building"], form["door"]) == ("", "1栋", "")


def test_a_resident_is_changed_and_gets_a_contact_and_a_slip(clerk: DeskClerk) -> None:
    row = resident(name="张三", kinds=["women"], birth_date=date(1950, 1, 2), building="1栋")
    page = f"{AREA}/residents"
    assert clerk.do(page, "修改", building="5栋").status_code == 303
    form = clerk.links(clerk.get(page))["联系方式"]
    sent = {**clerk.form(form), "channel": "sms", "address": "13800138000", "consent": "true"}
    assert clerk.post(form, sent).status_code == 303
    shown = clerk.get(page)
    assert "5栋" in shown
    assert "+8613800138000" in shown
    assert "妇女" in shown
    slip = clerk.get(f"/desk/residents/{row.id}/own-page")
    assert row.key in slip
    assert "<svg" in slip
    assert clerk.answer.headers["Cache-Control"] == "no-store"


def test_a_change_begins_with_all_that_is_known(clerk: DeskClerk) -> None:
    """Kinds that the form did not show were lost when another was chosen."""
    resident(name="张三", kinds=["women", "low_income"])
    form = clerk.form(clerk.links(clerk.get(f"{AREA}/residents"))["修改"])
    assert form["kinds"].splitlines() == ["low_income", "women"]


def test_the_last_tick_can_be_taken_away(clerk: DeskClerk, office: Office) -> None:
    row = resident(name="张三", kinds=["low_income"], interests=["health"])
    assert clerk.do(f"{AREA}/residents", "修改", kinds="").status_code == 303
    changed = office.get(f"/residents/{row.id}", scopes=_RIGHTS).json
    assert (changed["kinds"], changed["interests"]) == ([], ["health"])


def test_who_moved_away_may_come_back(clerk: DeskClerk) -> None:
    resident(name="张三")
    assert clerk.do(f"{AREA}/residents", "迁出", on="2026-03-01").status_code == 303
    assert "张三" not in clerk.get(f"{AREA}/residents")
    assert "2026-03-01" in clerk.get(f"{AREA}/moved-away")
    assert clerk.do(f"{AREA}/moved-away", "迁回").status_code == 303
    assert "张三" in clerk.get(f"{AREA}/residents")


def test_who_asked_to_be_told_is_matched(clerk: DeskClerk) -> None:
    row = resident(name="张三", building="1栋")
    clerk.client.post(PATH, data=FILLED)
    page = f"{AREA}/join-requests"
    assert clerk.do(page, "对上名册", resident_id=str(row.id)).status_code == 303
    assert "张三" not in clerk.get(page)


def test_an_audience_is_tried_out(clerk: DeskClerk) -> None:
    for place in range(12):
        resident(kinds=["women"], building=f"{place % 2}栋")
    asked = {"0.meant.kind": "women", "0.meant.building": ["0栋", "1栋"], "0.meant.from": ""}
    page = clerk.post(f"{AREA}/audience", asked).text
    assert "12人" in page
    assert "居民类别为妇女，并且楼栋为0栋或1栋" in page
    assert "不足10人" in clerk.post(f"{AREA}/audience", {"0.meant.kind": "veteran"}).text
    assert 'role="alert"' in clerk.post(f"{AREA}/audience", {"0.meant.from": "200"}).text
