"""The sample office: its files are made alike each time, are taken in whole, and show what they were made to show.

What is expected is reckoned here from the files themselves, by other means than the service's.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook

from samples.generate_office import DAY, FOLDER, write_office
from services.training.app import create_app
from services.training.store.database import database
from services.training.workflows.structure import check_structures
from shared import clock
from tests.desk_clerk import DeskClerk
from tests.office import Office
from tests.samples.office_desk import CLERK, DECIDER, SampleDesk, load


def test_the_files_are_made_alike_each_time(tmp_path: Path) -> None:
    write_office(tmp_path, DAY)
    made = {each.relative_to(tmp_path): each.read_bytes() for each in tmp_path.rglob("*.*")}
    kept = {each.relative_to(FOLDER): each.read_bytes() for each in FOLDER.rglob("*.*")}
    assert made == kept


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_office(tmp_path, clock.today())
    return tmp_path


@pytest.fixture
def app(settings_for: Callable[..., Any], new_database: Callable[[str], str]) -> Iterator[Flask]:
    yield create_app(settings_for("training", new_database("training")))
    database.dispose()


def test_the_offices_figures_are_those_of_its_files(app: Flask, token: Callable[..., str], folder: Path) -> None:
    """One test, since taking the files in takes a while: first the API's figures, then the dashboard's."""
    desk = load(Office(app.test_client(), token, CLERK), folder)
    check_structures()  # as the worker does with each tick
    in_office = [row for row in _roster(folder) if row["离任日期"] is None]
    assert len(in_office) == len(desk.get("/roster")["items"]) == 60
    assert _broken(desk) == _expected_breaks(in_office, clock.today())
    assert _completed(desk) == _passed(folder)
    clerk = DeskClerk(app.test_client(), token, "clerk", CLERK)
    structure = _rows(clerk, "structure")
    broken = {(row["社区"], row["规定"]) for row in structure if row["结论"] == "不符合"}
    assert len(broken) == sum(map(len, _broken(desk).values()))
    done = Counter({row["姓名"]: int(row["已完成"]) for row in _rows(clerk, "compliance")})
    assert +done == _passed(folder)
    decider = DeskClerk(app.test_client(), token, "decider", (*DECIDER, "training:pay:read"))
    assert {row["姓名"]: int(row["实发（元）"]) for row in _rows(decider, "pay") if row["实发（元）"] != "0"} == _paid(
        folder
    )
    assert "报酬落实：建设社区" in _flags(decider)
    assert "报酬落实" not in clerk.get("/desk/")
    assert _flags(clerk) >= {
        "年度培训：河堤社区",
        "年度培训：文化社区",
        "能力差距：数字技能",
        "班子结构：年轻成员",
        "班子结构：妇女成员",
        "班子结构：近亲属回避",
        "后备接任：城中街道 · 副主任",
        "职位空缺：南环社区 · 副主任",
        "两委联席会议：桂江社区",
        "队伍流动：南环社区",
        "同工同酬：委员",
        "财务审计：没有审计或者逾期",
        "逾期事项：政务公开",
        "逾期事项：政策落实",
    }


def _paid(folder: Path) -> dict[str, int]:
    """Yuan by name."""
    text = (folder / "payments.csv").read_bytes().decode("gb18030")
    return {row["姓名"]: int(row["实发金额"]) for row in csv.DictReader(io.StringIO(text))}


def _rows(clerk: DeskClerk, panel: str) -> list[dict[str, str]]:
    """A panel's rows as its file has them, which are those of its page."""
    page = unescape(clerk.get(f"/desk/figures/{panel}"))
    text = clerk.get(clerk.links(page)["CSV"]).removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert all(f">{cell}<" in page for row in rows for cell in row.values() if cell)
    return rows


def _flags(clerk: DeskClerk) -> set[str]:
    page = clerk.get("/desk/")
    return {words for words in clerk.links(page.partition('class="panels"')[0]) if "：" in words}


def _roster(folder: Path) -> list[dict[str, Any]]:
    header, *rows = load_workbook(folder / "roster.xlsx")["名册"].values
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def _broken(desk: SampleDesk) -> dict[str, set[str]]:
    items = desk.get("/structure")["items"]
    return {
        each["area"]: {verdict["code"] for verdict in each["verdicts"] if verdict["state"] == "broken"}
        for each in items
    }


def _expected_breaks(people: list[dict[str, Any]], today: date) -> dict[str, set[str]]:
    """By rules written again for this test."""
    broken: dict[str, set[str]] = {}
    for area in sorted({each["区划代码"] for each in people}):
        there = [each for each in people if each["区划代码"] == area and each["职务"] != "社区工作者"]
        elected = [each for each in there if not each["职务"].startswith("党")]
        ages = sorted(_age(each["出生日期"].date(), today) for each in there)
        low = sum(each["学历"] in {"小学", "初中"} for each in there)
        bands = {(age > 30) + (age > 40) + (age > 50) for age in ages}
        median = (ages[(len(ages) - 1) // 2] + ages[len(ages) // 2]) / 2
        verdicts = {
            "size": not 5 <= len(elected) <= 9,
            "woman": all(each["性别"] == "男" for each in elected),
            "relatives": area.endswith("007"),
            "young": ages[0] > 30,
            "schooled": 2 * (len(there) - low) <= len(there),
            "median_age": not 35 <= median <= 45,
            "age_bands": len(bands) < 3,
        }
        broken[area] = {code for code, found in verdicts.items() if found}
    return broken


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _completed(desk: SampleDesk) -> Counter[str]:
    """This year's completed sessions by cadre, as the attendance registers tell."""
    found: Counter[str] = Counter()
    year = str(clock.today().year)
    tested = {each["id"] for each in desk.get("/courses")["items"] if each["assessment"] != "none"}
    for each in desk.get("/sessions", limit=100)["items"]:
        if each["starts_at"].startswith(year):
            came = desk.get(f"/sessions/{each['id']}/attendance")["items"]
            found.update(
                row["name"]
                for row in came
                if row["state"] == "present" and (row["passed"] or each["course_id"] not in tested)
            )
    return found


def _passed(folder: Path) -> Counter[str]:
    text = (folder / "ledger.csv").read_bytes().decode("gb18030")
    rows = csv.DictReader(io.StringIO(text))
    year = str(clock.today().year)
    return Counter(row["姓名"] for row in rows if row["日期"][:4] == year and int(row["成绩"] or 100) >= 60)
