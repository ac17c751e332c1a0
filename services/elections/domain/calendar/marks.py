"""Marking a stage of the timetable by hand, and the leaving audit, which only a mark shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from services.elections.domain.calendar.stages import DoneBy
from services.elections.domain.procedure.exceptions import SHORTEST_REASON
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.steps import Step
from shared.errors import Conflict, FieldError, Invalid, Missing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from services.elections.domain.calendar.progress import StageToday
    from services.elections.domain.calendar.stages import Stage
    from services.elections.domain.rules.rule_set import RuleSet

LEAVING_AUDIT = "leaving_audit"


@dataclass(frozen=True, slots=True)
class Mark:
    """`on` is the civil day of the act. A stage that is `not_needed` says why in `note`."""

    on: date
    note: str = ""
    not_needed: bool = False


@dataclass(frozen=True, slots=True)
class TimetableFacts:
    marks: Mapping[str, Mark] = field(default_factory=dict)


def check_mark(stage: Stage, mark: Mark, *, today: date, before: Sequence[StageToday]) -> None:
    """`before` are the stages that it waits for. Raises Conflict for a stage that is not marked by hand or waits for
    others, Invalid for a day ahead or before what it waits for, and for `not_needed` without a reason."""
    _by_hand(stage)
    if waiting := [each for each in before if not each.state.over]:
        raise Conflict(
            "stage_waits", "“{stage_name}”之前还有没有完成的环节。", stage_name=stage.zh, missing=_named(waiting)
        )
    faults: list[FieldError] = []
    if mark.on > today:
        days = {"on": mark.on.isoformat(), "today": today.isoformat()}
        faults.append(FieldError("on", "date_in_future", "日期{on}还没有到，今天是{today}。", days))
    for each in before:
        if each.dated.done_on is not None and mark.on < each.dated.done_on:
            facts = {"stage_name": each.dated.stage.zh, "earlier": each.dated.done_on.isoformat()}
            message = "日期不能早于“{stage_name}”的日期{earlier}。"
            faults.append(FieldError("on", "date_before_earlier_stage", message, facts))
    if mark.not_needed and len(mark.note.strip()) < SHORTEST_REASON:
        facts = {"least": str(SHORTEST_REASON)}
        faults.append(FieldError("note", "reason_too_short", "理由会公布，至少{least}个字。", facts))
    if faults:
        raise Invalid("mark_invalid", "登记的内容有误，请按提示修改。", fields=faults)


def _by_hand(stage: Stage) -> None:
    if stage.done_by.by is DoneBy.STEP:
        facts = {"stage_name": stage.zh, "step_name": Step(stage.done_by.code).zh}
        missing = Missing("step_missing", "须先办理“{step_name}”。", facts=facts)
        message = "“{stage_name}”由选举步骤“{step_name}”完成，不能手工登记。"
        raise Conflict("stage_by_step", message, missing=[missing], **facts)


def _named(waiting: Sequence[StageToday]) -> list[Missing]:
    return [
        Missing("stage_missing", "须先完成“{stage_name}”。", facts={"stage_name": each.dated.stage.zh})
        for each in waiting
    ]


def audit_duties(facts: TimetableFacts, kind: ElectionKind, on: date, rules: RuleSet) -> Iterator[Missing | None]:
    """离任经济责任审计结果应当在下一届居民委员会选举之前公布 (Art 38): before polling day itself."""
    if kind is not ElectionKind.TERM or not rules.audit.leaving_published:
        return
    mark = facts.marks.get(LEAVING_AUDIT)
    if mark is None:
        message = "上一届主任的离任审计结果还没有公布，应在选举之前公布；第一届选举请登记为不需要并说明理由。"
        yield Missing("leaving_audit_unpublished", message, rules.audit.clause)
    elif not mark.not_needed and mark.on >= on:
        days = {"published": mark.on.isoformat()}
        message = "离任审计结果{published}才公布，应在选举日之前公布。"
        yield Missing("leaving_audit_unpublished", message, rules.audit.clause, days)
