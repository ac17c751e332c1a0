"""The desk: everything by hand, in forms, with the rights and the rules of the API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from services.elections.pages.desk.subjects import SECTIONS
from shared import clock
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT
from tests.desk_clerk import DeskClerk, assert_no_form_fails_for_what_its_address_names
from tests.elections.conftest import EVERYTHING, ElectionOffice, Office, roll_csv, run_jobs


@pytest.fixture
def at_desk(app: Flask, token: Callable[..., str]) -> Callable[..., DeskClerk]:
    def sign_in(subject: str = "clerk", scopes: tuple[str, ...] = EVERYTHING) -> DeskClerk:
        return DeskClerk(app.test_client(), token, subject, scopes)

    return sign_in


def _on(days_before: int) -> str:
    return (clock.today() - timedelta(days=days_before)).isoformat()


def test_who_is_not_signed_in_is_led_to_the_sign_in_page_and_back(app: Flask, token: Callable[..., str]) -> None:
    client = app.test_client()
    sent = client.get("/desk/")
    assert (sent.status_code, sent.headers["Location"]) == (303, "/desk/sign-in?next=/desk/")
    code = token(*EVERYTHING, area=COMMUNITY, subject="clerk")
    entered = client.post("/desk/sign-in?next=/desk/do/areas.register", data={"code": code})
    assert (entered.status_code, entered.headers["Location"]) == (303, "/desk/do/areas.register")
    assert "HttpOnly" in entered.headers["Set-Cookie"]
    assert "SameSite=Strict" in entered.headers["Set-Cookie"]


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/desk/", "/\\evil.example", "/elections"])
def test_signing_in_leads_nowhere_else(app: Flask, token: Callable[..., str], address: str) -> None:
    code = token(*EVERYTHING, area=COMMUNITY, subject="clerk")
    entered = app.test_client().post("/desk/sign-in", query_string={"next": address}, data={"code": code})
    assert entered.headers["Location"] == "/desk/"


def test_a_wrong_code_is_refused_in_words(app: Flask) -> None:
    refused = app.test_client().post("/desk/sign-in", data={"code": "x"})
    assert refused.status_code == 401
    assert "登录凭证无效" in refused.get_data(as_text=True)


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_a_form_that_another_site_sent_changes_nothing(
    at_desk: Callable[..., DeskClerk], office: Office, headers: dict[str, str]
) -> None:
    clerk = at_desk()
    answer = clerk.client.post("/desk/do/areas.register", data={"code": COMMUNITY, "name": "步埠社区"}, headers=headers)
    assert answer.status_code == 403
    assert office.get("/areas").json["items"] == []


def test_faults_are_told_beside_what_was_typed(at_desk: Callable[..., DeskClerk]) -> None:
    answer = at_desk().do("/desk/", "登记社区", code="45040300200", name="步埠社区")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "区划代码应为12位数字。" in page
    assert 'value="45040300200"' in page
    assert 'aria-invalid="true"' in page


def test_a_link_that_the_person_has_no_right_for_is_not_shown(
    at_desk: Callable[..., DeskClerk], election: dict[str, Any]
) -> None:
    observer = at_desk("observer", ("elections:read",))
    assert "新建选举" not in observer.links(observer.get("/desk/"))
    assert "上传选民名单" not in observer.links(observer.get(f"/desk/elections/{election['id']}/roll"))
    assert observer.post("/desk/do/areas.register", {"code": COMMUNITY, "name": "别名"}).status_code == 403


def test_another_districts_election_is_not_found(
    app: Flask, token: Callable[..., str], election: dict[str, Any]
) -> None:
    client = app.test_client()
    client.post("/desk/sign-in", data={"code": token(*EVERYTHING, area=FOREIGN_DISTRICT, subject="clerk")})
    assert client.get(f"/desk/elections/{election['id']}").status_code == 404


def test_pressing_the_button_twice_does_it_once(at_desk: Callable[..., DeskClerk], election: dict[str, Any]) -> None:
    clerk = at_desk()
    address = f"/desk/do/stations.add?id.election_id={election['id']}"
    form = {"id.election_id": election["id"], "name": "三号站", "kind": "station", "key": "the-same-key"}
    assert clerk.post(address, form).status_code == 303
    assert clerk.post(address, form).status_code == 303
    page = clerk.get(f"/desk/elections/{election['id']}/stations")
    assert page.count("三号站") == 1


def test_a_long_roll_is_shown_in_pages_and_searched_by_name(
    at_desk: Callable[..., DeskClerk], office: Office, election: dict[str, Any]
) -> None:
    office.upload(f"/elections/{election['id']}/roll", roll_csv(60))
    run_jobs()
    clerk = at_desk()
    page = clerk.get(f"/desk/elections/{election['id']}/roll")
    assert page.count("和平路") == 50
    assert clerk.get(clerk.links(page)["下一页"]).count("和平路") == 10
    found = clerk.get(f"/desk/elections/{election['id']}/roll?name=张{chr(0x4E00 + 50)}")
    assert found.count("和平路") == 1
    assert "和平路50号" in found


def test_who_stands_on_the_roll_wrongly_is_found_there_for_the_objection(
    at_desk: Callable[..., DeskClerk], office: Office, election: dict[str, Any]
) -> None:
    office.upload(f"/elections/{election['id']}/roll", roll_csv(1))
    run_jobs()
    clerk = at_desk()
    form = clerk.form(clerk.links(clerk.get(f"/desk/elections/{election['id']}/roll"))["记录申诉"])
    (elector,) = office.get(f"/elections/{election['id']}/electors").json["items"]
    assert form["elector_id"] == elector["id"]


def _done(answer: Any) -> None:
    assert answer.status_code == 303, answer.get_data(as_text=True)


def test_a_roll_with_faults_is_answered_line_by_line(
    at_desk: Callable[..., DeskClerk], election: dict[str, Any]
) -> None:
    clerk, page = at_desk(), f"/desk/elections/{election['id']}/roll"
    wrong = roll_csv().replace("户籍".encode(), "不明".encode(), 1)
    followed = clerk.do(page, "上传选民名单", file=wrong)
    assert "本页会自动更新" in clerk.get(followed.headers["Location"])
    run_jobs()
    told = clerk.get(followed.headers["Location"])
    assert "第2行，登记类型" in told
    assert page in clerk.links(told)["← 返回"]


def test_a_page_keeps_the_readers_language_though_it_asks_the_api(
    at_desk: Callable[..., DeskClerk], election: dict[str, Any]
) -> None:
    """The first answer of the API once ended the page's own context: its title was English, the rest Chinese."""
    clerk = at_desk()
    page = clerk.get(f"/desk/elections/{election['id']}/stations?lang=en")
    assert clerk.answer.headers["Content-Language"] == "en"
    assert "Stations and staff" in page


