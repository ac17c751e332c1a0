"""Makes the files of `samples/bubu`: `python -m samples.generate`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from samples.residents import residents, write_register
from samples.roll import HEADER, Row, electors, generate_roll
from samples.sheets import AGAIN, POSTS, STATIONS, Station, figures, figures_again, write_sheet
from samples.workbook import write_rows

_FOLDER = Path(__file__).resolve().parent / "bubu"
_AREAS = (
    ("450403000000", "万秀区", "county"),
    ("450403002000", "城东街道", "subdistrict"),
    ("450403002003", "步埠社区", "community"),
)
_SEATS = {"director": 1, "vice_director": 2, "member": 4}
_CANDIDATES = {"director": 2, "vice_director": 3, "member": 7}
_RESERVE = "member"  # the last nominee of this post is in reserve; the one before withdraws after the publication
_NOMINATORS = 12
_RESIDENTS = 3_000
_MISTYPED_STATION = 2  # the third: two digits of one figure change places in its second entry


@click.command()
@click.option("--electors", "count", default=3_200, show_default=True)
@click.option("--seed", default=2026, show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=_FOLDER, show_default=True)
def generate(count: int, seed: int, out: Path) -> None:
    """Write the sample files of one community."""
    out.mkdir(parents=True, exist_ok=True)
    generate_roll(out / "roll.csv", electors_count=count, seed=seed)
    roll = list(electors(count, seed))
    names = _write_candidates(out / "candidates.xlsx", roll)
    _write_json(out / "further.json", {kind: figures_again(count, kind) for kind in AGAIN})
    _write_json(out / "areas.json", [dict(zip(("code", "name", "level"), area, strict=True)) for area in _AREAS])
    _write_json(out / "election.json", _election())
    _write_sheets(out / "sheets", count, names)
    _write_broken(out / "broken", list(electors(5, seed)))
    for kind in ("csv", "xlsx"):
        write_register(out / f"residents.{kind}", residents(_RESIDENTS, seed))


def _election() -> dict[str, Any]:
    return {
        "title": "步埠社区居民委员会换届选举",
        "mode": "all",
        "contests": [{"post": post, "seats": seats} for post, seats in _SEATS.items()],
        "stations": [_station(station) for station in STATIONS],
    }


def _station(station: Station) -> dict[str, Any]:
    if station.kind == "mobile":
        return {"name": station.name, "kind": station.kind, "requests": station.requests}
    booth = {"secret_booth": True, "opens_at": "08:00", "closes_at": "15:00"}
    return {"name": station.name, "kind": station.kind, "address": station.address, **booth}


def _write_candidates(path: Path, roll: list[Row]) -> dict[str, list[str]]:
    """Candidates are electors between 24 and 60; men and women by turns, the first member is aged 30 or less.

    The answer is who is on the paper in the end, in its order.
    """
    header = ["职务", "姓名", "性别", "出生日期", "文化程度", "提名方式", "联名人数", "联名选民", "备选"]
    rows: list[Sequence[object]] = [header]
    names: dict[str, list[str]] = {}
    chosen = iter(_choose(roll, sum(_CANDIDATES.values())))
    others = iter(roll[7::11])
    for post, number in _CANDIDATES.items():
        for place in range(number):
            row = next(chosen)
            by_party = place % 2 == 0
            signed = [] if by_party else [next(others) for _ in range(_NOMINATORS)]
            reserve = "是" if post == _RESERVE and place == number - 1 else ""
            way = ("社区党组织" if by_party else "选民联名", len(signed), "、".join(map(_named, signed)), reserve)
            education = ("大专", "本科", "高中")[place % 3]
            rows.append([POSTS[post], row.name, row.sex, row.birth_date, education, *way])
            names.setdefault(post, []).append(row.name)
    write_rows(path, rows)
    names[_RESERVE].pop(-2)
    return names


def _named(row: Row) -> str:
    return f"{row.name}（{row.birth_date}）"


def _choose(roll: list[Row], number: int) -> list[Row]:
    """Different names, men and women by turns, from all over the roll; the young one stands where the members begin."""
    chosen: list[Row] = []
    for row in roll[:: max(1, len(roll) // 400)]:
        young = len(chosen) == _CANDIDATES["director"] + _CANDIDATES["vice_director"]
        born = ("1997", "2002") if young else ("1966", "1996")
        wanted = "男女"[len(chosen) % 2]
        if born[0] <= row.birth_date[:4] < born[1] and row.sex == wanted and row.name not in {c.name for c in chosen}:
            chosen.append(row)
        if len(chosen) == number:
            break
    return chosen


def _write_sheets(folder: Path, count: int, names: dict[str, list[str]]) -> None:
    for place, station in enumerate(STATIONS):
        sheet = figures(count, place)
        second = _mistyped(sheet) if place == _MISTYPED_STATION else sheet
        number = place + 1
        for entry, clerk, typed in (("a", "录入员甲", sheet), ("b", "录入员乙", second)):
            path = folder / f"station-{number}-entry-{entry}.xlsx"
            write_sheet(path, station=station, typed_by=clerk, sheet=typed, names=names)
        if second is not sheet:
            path = folder / f"station-{number}-entry-b-corrected.xlsx"
            write_sheet(path, station=station, typed_by="录入员乙", sheet=sheet, names=names)


def _mistyped(sheet: dict[str, Any]) -> dict[str, Any]:
    """The first candidate's votes with their last two digits swapped: every sum still fits, only comparing finds it."""
    director = sheet["contests"]["director"]
    first, *others = director["votes"]
    swapped = first // 100 * 100 + first % 10 * 10 + first // 10 % 10
    return {**sheet, "contests": {**sheet["contests"], "director": {**director, "votes": [swapped, *others]}}}


def _write_broken(folder: Path, rows: list[Row]) -> None:
    """Small files to try errors with, and two good ones beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [",".join(row) for row in rows]
    header = ",".join(HEADER)
    under_age = lines[0].replace(rows[0].birth_date, "2015-05-05")
    files = {
        "roll-utf8.csv": "\ufeff" + "\n".join([header, *lines]) + "\n",
        "roll-missing-column.csv": "\n".join([header.replace("出生日期,", ""), *lines]) + "\n",
        "roll-underage-and-duplicate.csv": "\n".join([header, under_age, *lines[1:], lines[1]]) + "\n",
        "roll-empty.csv": "",
        "roll-not-a-table.pdf": "%PDF-1.4\n%%EOF\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    write_rows(folder / "roll.xlsx", [HEADER, *rows])


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    generate()
