"""The statutory report on elections: its columns, and the sums for subdistricts and for the whole area.

The columns are those of the civil-affairs report, but for votes by letter: the law knows none (Art 19 has electors vote
at the place or through an agent). What was not recorded is None: a zero would say that it was counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

_SUBDISTRICT = 9  # digits of a division code

COLUMNS: dict[str, str] = {
    "electors": "登记选民",
    "turned_18": "新满十八周岁",
    "moved_in": "迁入",
    "family_in": "婚姻家庭迁入",
    "rights_restored": "恢复政治权利",
    "moved_out": "迁出",
    "family_out": "婚姻家庭迁出",
    "died": "去世",
    "rights_lost": "被剥夺政治权利",
    "issued": "发出选票",
    "voted": "参加投票",
    "voted_hall": "中心会场投票",
    "voted_station": "投票站投票",
    "voted_mobile": "流动票箱投票",
    "written_for": "代写选票",
    "proxies": "委托投票",
    "agents": "受托人",
    "stations": "投票站数",
    "mobile_boxes": "流动票箱数",
    "seats": "应选名额",
    "nominees": "被提名人",
    "standing": "正式候选人",
    "nominees_party": "党组织提名",
    "nominees_joint": "选民联名提名",
    "nominees_women": "被提名妇女",
    "nominees_minority": "被提名少数民族",
    "elected": "当选",
    "elected_women": "当选妇女",
    "elected_minority": "当选少数民族",
    "elected_first": "首次当选",
    "elected_again": "连任",
    "another_ballots": "另行选举次数",
    "revotes": "重新投票次数",
    "recalls": "罢免投票次数",
    "recalled_director": "罢免主任",
    "recalled_vice_director": "罢免副主任",
    "recalled_member": "罢免委员",
    "objections": "名单申诉",
    "complaints": "举报",
    "voided": "宣布无效",
}
"""By code: what the column is called."""

UNRECORDED = frozenset({"written_for", "nominees_minority", "elected_minority"})
"""Columns of what need not be recorded: None where it was not."""

MAJORITY = "汉族"

Figures = dict[str, int | None]


@dataclass(frozen=True, slots=True)
class Row:
    """An election with its figures, by the code of the column."""

    election_id: UUID
    area: str
    name: str
    title: str
    kind: str
    state: str
    polling_day: date
    figures: Figures


@dataclass(frozen=True, slots=True)
class Total:
    """Sums of the elections of an area; `area` is a subdistrict's code, or that of the whole report."""

    area: str
    elections: int
    figures: Figures


def totals(rows: Sequence[Row], area: str) -> list[Total]:
    """Of each subdistrict in the order of codes, then of all; nothing where there is no election."""
    if not rows:
        return []
    ordered = sorted(rows, key=_subdistrict)
    parts = [(f"{prefix}000", list(group)) for prefix, group in groupby(ordered, key=_subdistrict)]
    return [*(_total(code, group) for code, group in parts), _total(area, rows)]


def figures_of(groups: Iterable[Mapping[UUID, Figures]], election_id: UUID) -> Figures:
    """An election's figures from all groups of columns; what no group knows of it is none."""
    found: Figures = {code: None if code in UNRECORDED else 0 for code in COLUMNS}
    for group in groups:
        found |= group.get(election_id, {})
    return found


def _subdistrict(row: Row) -> str:
    return row.area[:_SUBDISTRICT]


def _total(area: str, rows: Sequence[Row]) -> Total:
    return Total(area, len(rows), {code: _sum(row.figures[code] for row in rows) for code in COLUMNS})


def _sum(figures: Iterable[int | None]) -> int | None:
    """Of what was recorded."""
    known = [figure for figure in figures if figure is not None]
    return sum(known) if known else None
