"""Training on the dashboard: who has completed enough (R47), what is lacking (R3), what is put into it (R13)."""

from __future__ import annotations

from collections.abc import Sequence

from services.training.domain.learning.compliance import Standing
from services.training.domain.learning.courses import Competency
from services.training.pages.desk.panels import Asked, Bar, Column, Panel, Row, area_of, column, grouped, number, placed
from shared.messages import translate
from shared.web.desk.inside import ask

_FAR = 2  # levels: who knows nothing of what the post needs to be done alone


def _accounts(asked: Asked) -> Sequence[Row]:
    return placed(asked, ask("/api/v1/compliance", area=asked.area, year=asked.year)["items"])


def _compliance(rows: Sequence[Row]) -> Sequence[Bar]:
    return [_community(area, found) for area, found in grouped(rows, area_of).items()]


def _community(area: str, rows: Sequence[Row]) -> Bar:
    good = sum(row["standing"] in {Standing.COMPLETE, Standing.ON_TRACK} for row in rows)
    behind = sum(row["standing"] == Standing.BEHIND for row in rows)
    short = len(rows) - good - behind
    words = [
        translate(told, count=count)
        for told, count in (("{count}人进度落后", behind), ("{count}人预计不足", short))
        if count
    ]
    text = translate("{part}/{whole}人", part=good, whole=len(rows))
    return Bar(area, rows[0]["place"], good, len(rows), text, translate("，").join(words))


def _lacking(asked: Asked) -> Sequence[Row]:
    answer = ask("/api/v1/levels/gaps", area=asked.area)
    return [{**row, "in_office": answer["in_office"]} for row in placed(asked, answer["items"])]


def _gaps(rows: Sequence[Row]) -> Sequence[Bar]:
    """Of each competency how many lack it, most first."""
    by_competency = sorted(grouped(rows, _competency).items(), key=lambda each: -len(each[1]))
    return [_gap(code, found) for code, found in by_competency]


def _gap(code: str, rows: Sequence[Row]) -> Bar:
    whole = rows[0]["in_office"]
    text = translate("{part}/{whole}人未达到岗位要求", part=len(rows), whole=whole)
    far = sum(row["missing"] >= _FAR for row in rows)
    flag = translate("{count}人相差{levels}级以上", count=far, levels=_FAR) if far else ""
    return Bar(code, translate(Competency(code).zh), len(rows), whole, text, flag)


def _competency(row: Row) -> str:
    return str(row["competency"])


def _efforts(asked: Asked) -> Sequence[Row]:
    return placed(asked, ask("/api/v1/compliance/effort", area=asked.area, year=asked.year)["items"])


def _effort(rows: Sequence[Row]) -> Sequence[Bar]:
    sums = {area: [sum(row[name] for row in found) for name in ("hours", "duty_hours", "fen")]
            for area, found in grouped(rows, area_of).items()}  # fmt: skip
    most = max((hours for hours, _, _ in sums.values()), default=0)
    places = {area_of(row): row["place"] for row in rows}
    return [
        Bar(area, places[area], hours, most, _put_in(hours, duty, fen), "" if hours else translate("没有培训"))
        for area, (hours, duty, fen) in sums.items()
    ]


def _put_in(hours: int, duty: int, fen: int) -> str:
    share = 1000 * hours // duty if duty else 0
    return translate("{hours}学时，{yuan}元，占工时{share}‰", hours=hours, yuan=fen // 100, share=share)


PANELS = (
    Panel(
        "compliance",
        "年度培训",
        "每名干部每年至少完成4次培训；完成或者进度正常的人数。",
        _accounts,
        _compliance,
        area_of,
        (
            column("社区", "place"),
            column("姓名", "name"),
            Column("进度", lambda row: translate(Standing(row["standing"]).zh)),
            number("应完成", "needed"),
            number("已完成", "done"),
            number("已报名", "planned"),
            number("还差", "missing"),
            Column("可补的培训", lambda row: len(row["remedy"]["sessions"]), "number"),
        ),
    ),
    Panel(
        "gaps",
        "能力差距",
        "岗位要求的能力等级与评估等级相比；没有评估的按没有计算。",
        _lacking,
        _gaps,
        _competency,
        (
            column("社区", "place"),
            column("姓名", "name"),
            Column("能力", lambda row: translate(Competency(row["competency"]).zh)),
            number("岗位要求", "needed"),
            number("等级", "level"),
            number("相差", "missing"),
        ),
    ),
    Panel(
        "effort",
        "培训投入",
        "培训学时和经费，与干部的工作时间相比。",
        _efforts,
        _effort,
        area_of,
        (
            column("社区", "place"),
            column("姓名", "name"),
            number("完成次数", "sessions"),
            number("学时", "hours"),
            Column("经费（元）", lambda row: row["fen"] // 100, "number"),
            number("工作时数", "duty_hours"),
        ),
    ),
)
