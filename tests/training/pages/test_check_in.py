"""The hall's page, the page behind its code, and the cadre's own: as phones without scripts see them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from services.training.store.database import reading
from services.training.store.tables import TrainingSession
from shared import clock
from shared.check_in_codes import code_at
from tests.events import Publisher
from tests.office import Office
from tests.training.classes import about_to_begin, attended, turn_back
from tests.training.conftest import CHEN, ZHANG, certify, result, roster, schedule

PHONE = {"Accept": "text/html"}


@pytest.fixture
def cadres(office: Office, elections: Publisher) -> dict[str, dict[str, Any]]:
    certify(elections, result([ZHANG, CHEN]))
    return roster(office)


@pytest.fixture
def lesson(office: Office, cadres: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A course that 张平海 has a place in."""
    return about_to_begin(office, cadres["张平海"]["id"])


def code_of(lesson: dict[str, Any], *, minutes_ago: float = 0) -> str:
    with reading() as db:
        key = db.get_one(TrainingSession, UUID(lesson["id"])).check_in_key
    return code_at(key, UUID(lesson["id"]), clock.now() - timedelta(minutes=minutes_ago))


def link(cadre: dict[str, Any]) -> str:
    return urlsplit(cadre["personal_url"]).path


def confirm(office: Office, lesson: dict[str, Any], *, key: str = "", minutes_ago: float = 0) -> Any:
    path = f"/check-in/{lesson['id']}/{code_of(lesson, minutes_ago=minutes_ago)}"
    return office.client.post(path, data={"key": key}, headers=PHONE)


def present(office: Office, lesson: dict[str, Any]) -> list[tuple[str, str]]:
    items = office.get(f"/sessions/{lesson['id']}/attendance").json["items"]
    return [(item["name"], item["manner"]) for item in items if item["state"] == "present"]


def test_the_hall_shows_a_code_that_leads_a_cadre_to_check_in(
    office: Office, lesson: dict[str, Any], cadres: dict[str, dict[str, Any]]
) -> None:
    hall = urlsplit(lesson["hall_url"]).path
    shown = office.client.get(hall)
    assert "已签到0人，共1人" in shown.text
    assert shown.cache_control.no_store
    office.client.get(link(cadres["张平海"]))
    path = urlsplit(re.findall(r'href="([^"]*/check-in/[^"]*)"', shown.text)[0]).path
    assert "您是张平海吗" in office.client.get(path, headers=PHONE).text
    assert "签到成功" in office.client.post(path, headers=PHONE).text
    assert present(office, lesson) == [("张平海", "code")]
    assert "已签到1人，共1人" in office.client.get(hall).text


def test_checking_in_again_is_answered_kindly_and_changes_nothing(
    office: Office, lesson: dict[str, Any], cadres: dict[str, dict[str, Any]]
) -> None:
    key = cadres["张平海"]["personal_url"]
    confirm(office, lesson, key=key)
    before = office.get(f"/sessions/{lesson['id']}/attendance").json
    again = confirm(office, lesson, key=key)
    assert again.status_code == 200
    assert "已经签到" in again.text
    assert office.get(f"/sessions/{lesson['id']}/attendance").json == before


def test_a_code_ages_on_the_way(office: Office, lesson: dict[str, Any], cadres: dict[str, dict[str, Any]]) -> None:
    """To open its page one has a minute or two, to find the personal link some more."""
    path = f"/check-in/{lesson['id']}/{code_of(lesson, minutes_ago=3)}"
    opened = office.client.get(path, headers=PHONE)
    assert opened.status_code == 409
    assert "二维码已过期" in opened.text
    assert "再扫一次" in opened.text
    key = cadres["张平海"]["calendar_url"]
    assert confirm(office, lesson, key=key, minutes_ago=3).status_code == 200
    assert confirm(office, lesson, key=key, minutes_ago=7).status_code == 409


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [("陈丽敏", 409, "没有报名"), ("nobody", 404, "没有找到这个个人链接"), ("", 404, "请填写")],
)
def test_who_cannot_check_in_is_told_what_to_do(
    office: Office, lesson: dict[str, Any], cadres: dict[str, dict[str, Any]], name: str, status: int, words: str
) -> None:
    key = cadres[name]["personal_url"] if name in cadres else name
    answer = confirm(office, lesson, key=key)
    assert answer.status_code == status
    assert words in answer.text
    assert "请找会场的工作人员" in answer.text
    assert ("我的个人链接" in answer.text) is (status == 404)  # a wrong link can be typed again
    assert name == "陈丽敏" or f'value="{name}"' in answer.text
    assert present(office, lesson) == []


def test_a_wrong_link_of_ones_own_page_says_where_to_get_the_right_one(office: Office) -> None:
    page = office.client.get("/me/abc", headers=PHONE)
    assert page.status_code == 404
    assert "请打电话给街道办" in page.text


def test_before_half_an_hour_and_after_the_end_nobody_checks_in(
    office: Office, lesson: dict[str, Any], cadres: dict[str, dict[str, Any]]
) -> None:
    key = cadres["张平海"]["personal_url"]
    far = schedule(office, kind="course")
    assert "签到从" in office.client.get(urlsplit(far["hall_url"]).path).text
    assert confirm(office, far, key=key).status_code == 409
    turn_back(lesson, minutes=1)
    assert "已经结束" in office.client.get(urlsplit(lesson["hall_url"]).path).text
    assert confirm(office, lesson, key=key).status_code == 409


def test_a_hall_s_address_that_got_about_is_replaced(office: Office, lesson: dict[str, Any]) -> None:
    old, path = code_of(lesson), f"/sessions/{lesson['id']}"
    assert office.post(f"{path}/check-in-key").status_code == 204
    assert office.client.get(urlsplit(lesson["hall_url"]).path).status_code == 404
    assert office.client.get(f"/check-in/{lesson['id']}/{old}").json["code"] == "check_in_code_false"
    assert office.get(path).json["hall_url"] != lesson["hall_url"]
    assert office.get(path, scopes=("training:read",)).json["hall_url"] is None


def test_feedback_is_given_once_by_who_came_and_shown_of_five_when_closed(
    office: Office, elections: Publisher, cadres: dict[str, dict[str, Any]]
) -> None:
    came = [cadres["张平海"], cadres["陈丽敏"]]
    over = attended(office, cadres["张平海"]["id"])
    page = link(came[0])
    assert f"评价：{over['title']}" in office.client.get(page).text
    path = f"{page}/feedback/{over['id']}"
    assert office.client.post(path, data={"rating": "6"}).json["code"] == "rating_invalid"
    assert office.client.post(path, data={"rating": "4", "comment": "讲得慢一点"}).status_code == 303
    assert office.client.post(path, data={"rating": "1"}).json["code"] == "feedback_given"
    assert office.client.post(f"{link(came[1])}/feedback/{over['id']}", data={"rating": "1"}).status_code == 409
    assert "评价：" not in office.client.get(page).text
    turn_back(over, days=8)
    shown = office.get(f"/sessions/{over['id']}/feedback").json
    assert shown == {"answers": 1, "counts": None, "mean_hundredths": None, "comments": []}
