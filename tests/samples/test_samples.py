"""The sample files: the same each time, consistent, and with the one mistake that the demo has to find."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from samples.generate import generate
from samples.roll import electors
from samples.sheets import POSTS, STATIONS

BUBU = Path(__file__).resolve().parents[2] / "samples" / "bubu"
SEATS = {"主任": 1, "副主任": 2, "委员": 4}


def rows_of(path: Path) -> list[tuple]:
    book = load_workbook(path, read_only=True)
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    book.close()
    return rows


def sheet(name: str) -> tuple[dict[str, int], dict[tuple[str, str], int]]:
    """Papers by their key, votes by (post, name)."""
    rows = rows_of(BUBU / "sheets" / f"{name}.xlsx")
    head = {row[0]: row[1] for row in rows[1:5]}
    return head, {(row[0], row[1]): row[2] for row in rows[6:]}


SHEETS = [f"station-{number}-entry-{entry}" for number in range(1, len(STATIONS) + 1) for entry in "ab"]


@pytest.fixture(scope="module")
def roll() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((BUBU / "roll.csv").read_bytes().decode("gb18030"))))


def test_what_is_committed_is_what_the_generator_makes(tmp_path: Path) -> None:
    made = CliRunner().invoke(generate, ["--out", str(tmp_path)])
    assert made.exit_code == 0, made.output
    for path in sorted(tmp_path.rglob("*.*")):
        assert contents(path) == contents(BUBU / path.relative_to(tmp_path)), path.name


def contents(path: Path) -> object:
    """Of a workbook its parts: another zlib packs the same parts otherwise."""
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_roll_is_a_chinese_office_s_csv_of_some_3200_adults(roll: list[dict[str, str]]) -> None:
    content = (BUBU / "roll.csv").read_bytes()
    assert content.count(b"\r\n") == len(roll) + 1 == 3201
    with pytest.raises(UnicodeDecodeError):
        content.decode("gbk")
    assert max(date.fromisoformat(row["出生日期"]) for row in roll) <= date(2008, 1, 1)
    assert {row["登记类型"] for row in roll} == {"户籍", "常住", "社区工作者"}


def test_nobody_is_on_the_roll_twice(roll: list[dict[str, str]]) -> None:
    identities = Counter((row["姓名"].strip(), row["出生日期"], row["住址"]) for row in roll)
    assert max(identities.values()) == 1


def test_the_community_is_an_ageing_one_of_both_sexes(roll: list[dict[str, str]]) -> None:
    ages = [2026 - int(row["出生日期"][:4]) for row in roll]
    assert 0.25 < sum(age >= 60 for age in ages) / len(ages) < 0.45
    assert 0.4 < sum(row["性别"] == "女" for row in roll) / len(roll) < 0.6


def test_another_seed_makes_another_community_and_the_same_seed_the_same() -> None:
    assert list(electors(50, 1)) == list(electors(50, 1))
    assert list(electors(50, 1)) != list(electors(50, 2))


def test_there_are_more_candidates_than_seats_women_among_them_and_all_are_on_the_roll(
    roll: list[dict[str, str]],
) -> None:
    header, *rows = rows_of(BUBU / "candidates.xlsx")
    assert header[0] == "职务"
    standing = Counter(row[0] for row in rows)
    assert all(standing[post] > seats for post, seats in SEATS.items())
    names = {(row["姓名"].strip(), row["出生日期"]) for row in roll}
    assert all((row[1], row[3]) in names for row in rows)
    signed = [tuple(each.rstrip("）").split("（")) for row in rows for each in (row[7] or "").split("、") if each]
    assert set(signed) <= names
    assert all(times == 1 for times in Counter(signed).values())
    assert any(row[2] == "女" for row in rows)


@pytest.mark.parametrize("name", [*SHEETS, "station-3-entry-b-corrected"])
def test_the_figures_of_each_sheet_fit_each_other(name: str) -> None:
    papers, votes = sheet(name)
    assert papers["收回选票"] <= papers["发出选票"]
    for post, seats in SEATS.items():
        figures = {candidate: count for (of, candidate), count in votes.items() if of == post}
        void = [figures.pop(name) for name in list(figures) if name.startswith("废票：")]
        valid = papers["收回选票"] - sum(void)
        assert valid >= 0
        assert sum(figures.values()) <= valid * seats
        assert all(0 <= count <= valid for count in figures.values())


def test_two_entries_of_one_station_differ_in_one_figure_and_all_others_agree() -> None:
    differing = []
    for number in range(1, len(STATIONS) + 1):
        first, second = (sheet(f"station-{number}-entry-{entry}")[1] for entry in "ab")
        differing += [(number, key) for key in first if first[key] != second[key]]
    assert [number for number, _ in differing] == [3]
    assert sheet("station-3-entry-b-corrected")[1] == sheet("station-3-entry-a")[1]


def test_some_seven_in_ten_vote_two_members_are_equal_and_only_one_vice_director_has_half() -> None:
    sheets = [sheet(f"station-{number}-entry-a") for number in range(1, len(STATIONS) + 1)]
    voted = sum(papers["收回选票"] for papers, _ in sheets)
    assert 0.65 < voted / 3200 < 0.75
    totals: Counter[tuple[str, str]] = Counter()
    for _, votes in sheets:
        totals.update(votes)
    ranked = {
        post: sorted((count for (of, name), count in totals.items() if of == post and "：" not in name), reverse=True)
        for post in SEATS
    }
    assert ranked["委员"][3] == ranked["委员"][4] > voted / 2
    assert ranked["副主任"][0] > voted / 2 > ranked["副主任"][1]
    assert set(POSTS.values()) == set(SEATS)


def test_the_broken_files_are_small_and_say_what_they_are() -> None:
    names = {path.name for path in (BUBU / "broken").iterdir()}
    assert {"roll-missing-column.csv", "roll-empty.csv", "roll-not-a-table.pdf", "roll.xlsx"} <= names
    assert json.loads((BUBU / "areas.json").read_text("utf-8"))[0]["code"] == "450403000000"
