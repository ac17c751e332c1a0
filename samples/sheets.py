"""Tally sheets of stations and mobile boxes: figures that add up, as two people typed them from the same paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samples.workbook import write_rows

POSTS = {"director": "主任", "vice_director": "副主任", "member": "委员"}


@dataclass(frozen=True)
class Station:
    """`share`: how many per thousand of all electors were given papers here."""

    name: str
    kind: str
    share: int


STATIONS = (
    Station("第一投票站（社区居委会）", "station", 210),
    Station("第二投票站（步埠小学）", "station", 170),
    Station("第三投票站（新兴一路）", "station", 145),
    Station("第四投票站（西江三路）", "station", 110),
    Station("第五投票站（文澜路）", "station", 55),
    Station("一号流动票箱", "mobile", 22),
    Station("二号流动票箱", "mobile", 13),
)

SUPPORT = {
    "director": (640, 310),
    "vice_director": (700, 590, 380),
    "member": (760, 690, 610, 520, 410, 330),
}
"""Votes per thousand valid papers, by candidate in the order of the list. The fourth member is just above half."""


def figures(electors: int, station: int) -> dict[str, Any]:
    """A station's figures: issued, recovered, and for each post void papers, votes and others."""
    issued = electors * STATIONS[station].share // 1000
    recovered = issued - (station * 3 + 2) % 5
    contests = {}
    for place, (post, support) in enumerate(SUPPORT.items()):
        void = recovered // 90 + (station + place) % 2
        valid = recovered - void
        tilt = (station - 3) * 4  # no two stations vote quite alike
        votes = [valid * (share + (tilt if number % 2 else -tilt)) // 1000 for number, share in enumerate(support)]
        contests[post] = {"void": void, "votes": votes, "others": 1 + (station + place) % 3}
    return {"issued": issued, "recovered": recovered, "contests": contests}


def write_sheet(
    path: Path, *, station: Station, typed_by: str, sheet: dict[str, Any], names: dict[str, list[str]]
) -> None:
    """The form 计票单, filled in."""
    rows: list[Sequence[object]] = [["步埠社区居委会换届选举计票单"]]
    for key, value in (
        ("投票站", station.name),
        ("录入人", typed_by),
        ("发出选票", sheet["issued"]),
        ("收回选票", sheet["recovered"]),
    ):
        rows.append([key, value])
    rows.append(["职务", "候选人", "赞成票"])
    for post, contest in sheet["contests"].items():
        counted = zip(names[post], contest["votes"], strict=True)
        rows += [[POSTS[post], name, votes] for name, votes in counted]
        rows += [[POSTS[post], "废票", contest["void"]], [POSTS[post], "另选他人", contest["others"]]]
    write_rows(path, rows, sheet="计票单")
