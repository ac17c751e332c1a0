"""The sample office: its files are made alike each time, are taken in whole, and show what they were made to show.

What is expected is reckoned here from the files themselves, by other means than the service's.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from samples.generate_office import DAY, FOLDER, write_office
from services.training.app import create_app
from services.training.store.database import database
from shared import clock
from tests.office import Office
from tests.samples.office_desk import CLERK, SampleDesk, load


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
def desk(
    folder: Path, settings_for: Callable[..., Any], new_database: Callable[[str], str], token: Callable[..., str]
) -> Iterator[SampleDesk]:
    app = create_app(settings_for("training", new_database("training")))
    yield load(Office(app.test_client(), token, CLERK), folder)
    database.dispose()


def test_the_offices_figures_are_those_of_its_files(desk: SampleDesk, folder: Path) -> None:
    in_office = [row for row in _roster(folder) if row["离任日期"] is None]
    assert len(in_office) == len(desk.get("/roster")["items"]) == 60
    assert _broken(desk) == _expected_breaks(in_office, clock.today())
    assert _completed(desk) == _passed(folder)


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
