"""Proxies at the desk: both persons picked from the roll by name, then published and ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from shared import clock
from tests.desk_clerk import DeskClerk
from tests.elections.api.test_proxies import publish_roll
from tests.elections.conftest import EVERYTHING, ElectionOffice


@pytest.fixture
def page(office: ElectionOffice, election: dict[str, Any]) -> str:
    return f"/desk/elections/{publish_roll(office, election['id'])}"


@pytest.fixture
def clerk(app: Flask, token: Callable[..., str]) -> DeskClerk:
    return DeskClerk(app.test_client(), token, "clerk", EVERYTHING)


def test_a_proxy_is_recorded_published_and_ended_from_the_desk(clerk: DeskClerk, page: str) -> None:
    here = clerk.links(clerk.get(f"{page}/proxies"))["登记委托"]
    picked = clerk.links(clerk.get(f"{here}?name=张一"))["由此人委托"]
    day = (clock.today() - timedelta(days=2)).isoformat()
    typed = {"reason": "出差", "document": "委托书1号", "received_on": day}
    elector, agent = _choices(clerk, f"{picked}&name=张丁")
    recorded = clerk.do(f"{picked}&name=张丁", "委托此人", **typed, elector_id=elector, agent_id=agent)
    assert recorded.status_code == 303, recorded.get_data(as_text=True)
    assert recorded.headers["Location"].startswith(f"{page}/proxies")
    listed = clerk.get(f"{page}/proxies")
    assert "张一" in listed
    assert "张丁" in listed
    assert clerk.do(f"{page}/proxies", "公布委托投票名单", on=day).status_code == 303
    assert clerk.do(f"{page}/proxies", "终止委托", reason="withdrawn").status_code == 303
    assert "委托人撤回" in clerk.get(f"{page}/proxies")


def _choices(clerk: DeskClerk, page: str) -> list[str]:
    """What is chosen already in the form: the two persons, shown by name and address."""
    form = clerk.get(clerk.links(clerk.get(page))["委托此人"])
    assert "张一（和平路0号）" in form
    assert "张丁（和平路1号）" in form
    return [part.split('"')[1] for part in form.split("<option ")[1:] if " selected" in part.split(">")[0]]


def test_a_name_that_is_not_on_the_roll_is_told(clerk: DeskClerk, page: str) -> None:
    assert "选民名单上没有这个名字" in clerk.get(f"{page}/proxies/new?name=王五")


def test_the_roll_is_searched_by_those_who_may_read_it(app: Flask, token: Callable[..., str], page: str) -> None:
    observer = DeskClerk(app.test_client(), token, "observer", ("elections:read",))
    assert "登记委托" not in observer.links(observer.get(f"{page}/proxies"))
    observer.get(f"{page}/proxies/new?name=张一")
    assert observer.answer.status_code == 403
