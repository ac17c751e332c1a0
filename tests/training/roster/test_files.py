"""The roster from a file and into one."""

from __future__ import annotations

import pytest

from tests.conftest import COMMUNITY, OTHER_COMMUNITY
from tests.events import Publisher
from tests.office import Office
from tests.training.conftest import ZHANG, certify, result, roster
from tests.training.people import HEADER, cadre, imported, standing

QIN = f"{COMMUNITY},覃小宁,女,1998-05-20,社区工作者,2024-03-01,2099-03-01,,大学生,本科,入党积极分子,"
WEI = f"{COMMUNITY},韦　建国,男,1964年5月8日,党组织书记,2021-06-01,,,反聘退休,高中,中共党员,"
BEFORE = f"{COMMUNITY},覃小宁,女,1998-05-20,委员,2020-01-01,2025-01-01,2023-05-01,大学生,本科,入党积极分子,"
LU = f"{COMMUNITY},陆明,男,1988/2/3,,,,,下派,大专,中共党员,区民政局"


def faults(answer: object) -> list[tuple[int, str, str]]:
    return [(each["line"], each["column"], each["code"]) for each in answer.json["fields"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_taken_in_whatever_its_encoding(office: Office, elections: Publisher, encoding: str) -> None:
    answer = imported(office, QIN, WEI, LU, encoding=encoding)
    assert answer.json == {"rows": 3, "cadres": 3, "terms": 2, "profiles": 3}
    found = standing(office)
    assert found["韦建国"]["posts"] == ["party_secretary"]
    assert (found["覃小宁"]["source"], found["覃小宁"]["party"]) == ("graduate", "activist")
    assert roster(office)["陆明"]["terms"] == []


def test_the_same_file_again_changes_nothing(office: Office, elections: Publisher) -> None:
    imported(office, QIN, WEI, LU)
    assert imported(office, QIN, WEI, LU).json == {"rows": 3, "cadres": 0, "terms": 0, "profiles": 0}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_exported_can_be_imported(office: Office, elections: Publisher, kind: str) -> None:
    imported(
        office,
        QIN,
        WEI,
        LU,
        f"{COMMUNITY},覃小宁,女,1998-05-20,委员,2020-01-01,2025-01-01,2023-05-01,大学生,本科,入党积极分子,",
    )
    certify(elections, result([ZHANG]))
    file = office.get(f"/roster/file?format={kind}")
    again = office.upload("/roster/imports", file.get_data())
    assert again.json == {"rows": 5, "cadres": 0, "terms": 0, "profiles": 0}


def test_the_template_has_the_columns(office: Office, elections: Publisher) -> None:
    assert office.get("/roster/template?format=csv").get_data(as_text=True).strip("\ufeff\r\n") == HEADER
    answer = office.upload("/roster/imports", office.get("/roster/template").get_data())
    assert answer.json["code"] == "roster_empty"


def test_every_bad_row_is_told_by_line_and_column_and_nothing_is_taken_in(office: Office, elections: Publisher) -> None:
    cadre(office)
    answer = imported(
        office,
        LU,
        QIN.replace("社区工作者", "大总管"),
        QIN.replace(COMMUNITY, "450405001001"),
        QIN.replace("1998-05-20", "2098-05-20"),
        QIN.replace("2024-03-01", ""),
        QIN.replace("2099-03-01", "2023-03-01").replace("覃小宁", "覃大宁"),
        f"{COMMUNITY},甲,男,1980-01-01,委员,2024-03-01,,2023-01-01,,,,",
        WEI,
        WEI.replace("2021-06-01", "2022-06-01"),
    )
    assert (answer.status_code, answer.json["code"], answer.json["total"]) == (422, "roster_invalid", 7)
    assert faults(answer) == [
        (3, "职务", "word_unknown"),
        (4, "区划代码", "area_not_found"),
        (5, "出生日期", "birth_date_unlikely"),
        (6, "任职日期", "post_and_start"),
        (7, "届满日期", "ends_before_start"),
        (8, "离任日期", "end_outside_term"),
        (10, "姓名", "row_doubled"),
    ]
    assert set(roster(office)) == {"覃小宁"}


def test_a_post_that_is_held_since_another_day_is_a_fault(office: Office, elections: Publisher) -> None:
    imported(office, QIN)
    answer = imported(office, QIN.replace("2024-03-01", "2025-03-01"))
    assert faults(answer) == [(2, "职务", "post_held_already")]


def test_a_column_that_the_file_lacks_changes_nothing(office: Office, elections: Publisher) -> None:
    imported(office, QIN)
    short = ",".join(QIN.split(",")[:6])
    assert imported(office, short, header=",".join(HEADER.split(",")[:6])).json["profiles"] == 0
    assert standing(office)["覃小宁"]["education"] == "bachelor"


def test_a_community_s_clerk_takes_in_its_own_cadres_only(office: Office, elections: Publisher) -> None:
    assert faults(imported(office, QIN, area=OTHER_COMMUNITY)) == [(2, "区划代码", "area_not_found")]
    assert imported(office, QIN, scopes=("training:read",)).status_code == 403
    assert office.get("/roster/file", scopes=("training:read",)).status_code == 403
