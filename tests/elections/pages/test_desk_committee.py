"""The committee at the desk: the end of a post, and the by-election for its seat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from shared import clock
from tests.desk_clerk import DeskClerk
from tests.elections.committees import certify_committee
from tests.elections.conftest import EVERYTHING, ElectionOffice


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


def test_a_meeting_is_called_and_recorded_and_a_resignation_taken_from_it(
    clerk: DeskClerk, office: ElectionOffice, closed_election: dict[str, Any]
) -> None:
    certify_committee(office, closed_election["id"])
    area, today = closed_election["area"], clock.today()
    page = clerk.links(clerk.get(f"/desk/areas/{area}"))["居民会议和居民代表会议"]
    called = {"kind": "residents", "called_by": "committee", "called_on": str(today - timedelta(days=10))}
    when = {"held_at": f"{today}T00:00", "place": "社区礼堂", "agenda": "审议辞职", "members": "600"}
    done = clerk.do(page, "召集会议", title="居民会议", **called, **when)
    assert done.status_code == 303, done.get_data(as_text=True)
    motion = {"motions__0__motion": "接受辞职", "motions__0__agreed": "300"}
    votes = {"motions__0__against": "0", "motions__0__abstained": "1"}
    record = {"present": "301", "minutes": "会议记录", "minutes_hash": "a" * 64}
    done = clerk.do(page, "登记会议记录", **record, **motion, **votes)
    assert done.status_code == 303, done.get_data(as_text=True)
    assert "2×300 &gt; 301" in clerk.get(page)
    (decided,) = office.get(f"/areas/{area}/meetings").json["items"][0]["decisions"]
    assert clerk.do(page, "登记辞职", decision_id=decided["id"]).status_code == 303
    assert len(office.get(f"/areas/{area}/committee").json["left"]) == 1


def test_an_appraisal_is_typed_by_two_and_published_by_a_third_at_the_desk(
    app: Flask, token: Callable[..., str], clerk: DeskClerk, office: ElectionOffice, closed_election: dict[str, Any]
) -> None:
    certify_committee(office, closed_election["id"])
    area = closed_election["area"]
    page = clerk.links(clerk.get(f"/desk/areas/{area}"))["民主评议"]
    opened = clerk.do(page, "登记民主评议", held_on=str(clock.today()), run_by="居务监督委员会")
    assert opened.status_code == 303, opened.get_data(as_text=True)
    (appraisal,) = office.get(f"/areas/{area}/appraisals").json["items"]
    grades = {"good": "6", "competent": "3", "basically_competent": "1", "incompetent": "0"}
    counts = {
        f"members__{each['member_id']}__{grade}": n for each in appraisal["members"] for grade, n in grades.items()
    }
    for person in ("typist-1", "typist-2"):
        typist = DeskClerk(app.test_client(), token, person, EVERYTHING)
        typed = typist.do(page, "录入评议票数", voted="10", **counts)
        assert typed.status_code == 303, typed.get_data(as_text=True)
    assert clerk.do(page, "公布评议结果").status_code == 303
    assert "优秀" in clerk.get(page)
