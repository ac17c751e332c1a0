"""The office's dashboard: whose it is, what is behind a figure. That they are true is tried with the sample office."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask

from tests.conftest import COMMUNITY, FOREIGN_DISTRICT, OTHER_COMMUNITY
from tests.desk_clerk import DeskClerk
from tests.events import Publisher
from tests.office import Office
from tests.training.conftest import SCOPES, ZHANG, certify, result
from tests.training.people import appointed, cadre


@pytest.fixture
def clerk(app: Flask, token: Callable[..., str], elections: Publisher) -> DeskClerk:
    return DeskClerk(app.test_client(), token, "clerk", SCOPES)


def test_a_red_flag_leads_to_the_rows_behind_it_and_to_their_file(clerk: DeskClerk, elections: Publisher) -> None:
    certify(elections, result([ZHANG]))
    flags = clerk.links(clerk.get("/desk/").partition('class="panels"')[0])
    page = unescape(clerk.get(flags["班子结构：居委会人数"]))
    assert "现有1人，应为5至9人。" in page
    assert "妇女成员" not in page
    assert clerk.get(clerk.links(page)["CSV"]).splitlines()[1:] == ["步埠社区,居委会人数,不符合,现有1人，应为5至9人。"]
    assert clerk.client.get(clerk.links(page)["XLSX"]).get_data()[:2] == b"PK"


def test_a_community_can_be_asked_for(clerk: DeskClerk, office: Office) -> None:
    appointed(office, cadre(office))
    appointed(office, cadre(office, area=OTHER_COMMUNITY, name="韦敏"))
    page = clerk.get(f"/desk/figures/compliance?area={COMMUNITY}")
    assert "覃小宁" in page
    assert "韦敏" not in page


@pytest.mark.parametrize("year", ["0000", "9999", "x"])
def test_a_year_that_is_none_is_this_one(clerk: DeskClerk, year: str) -> None:
    assert _panels(clerk.get(f"/desk/?year={year}")) == _panels(clerk.get("/desk/"))


def _panels(page: str) -> str:
    return page.partition('class="panels"')[2].partition("</main>")[0]


def test_what_is_not_there_or_not_ones_own_is_not_found(clerk: DeskClerk) -> None:
    for path in ("/desk/figures/nothing", "/desk/figures/nothing.csv", f"/desk/?area={FOREIGN_DISTRICT}"):
        clerk.get(path)
        assert clerk.answer.status_code == 404, path


def test_the_dashboard_is_for_who_may_read(app: Flask, token: Callable[..., str], elections: Publisher) -> None:
    stranger = DeskClerk(app.test_client(), token, "stranger", ("notices:read",))
    stranger.get("/desk/")
    assert stranger.answer.status_code == 403


def test_each_one_s_pay_is_for_who_may_read_it(clerk: DeskClerk) -> None:
    assert "报酬落实" not in clerk.get("/desk/")
    for path in ("/desk/figures/pay", "/desk/figures/pay.csv"):
        clerk.get(path)
        assert clerk.answer.status_code == 403, path
