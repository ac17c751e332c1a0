"""The desk: everything by hand, in forms, with the rights and the rules of the API."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from services.elections.pages.desk.subjects import SECTIONS
from shared import clock
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT
from tests.desk_clerk import DeskClerk
from tests.elections.conftest import EVERYTHING, ElectionOffice, Office, candidates_csv, roll_csv, run_jobs


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
    found = clerk.get(f"/desk/elections/{election['id']}/roll?name=张{chr(0x4E00 + 55)}")
    assert found.count("和平路") == 1
    assert "和平路55号" in found


def test_a_whole_election_is_run_from_the_desk(at_desk: Callable[..., DeskClerk], office: Office) -> None:
    clerk = at_desk()
    assert clerk.do("/desk/", "登记社区", code=COMMUNITY, name="步埠社区").status_code == 303
    made = clerk.do(
        "/desk/", "新建选举", area=COMMUNITY, title="换届选举", polling_day=_on(0), mode="all", kind="term",
        contests__0__post="director", contests__0__seats="1", contests__1__post="member", contests__1__seats="4",
    )  # fmt: skip
    assert made.status_code == 303, made.get_data(as_text=True)
    page = clerk.links(clerk.get("/desk/"))["换届选举"]
    run_election(clerk, at_desk, page)
    assert "结果已确认" in clerk.get(page)


def run_election(clerk: DeskClerk, at_desk: Callable[..., DeskClerk], page: str) -> None:
    """From the draft to the certified result, each thing where a person finds it."""
    chosen = {"chosen_by": "residents_meeting", "chosen_on": _on(34), "document": "居民会议纪要〔2026〕1号"}
    for place, role in enumerate(("chair", "vice_chair", "member")):
        member = {"name": f"选委{place}", "birth_date": f"196{place}-01-01", "role": role}
        chosen |= {f"members__{place}__{name}": value for name, value in member.items()}
    _done(clerk.do(f"{page}/election_committee", "登记居民选举委员会", **chosen))
    _done(clerk.do(page, "办理：发布选举公告", on=_on(30)))
    _done(clerk.do(f"{page}/roll", "上传选民名单", file=roll_csv()))
    run_jobs()
    checked = {"kind": "rights", "office": "派出所", "document": "步公函〔2026〕3号", "on": _on(26)}
    _done(clerk.do(f"{page}/roll", "记录选民名单的核查", **checked))
    _done(clerk.do_with(f"{page}/timetable", "leaving_audit", on=_on(28)))
    _done(clerk.do(page, "办理：公布选民名单", on=_on(25)))
    rows = candidates_csv().decode().splitlines()
    listed = "\n".join([rows[0], *(row for row in rows if row.startswith(("主任", "委员"))), _ANOTHER]).encode()
    _done(clerk.do(f"{page}/candidates", "导入候选人名单", file=listed))
    checked = {"all": "true", "passed": "true", "office": "区联审机构", "document": "联审〔2026〕5号", "on": _on(0)}
    _done(clerk.do(f"{page}/candidates", "记录资格审查", **checked))
    _done(clerk.do(f"{page}/candidates", "登记接受提名", all="true"))
    make_station_ready(clerk, page)
    _done(clerk.do(page, "办理：公布候选人名单"))
    met = {"on": _on(0), "place": "社区礼堂", "attended": "56", "questions": "7", "document": "见面会记录〔2026〕1号"}
    _done(clerk.do(f"{page}/candidate_meetings", "记录候选人与居民见面", **met))
    for link in ("办理：开始投票", "办理：结束投票"):
        _done(clerk.do(page, link))
    account_for_papers(clerk, page)
    for person in ("typist-1", "typist-2"):
        type_sheet(at_desk(person), page)
    _done(clerk.do(page, "办理：开始计票"))
    run_jobs()
    _done(at_desk("certifier").do(page, "办理：确认选举结果"))


def make_station_ready(clerk: DeskClerk, page: str) -> None:
    """The secret booth and three persons at the only station."""
    _done(clerk.do(f"{page}/stations", "添加投票站", name="主会场", secret_booth="true"))
    address = clerk.links(clerk.get(f"{page}/stations"))["修改投票站"]
    station = address.partition("id.station_id=")[2].partition("&")[0]
    for number, role in enumerate(("overseer", "teller", "issuer"), start=1):
        person = {"name": f"工作人员{number}", "birth_date": "1988-08-08", "role": role}
        _done(clerk.do(f"{page}/stations", "添加工作人员", station_id=station, **person))


def account_for_papers(clerk: DeskClerk, page: str) -> None:
    _done(clerk.do(f"{page}/papers", "登记印制的选票", printed="11", kept="2"))
    account = {"received": "9", "issued": "8", "left_over": "1", "spoiled": "0"}
    _done(clerk.do(f"{page}/papers", "登记投票站的选票", **account))
    _done(clerk.do(f"{page}/papers", "记录剩余选票的销毁", count="3", witnesses="赵一\n钱二"))


_ANOTHER = "委员,委员5,女,1990-01-05,高中,社区党组织,"


def type_sheet(typist: DeskClerk, page: str) -> None:
    address = typist.links(typist.get(f"{page}/sheets"))["录入计票单"]
    form = typist.get(address)
    names = [part.split('"')[0] for part in form.split('name="')[1:]]
    values = {name: "0" for name in names if name.startswith(("contests.", "issued", "recovered"))}
    values = {name: value for name, value in values.items() if not re.search(r"\.(void_grounds|write_ins)\.", name)}
    values |= {name: "8" for name in list(values) if ".votes." in name}
    votes = [name for name in values if "member.votes" in name]
    values |= {"sheet": "1", "issued": "8", "recovered": "8", votes[-1]: "0"}
    director = [name for name in values if "director.votes" in name]
    values[director[-1]] = "0"
    hidden = {"id.election_id": page.rpartition("/")[2], "back": f"{page}/sheets"}
    station = address.partition("id.station_id=")[2].partition("&")[0]
    _done(typist.post(address, {**hidden, "id.station_id": station, **values}))


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
