"""The community's own paper at the desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from shared import clock
from tests.conftest import COMMUNITY
from tests.desk_clerk import DeskClerk
from tests.notices.conftest import SCOPES, published
from tests.office import Office

pytestmark = pytest.mark.usefixtures("publisher")

PAGE = f"/desk/areas/{COMMUNITY}/periodicals"


@pytest.fixture
def clerk(app: Flask, token: Callable[..., str]) -> DeskClerk:
    return DeskClerk(app.test_client(), token, "editor", SCOPES)


@pytest.fixture
def approver(app: Flask, token: Callable[..., str]) -> DeskClerk:
    return DeskClerk(app.test_client(), token, "approver", SCOPES)


def test_an_issue_is_put_together_looked_at_and_published_at_the_desk(
    clerk: DeskClerk, approver: DeskClerk, office: Office
) -> None:
    kept = published(office, kind="news", title="扶手装好了")
    published(office, kind="news", title="不登的")
    clerk.do(PAGE, "编一期", month=clock.today().isoformat(), front="各位居民：")
    form = clerk.get(clerk.links(clerk.get(PAGE))["选内容、写卷首语"])
    assert form.count(" checked") == 2
    clerk.do(PAGE, "选内容、写卷首语", items=kept["id"])
    month = f"{clock.today():%Y-%m}"
    proof = clerk.client.get(clerk.links(clerk.get(PAGE))[month])
    assert proof.get_data().startswith(b"%PDF-")
    assert "待审核的社区报" in approver.get("/desk/")
    assert approver.do(PAGE, "审核并出刊").status_code == 303
    (issue,) = office.get("/periodicals").json["items"]
    assert (issue["state"], issue["items"]) == ("published", [kept["id"]])
