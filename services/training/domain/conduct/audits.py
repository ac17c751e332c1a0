"""Audits: one of each community's finances in a year, and the director's term and leaving audits (Art 38)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from shared.errors import Conflict, FieldError, Invalid
from shared.worded import Worded

LEAVING_DAYS_BEFORE = 180
"""So long before a director's term ends its leaving audit is planned: it is published before the next election."""


class AuditKind(Worded):
    YEARLY = "yearly", "年度财务审计"  # of a community's finances
    TERM = "term", "任期经济责任审计"  # of a director, within the term
    LEAVING = "leaving", "离任经济责任审计"  # of a director, at its end


class AuditState(Worded):
    PLANNED = "planned", "已安排"
    BEGUN = "begun", "审计中"
    REPORTED = "reported", "已出报告"
    PUBLISHED = "published", "已公布"
    CLOSED = "closed", "已销号"  # published, and every finding rectified
    CANCELLED = "cancelled", "已取消"


class AuditStep(Worded):
    BEGIN = "begin", "开始审计"
    REPORT = "report", "提交报告"
    PUBLISH = "publish", "公布结果"
    CLOSE = "close", "销号"
    CANCEL = "cancel", "取消"


class Light(StrEnum):
    """How a community stands with a year's audit."""

    GREEN = "green"  # published, nothing late
    AMBER = "amber"  # under way, in time
    RED = "red"  # none, or late


_STEPS: dict[AuditStep, tuple[Collection[AuditState], AuditState]] = {
    AuditStep.BEGIN: ({AuditState.PLANNED}, AuditState.BEGUN),
    AuditStep.REPORT: ({AuditState.BEGUN}, AuditState.REPORTED),
    AuditStep.PUBLISH: ({AuditState.REPORTED}, AuditState.PUBLISHED),
    AuditStep.CLOSE: ({AuditState.PUBLISHED}, AuditState.CLOSED),
    AuditStep.CANCEL: ({AuditState.PLANNED, AuditState.BEGUN}, AuditState.CANCELLED),
}

OPEN = frozenset({AuditState.PLANNED, AuditState.BEGUN, AuditState.REPORTED})
PUBLIC = frozenset({AuditState.PUBLISHED, AuditState.CLOSED})


@dataclass(frozen=True, slots=True)
class NewFinding:
    """`fen` is the money in question, if there is any; `due_on` the day by which it is put right."""

    text: str
    due_on: date
    fen: int | None = None


@dataclass(frozen=True, slots=True)
class AuditToday:
    """What a year's verdict needs of an audit; `late_findings` are past their day and not rectified."""

    state: AuditState
    due_on: date
    late_findings: int = 0


def move(state: AuditState, step: AuditStep) -> AuditState:
    """Raises Conflict for a step that the state does not allow."""
    allowed, reached = _STEPS[step]
    if state not in allowed:
        message = "审计“{state_name}”，现在不能“{step_name}”。"
        raise Conflict("audit_step_impossible", message, state_name=state.zh, step_name=step.zh)
    return reached


def check_plan(kind: AuditKind, *, due_on: date, has_director: bool, today: date) -> None:
    """A director's audit names the director's term, a community's yearly one nobody."""
    faults = []
    if due_on < today:
        facts = {"today": today.isoformat()}
        faults.append(FieldError("due_on", "date_past", "期限不能早于今天{today}。", facts))
    if has_director is (kind is AuditKind.YEARLY):
        message = "任期审计和离任审计须写明是哪一届主任，年度审计不写。"
        faults.append(FieldError("term_id", "term_wrong", message))
    _refuse(faults)


def check_report(findings: Sequence[NewFinding], *, begun_on: date, reported_on: date, today: date) -> None:
    faults = [
        FieldError(f"findings.{place}.due_on", "due_before_report", "整改期限应晚于报告日期。")
        for place, finding in enumerate(findings)
        if finding.due_on <= reported_on
    ]
    if not begun_on <= reported_on <= today:
        facts = {"begun": begun_on.isoformat()}
        message = "报告日期应在开始日{begun}到今天之间。"
        faults.append(FieldError("reported_on", "date_impossible", message, facts))
    _refuse(faults)


def check_publisher(publisher: str, reported_by: str) -> None:
    """Raises Conflict: who recorded an audit's report does not publish it."""
    if publisher == reported_by:
        raise Conflict("publisher_reported", "审计报告是您登记的，应由另一人公布结果。")


def check_rectified(on: date, *, reported_on: date, today: date) -> None:
    if not reported_on <= on <= today:
        facts = {"reported": reported_on.isoformat()}
        message = "整改日期应在报告日{reported}到今天之间。"
        _refuse([FieldError("on", "date_impossible", message, facts)])


def check_closed(unrectified: int) -> None:
    if unrectified:
        raise Conflict("findings_open", "还有{count}项问题没有整改。", count=unrectified)


def light(audits: Sequence[AuditToday], *, today: date) -> Light:
    """A community's yearly audit: a year without one is red, and so is a day that has passed."""
    standing = [each for each in audits if each.state is not AuditState.CANCELLED]
    if not standing or any(_late(each, today) for each in standing):
        return Light.RED
    return Light.GREEN if all(each.state in PUBLIC for each in standing) else Light.AMBER


def leaving_due(ends_on: date, *, today: date) -> date:
    """The result is published before the next election; a term that has ended leaves a month."""
    return max(ends_on, today + timedelta(days=30))


def _late(audit: AuditToday, today: date) -> bool:
    return audit.late_findings > 0 or (audit.state in OPEN and audit.due_on < today)


def _refuse(faults: Sequence[FieldError]) -> None:
    if faults:
        raise Invalid("audit_invalid", "审计的登记有误，请按提示修改。", fields=faults)
