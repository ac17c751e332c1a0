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
    """`share`: how many per thousand of all electors were given papers here. `requests`: electors who asked for the
    mobile box."""

    name: str
    kind: str
    share: int
    address: str = ""
    requests: int = 0


STATIONS = (
    Station("第一投票站（社区居委会）", "station", 210, "步埠巷1号"),
    Station("第二投票站（步埠小学）", "station", 170, "西江三路20号"),
    Station("第三投票站（新兴一路）", "station", 145, "新兴一路55号"),
    Station("第四投票站（西江三路）", "station", 110, "西江三路88号"),
    Station("第五投票站（文澜路）", "station", 55, "文澜路12号"),
    Station("一号流动票箱", "mobile", 22, requests=70),
    Station("二号流动票箱", "mobile", 13, requests=41),
)

SUPPORT = {
    "director": (640, 310),
    "vice_director": (700, 470, 380),
    "member": (760, 690, 610, 520, 520, 330),
}
"""Votes per thousand valid papers, by candidate in the order of the paper. The second vice director has less than half;
the fourth and the fifth member have equal votes, just above half."""

_TIED = (3, 4)  # their places among the members
_SHIFT = (2, -2, 1, -1, 0, 0, 0)  # what the fifth has more than the fourth, by station: in all they are equal

AGAIN = {"another_ballot": {"vice_director": (560, 410)}, "revote": {"member": (520, 450)}}
"""The same for the further ballots: most votes win, among the two who stand."""


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
        if post == "member":
            first, second = _TIED
            votes[second] = votes[first] + _SHIFT[station]
        contests[post] = {"void": void, "votes": votes, "others": 1 + (station + place) % 3}
    return {"issued": issued, "recovered": recovered, "contests": contests}


def figures_again(electors: int, kind: str) -> list[dict[str, Any]]:
    """Each station's figures in a further ballot: fewer come."""
    sheets = []
    for station in STATIONS:
        issued = electors * station.share * 8 // 10_000
        recovered = issued - 1
        contests = {
            post: {"void": 1, "votes": [(recovered - 1) * share // 1000 for share in support], "others": 0}
            for post, support in AGAIN[kind].items()
        }
        sheets.append({"issued": issued, "recovered": recovered, "contests": contests})
    return sheets


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
        rows += [[POSTS[post], f"废票：{ground}", papers] for ground, papers in _by_ground(contest["void"]) if papers]
        rows.append([POSTS[post], "另选他人", contest["others"]])
    write_rows(path, rows, sheet="计票单")


def _by_ground(void: int) -> list[tuple[str, int]]:
    """Most void papers name too many, some are blank."""
    return [("空白票", void // 3), ("所选人数超过应选名额", void - void // 3)]
