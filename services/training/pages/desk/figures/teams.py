"""Teams on the dashboard: their structure (R39, R40, Art 8), joint meetings (R5), who could follow (R8, R9)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.training.domain.conduct.joint_meetings import LONGEST_GAP
from services.training.domain.office.posts import Post
from services.training.domain.team.structure import State
from services.training.pages.desk.panels import Asked, Bar, Column, Panel, Row, area_of, column, grouped, number, placed
from shared.messages import translate
from shared.web.desk.inside import ask

_STATES = {State.MET: "符合", State.BROKEN: "不符合", State.UNKNOWN: "资料不全"}


def _verdicts(asked: Asked) -> Sequence[Row]:
    items = placed(asked, ask("/api/v1/structure", area=asked.area)["items"])
    return [{**verdict, "area": item["area"], "place": item["place"]} for item in items for verdict in item["verdicts"]]


def _structure(rows: Sequence[Row]) -> Sequence[Bar]:
    return [_rule(code, found) for code, found in grouped(rows, _code).items()]


def _rule(code: str, rows: Sequence[Row]) -> Bar:
    met, broken = (sum(row["state"] == state for row in rows) for state in (State.MET, State.BROKEN))
    text = translate("{part}/{whole}个社区符合", part=met, whole=len(rows))
    flag = translate("{count}个社区不符合", count=broken) if broken else ""
    return Bar(code, rows[0]["name"], met, len(rows), text, flag)


def _code(row: Row) -> str:
    return str(row["code"])


def _coverage(asked: Asked) -> Sequence[Row]:
    return placed(asked, ask("/api/v1/staff-figures/succession", area=asked.area)["items"])


def _succession(rows: Sequence[Row]) -> Sequence[Bar]:
    return [_followers(row) for row in rows]


def _followers(row: Row) -> Bar:
    text = translate("{ready}人可任用，{seats}个职位", ready=row["ready"], seats=row["seats"])
    label = f"{row['place']} · {translate(Post(row['post']).zh)}"
    return Bar(_seat(row), label, row["ready"], row["seats"], text, translate("无人可接任") if row["red"] else "")


def _seat(row: Row) -> str:
    return f"{row['area']}.{row['post']}"


def _empty(asked: Asked) -> Sequence[Row]:
    return placed(asked, ask("/api/v1/vacancies", area=asked.area)["items"])


def _vacancies(rows: Sequence[Row]) -> Sequence[Bar]:
    longest = max((row["days"] for row in rows), default=0)
    return [_vacancy(row, longest) for row in rows]


def _vacancy(row: Row, longest: int) -> Bar:
    label = f"{row['place']} · {translate(Post(row['post']).zh)}"
    return Bar(_seat(row), label, row["days"], longest, translate("{days}天", days=row["days"]), translate("空缺"))


def _fitting(row: Row) -> str:
    return translate("、").join(each["reserve"]["name"] for each in row["suggested"] if each["fits"])


def _days_since(asked: Asked) -> Sequence[Row]:
    return placed(asked, ask("/api/v1/joint-meeting-gaps")["items"])


def _meetings(rows: Sequence[Row]) -> Sequence[Bar]:
    most = max((row["days"] or 0 for row in rows), default=0)
    return [_meeting(row, most) for row in rows]


def _meeting(row: Row, most: int) -> Bar:
    days: Any = row["days"]
    text = translate("没有会议记录") if days is None else translate("{days}天前", days=days)
    flag = translate("超过{days}天没有开会", days=LONGEST_GAP) if row["overdue"] else ""
    return Bar(row["area"], row["place"], most if days is None else days, most, text, flag)


PANELS = (
    Panel(
        "structure",
        "班子结构",
        "两委班子对照法律和本地规定。",
        _verdicts,
        _structure,
        _code,
        (
            column("社区", "place"),
            column("规定", "name"),
            Column("结论", lambda row: translate(_STATES[State(row["state"])])),
            column("情况", "message"),
        ),
    ),
    Panel(
        "succession",
        "后备接任",
        "可任用的后备人选与职位数相比。",
        _coverage,
        _succession,
        _seat,
        (
            column("办事处", "place"),
            Column("职务", lambda row: translate(Post(row["post"]).zh)),
            number("职位", "seats"),
            number("可任用", "ready"),
            number("培养中", "on_the_way"),
            number("覆盖率（%）", "percent"),
        ),
    ),
    Panel(
        "vacancies",
        "职位空缺",
        "有职数而无人任职的职位，以及人才库中合适的人选。",
        _empty,
        _vacancies,
        _seat,
        (
            column("社区", "place"),
            Column("职务", lambda row: translate(Post(row["post"]).zh)),
            number("空缺职位", "seats"),
            column("自", "since"),
            number("天数", "days"),
            Column("合适人选", _fitting),
        ),
    ),
    Panel(
        "meetings",
        "两委联席会议",
        "距上次两委联席会议的天数。",
        _days_since,
        _meetings,
        area_of,
        (column("社区", "place"), column("上次会议", "last_on"), number("天数", "days")),
    ),
)
