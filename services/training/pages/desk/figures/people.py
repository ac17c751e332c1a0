"""Cadres on the dashboard: who came and left (R6), and those of different sources beside each other (R4)."""

from __future__ import annotations

from collections.abc import Sequence

from services.training.domain.learning.competencies import MOST
from services.training.domain.office.cadres import Source
from services.training.pages.desk.panels import Asked, Bar, Column, Panel, Row, area_of, column, number, placed
from shared.messages import translate
from shared.web.desk.inside import ask

_HIGH_PERMILLE = 250  # who leaves in a year: a quarter of a team is one post in four to be filled anew


def _communities(asked: Asked) -> Sequence[Row]:
    return placed(asked, ask("/api/v1/staff-figures/turnover/communities", area=asked.area)["items"])


def _turnover(rows: Sequence[Row]) -> Sequence[Bar]:
    return [_community(row) for row in rows]


def _community(row: Row) -> Bar:
    text = translate("离任{left}人，新任{joined}人", left=row["left"], joined=row["joined"])
    permille = row["permille"] or 0
    flag = translate("流动率{percent}%", percent=permille // 10) if permille >= _HIGH_PERMILLE else ""
    return Bar(row["area"], row["place"], permille, 1000, text, flag)


def _sources(asked: Asked) -> Sequence[Row]:
    return list(ask("/api/v1/staff-figures/cohorts", area=asked.area)["items"])


def _cohorts(rows: Sequence[Row]) -> Sequence[Bar]:
    return [_cohort(row) for row in rows]


def _cohort(row: Row) -> Bar:
    level = row["mean_level"]
    mean = translate("没有评估") if level is None else translate("平均等级{level}", level=level)
    text = translate("{count}人，{mean}", count=row["in_office"], mean=mean)
    return Bar(_source(row), _word(row), int(10 * (level or 0)), 10 * MOST, text)


def _source(row: Row) -> str:
    return str(row["source"])


def _word(row: Row) -> str:
    return translate(Source(row["source"]).zh if row["source"] else "来源不明")


PANELS = (
    Panel(
        "turnover",
        "队伍流动",
        "本年离任的人数，与在任人数相比。",
        _communities,
        _turnover,
        area_of,
        (
            column("社区", "place"),
            number("年初在任", "at_start"),
            number("新任", "joined"),
            number("离任", "left"),
            number("现在在任", "at_end"),
            number("流动率（‰）", "permille"),
        ),
    ),
    Panel(
        "cohorts",
        "来源比较",
        "不同来源干部的能力、出勤和流动。",
        _sources,
        _cohorts,
        _source,
        (
            Column("来源", _word),
            number("在任人数", "in_office"),
            number("女性", "women"),
            number("高中以上", "schooled"),
            number("年龄中位数", "median_age"),
            number("平均等级", "mean_level"),
            number("报名", "enrolled"),
            number("出勤", "attended"),
            number("离任", "left"),
        ),
    ),
)
