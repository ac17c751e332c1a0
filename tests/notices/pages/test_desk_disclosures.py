"""Disclosure at the desk: what is owed, traffic lights, complaints."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask

from services.notices.workflows.disclosures import open_disclosures
from shared.web.desk import parts
from tests.conftest import COMMUNITY
from tests.desk_clerk import DeskClerk
from tests.events import Publisher
from tests.notices.asking import CLERK, answered, asked
from tests.notices.conftest import SCOPES, published
from tests.notices.pages.test_disclosures import FORM, late
from tests.office import Office

DUTIES = f"/desk/areas/{COMMUNITY}/disclosures"
COMPLAINTS = f"/desk/areas/{COMMUNITY}/complaints"


@pytest.fixture(autouse=True)
def calendar(publisher: Publisher) -> None:
    open_disclosures()


@pytest.fixture
def officer(app: Flask, token: Callable[..., str]) -> DeskClerk:
    scopes = (*SCOPES, *CLERK, "notices:supervise", "notices:complaints:read")
    return DeskClerk(app.test_client(), token, "officer", scopes)


def test_an_occasion_is_recorded_and_disclosed_by_a_notice(officer: DeskClerk, office: Office) -> None:
    done = officer.do(DUTIES, "登记发生的事项", matter="donations_received", on="2026-11-20", what="轮椅20辆")
    assert done.status_code == 303, done.get_data(as_text=True)[-1500:]
    assert "轮椅20辆" in officer.get(DUTIES)
    notice = published(office, title="接受捐赠的公告")
    assert officer.do(DUTIES, "用公告公开", notice_id=notice["id"]).status_code == 303


def test_matters_are_called_by_their_english_names_at_an_english_desk(officer: DeskClerk) -> None:
    for page in (DUTIES, f"/desk/areas/{COMMUNITY}/disclosure-matters"):
        assert "Working funds" in officer.get(f"{page}?lang=en")
        assert "办公经费收支" in officer.get(f"{page}?lang=zh")
        assert "办公经费收支" not in officer.get(f"{page}?lang=en")


def test_what_is_late_is_urgent_on_the_first_page_and_red_in_the_overview(officer: DeskClerk) -> None:
    late(3)
    assert "逾期未公开的事项" in officer.get("/desk/")
    shown = officer.get("/desk/disclosures")
    assert "light-red" in shown
    assert "步埠社区" in shown
    assert officer.client.get("/desk/disclosures.csv").mimetype == "text/csv"


def test_a_complaint_is_decided_at_the_desk(officer: DeskClerk, office: Office) -> None:
    office.client.post(FORM, data={"kind": "untrue", "text": "收支数字对不上"})
    assert "收支数字对不上" in officer.get(COMPLAINTS)
    assert officer.do(COMPLAINTS, "开始核实").status_code == 303
    assert officer.do(COMPLAINTS, "公布处理决定", upheld="false", outcome="经核对无误").status_code == 303
    assert "不属实" in officer.get(COMPLAINTS)


@pytest.mark.parametrize("page", ["complaints", "resident-imports", "suggestions"])
def test_who_may_not_see_a_list_is_told_why_in_its_place(app: Flask, token: Callable[..., str], page: str) -> None:
    """It looked as if there was nothing."""
    observer = DeskClerk(app.test_client(), token, "observer", ("notices:read",))
    assert "您的权限不包括" in observer.get(f"/desk/areas/{COMMUNITY}/{page}")


def test_a_page_of_a_list_that_is_none_is_not_an_empty_list(officer: DeskClerk) -> None:
    page = officer.get(f"/desk/areas/{COMMUNITY}/notices?cursor=x")
    assert "翻页位置无效，请从第一页开始。" in page
    assert "还没有内容" not in page


def test_two_lists_on_a_page_are_turned_each_by_itself(
    officer: DeskClerk, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "_MOST", 2)
    for number in range(3):
        assert answered(office, asked(office, text=f"已答{number}")).status_code == 200
        asked(office, text=f"未答{number}")
    words = [f"{kind}{number}" for kind in ("未答", "已答") for number in range(3)]

    def seen(page: str) -> list[str]:
        return [each for each in words if each in page]

    first = officer.get(f"/desk/areas/{COMMUNITY}/suggestions")
    both = [unescape(found) for found in re.findall(r'href="([^"]+)">下一页', first)]
    assert len(both) == 2
    second = officer.get(both[0])
    assert set(seen(first)[:2]).isdisjoint(seen(second)[:1])
    assert seen(first)[2:] == seen(second)[1:]
    last = officer.get(officer.links(second)["下一页"])
    assert sorted(seen(first) + seen(last)) == sorted(words)


def test_a_local_rule_is_set_at_the_desk(officer: DeskClerk) -> None:
    page = f"/desk/areas/{COMMUNITY}/disclosure-matters"
    done = officer.do(
        page, "本地规定一个公开事项", matter="parking", since="2026-12-01", name="车位收益", name_en="Parking",
        item="other", every="month", days="5", display_days="15", basis="居民会议决定",
    )  # fmt: skip
    assert done.status_code == 303
    assert "低保" in officer.get(page)
