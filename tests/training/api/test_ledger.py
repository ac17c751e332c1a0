"""The training ledger: what was held before counts, taken whole or not."""

from __future__ import annotations

from typing import Any

import pytest

from shared import clock
from tests.access import assert_guarded
from tests.conftest import COMMUNITY, DISTRICT, FOREIGN_DISTRICT
from tests.events import Publisher
from tests.office import Office
from tests.training.catalogue import course
from tests.training.people import imported

HEADER = "日期,上课时间,下课时间,课程代码,班次名称,地点,教师,区划代码,姓名,出生日期,成绩"
YEAR = clock.today().year - 1
MORNING = f"{YEAR}-03-12,9:00,12:00"
QIN, WEI = f"{COMMUNITY},覃小宁,1998-05-20", f"{COMMUNITY},韦建国,"
LAW = f"{MORNING},,社区法律实务,街道会议室,李老师"


@pytest.fixture
def people(office: Office, elections: Publisher) -> None:
    sent = imported(
        office,
        f"{COMMUNITY},覃小宁,女,1998-05-20,社区工作者,2024-03-01,,,,,,",
        f"{COMMUNITY},韦建国,男,1964-05-08,党组织书记,2021-06-01,,,,,,",
    )
    assert sent.status_code == 201, sent.json


def ledger(office: Office, *rows: str) -> Any:
    return office.upload("/ledger/imports", "\n".join([HEADER, *rows]).encode("gb18030"))


@pytest.mark.usefixtures("people")
def test_a_ledger_makes_sessions_with_those_who_came_and_again_changes_nothing(office: Office) -> None:
    rows = [f"{LAW},{QIN},", f"{LAW},{WEI},", f"{YEAR}年5月6日,14:30,17:30,,居民动员,街道会议室,,{QIN},"]
    assert ledger(office, *rows).json == {"rows": 3, "sessions": 2, "attendances": 3}
    assert ledger(office, *rows).json == {"rows": 3, "sessions": 0, "attendances": 0}
    made = next(each for each in office.get("/sessions").json["items"] if each["title"] == "社区法律实务")
    came = office.get(f"/sessions/{made['id']}/attendance").json["items"]
    assert [(each["name"], each["state"], each["manner"]) for each in came] == [
        ("覃小宁", "present", "ledger"),
        ("韦建国", "present", "ledger"),
    ]
    assert (made["area"], made["capacity"], came[0]["at"][:10]) == (DISTRICT, 2, f"{YEAR}-03-12")


@pytest.mark.usefixtures("people")
def test_a_course_with_a_test_has_scores_that_pass_or_fail(office: Office) -> None:
    digital = course(office, code="SZ01", assessment="practical", pass_mark=60)
    rows = [f"{MORNING},SZ01,,机房,,{QIN},59", f"{MORNING},SZ01,,机房,,{WEI},60"]
    assert ledger(office, *rows).status_code == 201
    held = next(each for each in office.get("/sessions").json["items"] if each["course_id"] == digital["id"])
    assert held["title"] == digital["title_zh"]
    passed = {each["name"]: each["passed"] for each in office.get(f"/sessions/{held['id']}/attendance").json["items"]}
    assert passed == {"覃小宁": False, "韦建国": True}


@pytest.mark.usefixtures("people")
def test_every_bad_row_is_told_and_nothing_is_taken(office: Office) -> None:
    answer = ledger(
        office,
        f"{LAW},{COMMUNITY},无此人,,",
        f"{MORNING},NO1,,街道会议室,,{QIN},",
        f"2099-01-01,9:00,12:00,,将来的课,街道会议室,,{QIN},",
        f"{YEAR}-03-13,12:00,9:00,,倒着开的课,街道会议室,,{QIN},",
        f"{YEAR}-03-14,9点,12:00,,时间不明,街道会议室,,{QIN},",
        f"{YEAR}-03-15,9:00,12:00,,,街道会议室,,{QIN},",
        f"{LAW},{QIN},80",
        f"{LAW},{QIN},",
        f"{YEAR}-03-12,11:00,13:00,,重叠的课,街道会议室,,{QIN},",
        f"{LAW},450900000000,覃小宁,,",
    )
    assert answer.status_code == 422
    assert sorted((each["line"], each["column"], each["code"]) for each in answer.json["fields"]) == [
        (2, "姓名", "cadre_unknown"),
        (3, "课程代码", "course_unknown"),
        (4, "日期", "not_over_yet"),
        (5, "下课时间", "ends_before_start"),
        (6, "上课时间", "time_unreadable"),
        (7, "课程代码", "course_or_title"),
        (8, "成绩", "course_without_test"),
        (9, "姓名", "row_doubled"),
        (10, "上课时间", "row_clashes"),
        (11, "区划代码", "area_unknown"),
    ]
    assert office.get("/sessions").json["items"] == []


@pytest.mark.usefixtures("people")
def test_what_is_exported_can_be_imported(office: Office) -> None:
    ledger(office, f"{LAW},{QIN},", f"{LAW},{WEI},")
    for kind, language in (("csv", "zh-CN"), ("xlsx", "en")):
        file = office.get(f"/ledger/file?year={YEAR}&format={kind}", headers={"Accept-Language": language})
        again = office.upload("/ledger/imports", file.get_data())
        assert again.json == {"rows": 2, "sessions": 0, "attendances": 0}
    template = office.get("/ledger/template?format=csv").get_data(as_text=True)
    assert template.strip("\ufeff\r\n") == HEADER
    assert office.upload("/ledger/imports", template.encode()).json["code"] == "ledger_empty"


def test_the_ledger_is_of_ones_own_area(office: Office, elections: Publisher) -> None:
    assert_guarded(
        office, [("POST", "/ledger/imports", None), ("GET", "/ledger/file", None), ("GET", "/ledger/template", None)]
    )
    answer = office.upload(f"/ledger/imports?area={FOREIGN_DISTRICT}", HEADER.encode())
    assert answer.status_code == 404
