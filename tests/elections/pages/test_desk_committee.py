"""The committee at the desk: the end of a post, and the by-election for its seat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from shared import clock
from tests.elections.committees import certify_committee
from tests.elections.conftest import EVERYTHING, ElectionOffice
from tests.elections.pages.desk_clerk import DeskClerk


@pytest.fixture
def clerk(app: Flask, token: Callable[..., str]) -> DeskClerk:
    return DeskClerk(app.test_client(), token, "clerk", EVERYTHING)


def test_a_post_is_ended_and_its_seat_filled_from_the_communitys_page(
    clerk: DeskClerk, office: ElectionOffice, closed_election: dict[str, Any]
) -> None:
    certify_committee(office, closed_election["id"])
    page = clerk.links(clerk.get(f"/desk/areas/{closed_election['area']}"))["居民委员会成员"]
    today = clock.today().isoformat()
    ended = clerk.do(page, "登记职务终止", reason="sentenced", on=today, document="（2026）桂0403刑初1号")
    assert ended.status_code == 303, ended.get_data(as_text=True)
    assert "被判处刑罚" in clerk.get(page)
    chosen = {"area": closed_election["area"], "mode": "all", "contests__0__post": "member"}
    made = clerk.do(page, "安排补选", title="委员补选", polling_day=today, stations__0__name="主会场", **chosen)
    assert made.status_code == 303, made.get_data(as_text=True)
    (by_election,) = [each for each in office.get("/elections").json["items"] if each["kind"] == "by_election"]
    assert office.get(f"/elections/{by_election['id']}").json["contests"] == [{"post": "member", "seats": 1}]


def test_a_recall_is_asked_for_answered_and_called_from_the_communitys_page(
    clerk: DeskClerk, office: ElectionOffice, closed_election: dict[str, Any]
) -> None:
    certify_committee(office, closed_election["id"])
    area, today = closed_election["area"], clock.today().isoformat()
    page = clerk.links(clerk.get(f"/desk/areas/{area}"))["罢免"]
    whom = office.get(f"/areas/{area}/committee").json["members"][-1]
    asked = {"reasons": "长期不履行职责。", "received_on": today, "signed": "1", "document": "联名册"}
    done = clerk.do(page, "登记罢免要求", member_ids=whom["id"], **asked)
    assert done.status_code == 303, done.get_data(as_text=True)
    done = clerk.do(page, "登记申辩意见", member_id=whom["id"], text="因病请假。", heard_on=today)
    assert done.status_code == 303, done.get_data(as_text=True)
    assert clerk.do(page, "安排罢免投票", polling_day=today).status_code == 303
    shown = office.client.get(f"/areas/{area}").get_data(as_text=True)
    assert "因病请假。" in shown
    assert "10×1 ≥ 10" in shown
    poll = office.get(f"/areas/{area}/recalls").json["items"][0]["poll_id"]
    assert whom["name"] in office.client.get(f"/elections/{poll}").get_data(as_text=True)
