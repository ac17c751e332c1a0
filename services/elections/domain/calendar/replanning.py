"""Planning a timetable anew: because a stage slips, because polling day moves, or because days have passed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from services.elections.domain.calendar.planning import Course, Plan, Span, plan, usual_span
from services.elections.domain.calendar.stages import POLLING
from services.elections.domain.procedure.exceptions import SHORTEST_REASON
from shared.errors import FieldError, Invalid

if TYPE_CHECKING:
    from datetime import date

    from services.elections.domain.calendar.stages import Stage, Template
    from services.elections.domain.rules.rule_set import RuleSet


@dataclass(frozen=True, slots=True)
class Replan:
    """What is to change: polling day, the day of one stage, both, or nothing but that time has passed."""

    reason: str
    polling_day: date | None = None
    stage: str | None = None
    planned_on: date | None = None


def planned_anew(polling_day: date, command: Replan, rules: RuleSet, template: Template, course: Course) -> Plan:
    """The new plan: what is done stays, later stages move as little as they must, and polling day stays unless another
    is asked for.

    Raises Invalid for a stage that cannot be on its day, Conflict that tells the earliest possible polling day.
    """
    _check(command, template, course)
    day = command.polling_day or polling_day
    wishes = dict(course.planned) if day == polling_day else {}
    stage = template.stage(command.stage or "")
    slips: dict[str, date] = {}
    if stage is not None and command.planned_on is not None:
        usual = usual_span(stage, day)
        wishes[stage.code] = Span(command.planned_on - (usual.ends_on - usual.begins_on), command.planned_on)
        slips[stage.code] = command.planned_on
    made = plan(day, rules, template, replace(course, planned=wishes, fixed=slips), anew=True)
    made.must_be_lawful()
    _kept(made, command)
    return made


def changed_spans(made: Plan) -> dict[str, Span]:
    """The stages ahead that stand on other days than the template says."""
    return {
        each.stage.code: each.span
        for each in made.stages
        if not each.done and each.span != usual_span(each.stage, made.polling_day)
    }


def _check(command: Replan, template: Template, course: Course) -> None:
    faults: list[FieldError] = []
    if len(command.reason.strip()) < SHORTEST_REASON:
        facts = {"least": str(SHORTEST_REASON)}
        faults.append(FieldError("reason", "reason_too_short", "理由会公布，至少{least}个字。", facts))
    if (command.stage is None) != (command.planned_on is None):
        faults.append(FieldError("planned_on", "stage_and_day", "调整一个环节时，环节和计划日期都要填写。"))
    if command.stage is not None:
        faults += _stage_faults(command.stage, template.stage(command.stage), course)
    if command.planned_on is not None and command.planned_on < course.today:
        days = {"on": command.planned_on.isoformat(), "today": course.today.isoformat()}
        faults.append(FieldError("planned_on", "date_past", "计划日期{on}已经过去，今天是{today}。", days))
    if faults:
        raise Invalid("replan_invalid", "日程调整有误，请按提示修改。", fields=faults)


def _stage_faults(code: str, stage: Stage | None, course: Course) -> list[FieldError]:
    if stage is None:
        return [FieldError("stage", "stage_unknown", "日程里没有这个环节。")]
    if code == POLLING:
        return [FieldError("stage", "stage_polling", "投票日请填在“选举日”里。")]
    if code in course.done:
        message = "“{stage_name}”已经完成，不能再调整。"
        return [FieldError("stage", "stage_done", message, {"stage_name": stage.zh})]
    return []


def _kept(made: Plan, command: Replan) -> None:
    """The stage is on the day that was asked for, and within the law's period."""
    asked = made.stage(command.stage) if command.stage else None
    if asked is None or command.planned_on is None:
        return
    facts = {"stage_name": asked.stage.zh, "on": command.planned_on.isoformat()}
    if asked.span.ends_on > command.planned_on:
        message = "“{stage_name}”最早可以定在{earliest}。"
        facts["earliest"] = asked.earliest_on.isoformat()
        raise Invalid("replan_invalid", "日程调整有误，请按提示修改。", fields=[_fault("stage_early", message, facts)])
    if asked.lawful_until is not None and command.planned_on > asked.lawful_until:
        message = "“{stage_name}”最迟应在{latest}完成。"
        facts["latest"] = asked.lawful_until.isoformat()
        raise Invalid("replan_invalid", "日程调整有误，请按提示修改。", fields=[_fault("stage_late", message, facts)])


def _fault(code: str, message: str, facts: dict[str, str]) -> FieldError:
    return FieldError("planned_on", code, message, facts)
