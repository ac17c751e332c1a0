"""Duties on the dashboard: audits (R52, Art 38), disclosures and promises that are late (R28, R51)."""

from __future__ import annotations

from collections.abc import Sequence

from services.training.domain.conduct.audits import AuditState, Light
from services.training.domain.regimes.catalogue import REGIMES
from services.training.pages.desk.panels import Asked, Bar, Column, Panel, Row, column, grouped, number, placed
from shared.messages import translate
from shared.web.desk.inside import ask

_LIGHTS = {Light.RED: "没有审计或者逾期", Light.AMBER: "正在办理", Light.GREEN: "已公布"}


def _years(asked: Asked) -> Sequence[Row]:
    return placed(asked, ask("/api/v1/audit-years", year=asked.year)["items"])


def _audits(rows: Sequence[Row]) -> Sequence[Bar]:
    by_light = grouped(rows, _light)
    return [_shown(light, len(by_light.get(light, ())), len(rows)) for light in _LIGHTS]


def _shown(light: Light, count: int, whole: int) -> Bar:
    text = translate("{part}/{whole}个社区", part=count, whole=whole)
    flag = translate("红灯") if count and light is Light.RED else ""
    return Bar(light, translate(_LIGHTS[light]), count, whole, text, flag)


def _light(row: Row) -> str:
    return str(row["light"])


def _late(asked: Asked) -> Sequence[Row]:
    return placed(asked, ask("/api/v1/records/overdue")["items"])


def _overdue(rows: Sequence[Row]) -> Sequence[Bar]:
    return [_duty(code, found) for code, found in grouped(rows, _regime).items()]


def _duty(code: str, rows: Sequence[Row]) -> Bar:
    text = translate("{count}项，最久的逾期{days}天", count=len(rows), days=max(row["days"] for row in rows))
    return Bar(code, translate(REGIMES[code].zh), len(rows), len(rows), text, translate("逾期"))


def _regime(row: Row) -> str:
    return str(row["regime"])


def _promised(row: Row) -> str:
    facts = row["facts"]
    return str(facts.get("promise") or facts.get("content") or "")


PANELS = (
    Panel(
        "audits",
        "财务审计",
        "每个社区每年一次审计，结果要公布。",
        _years,
        _audits,
        _light,
        (
            column("社区", "place"),
            Column("情况", lambda row: translate(_LIGHTS[Light(row["light"])])),
            Column("审计", lambda row: translate(AuditState(row["state"]).zh) if row["state"] else None),
            column("期限", "due_on"),
            number("未整改", "unrectified"),
        ),
    ),
    Panel(
        "overdue",
        "逾期事项",
        "应公开而未公开、应落实而未落实的事项。",
        _late,
        _overdue,
        _regime,
        (
            column("社区", "place"),
            Column("制度", lambda row: translate(REGIMES[row["regime"]].zh)),
            Column("逾期的事", _promised),
            number("逾期天数", "days"),
        ),
    ),
)