def test_an_unmet_duty_leads_to_where_it_is_met(at_desk: Callable[..., DeskClerk], election: dict[str, Any]) -> None:
    clerk, page = at_desk(), f"/desk/elections/{election['id']}"
    assert clerk.links(clerk.get(page))["去办理：居民选举委员会"] == f"{page}/election_committee"


def test_what_cannot_be_done_yet_says_when_it_can(at_desk: Callable[..., DeskClerk], election: dict[str, Any]) -> None:
    clerk = at_desk()
    page = clerk.get(f"/desk/elections/{election['id']}/proxies")
    assert "公布委托投票名单" not in clerk.links(page)
    assert "现在不能办理，应在“选民名单已公布、候选人名单已公布”时办理" in page


def test_every_task_of_the_desk_has_an_address_of_its_own() -> None:
    """Two subjects once had one code, and the second one's page could not be reached."""
    codes = [section.code for section in SECTIONS]
    assert sorted(set(codes)) == sorted(codes)


def test_nominators_and_checks_are_recorded_at_the_desk(
    at_desk: Callable[..., DeskClerk], office: ElectionOffice, election: dict[str, Any]
) -> None:
    office.step(election["id"], "announce", days_before=30)
    office.upload(f"/elections/{election['id']}/roll", roll_csv())
    run_jobs()
    clerk, page = at_desk(), f"/desk/elections/{election['id']}/candidates"
    signed = "\n".join(each["name"] for each in office.get(f"/elections/{election['id']}/electors").json["items"])
    person = {"post": "director", "name": "王芳", "sex": "female", "birth_date": "1980-01-02", "nominated_by": "joint"}
    refused = clerk.do(page, "添加候选人", **person, nominator_names=f"{signed}\n赵六")
    assert "选民名单上没有赵六，联名的应是本社区选民（第18条）。" in refused.get_data(as_text=True)
    _done(clerk.do(page, "添加候选人", **person, nominator_names=signed))
    checked = {"all": "true", "passed": "true", "office": "区联审机构", "document": "联审〔2026〕5号", "on": _on(0)}
    _done(clerk.do(page, "记录资格审查", **checked, items="organised_crime"))
    assert "还没有完成" in clerk.get(page)
    _done(clerk.do(page, "记录资格审查", **checked))
    assert "符合条件" in clerk.get(page)


def test_no_form_fails_for_what_its_address_names(app: Flask, at_desk: Callable[..., DeskClerk]) -> None:
    assert_no_form_fails_for_what_its_address_names(app, at_desk())
