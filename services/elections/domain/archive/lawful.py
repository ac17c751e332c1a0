"""Whether the steps were lawful: their order, their days, who took them, and what the office above excused."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from services.elections.domain.archive.contents import AUDIT, ELECTION, ROLL, SHEETS, STEPS
from services.elections.domain.archive.packing import read_json
from services.elections.domain.archive.report import first_or, noted, ok, wrong
from services.elections.domain.calendar.timetable import Timetable
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.steps import WAY, Step
from services.elections.domain.rules.numbers import deadline

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from services.elections.domain.archive.report import Line
    from services.elections.domain.rules.rule_set import RuleSet

_ORDER = [step for _, step in WAY]
_TAKEN_OVER = (Step.ANNOUNCE, Step.PUBLISH_ROLL, Step.PUBLISH_CANDIDATES)
"""A further ballot has these from the election that it follows on, and their lines in the audit trail are there."""


def step_lines(files: Mapping[str, bytes]) -> list[Line]:
    """All steps up to the certification in their order, on days in that order, each with its line in the audit
    trail."""
    election, steps = read_json(files, ELECTION), read_json(files, STEPS)["steps"]
    lines = {(line["action"], line["actor"]) for line in read_json(files, AUDIT)}
    faults = [*_order_faults(steps), *_trail_faults(steps, lines, ElectionKind(election["kind"]))]
    return first_or(faults, ok("steps", "{count}个步骤次序正确，都在审计记录中。", count=len(steps)))


def _order_faults(steps: Sequence[Mapping[str, Any]]) -> Iterator[Line]:
    way = [step for step in _ORDER if any(each["step"] == step for each in steps)]
    if way != _ORDER:
        missing = next(step for step in _ORDER if step not in way)
        yield wrong("step_missing", "没有办理“{step_name}”。", step_name=missing.zh)
    by_step = {each["step"]: date.fromisoformat(each["on"]) for each in steps}
    days = [by_step[step] for step in way]
    if days != sorted(days):
        yield wrong("steps_out_of_order", "各步骤的日期次序不对。")


def _trail_faults(
    steps: Sequence[Mapping[str, Any]], trail: set[tuple[str, str]], kind: ElectionKind
) -> Iterator[Line]:
    for each in steps:
        step = Step(each["step"])
        if kind.further and step in _TAKEN_OVER:
            continue
        if (step.value, each["by"]) not in trail:
            yield wrong("step_not_in_trail", "“{step_name}”不在审计记录中。", step_name=step.zh)


def certifier_lines(files: Mapping[str, bytes]) -> Iterator[Line]:
    """Who certified typed nothing, and neither closed the poll nor started the count (R53)."""
    taken = {each["step"]: each["by"] for each in read_json(files, STEPS)["steps"]}
    certifier = taken[Step.CERTIFY]
    clerks = {
        entry["clerk"]
        for station in read_json(files, SHEETS)["stations"]
        for sheet in station["sheets"]
        for entry in sheet["entries"]
    }
    if certifier in clerks | {taken[Step.CLOSE], taken[Step.COUNT]}:
        yield wrong("certifier_involved", "确认结果的人录入过计票单，或者办理过结束投票、开始计票。")
    else:
        yield ok("certifier", "确认结果的人没有录入过计票单，也没有办理结束投票和开始计票。")


def roll_lines(files: Mapping[str, bytes]) -> Iterator[Line]:
    """The roll that was voted on is the last one that was published."""
    election, roll = read_json(files, ELECTION), read_json(files, ROLL)
    last = roll["versions"][-1] if roll["versions"] else None
    facts = {"electors": election["electors"], "roll_hash": roll["roll_hash"]}
    if last is None or (last["electors"], last["roll_hash"]) != (election["electors"], roll["roll_hash"]):
        yield wrong("roll_differs", "选民人数或名单校验码与最后公布的名单不同。", **facts)
    else:
        yield ok("roll", "选民{electors}人，名单校验码{roll_hash}，即最后公布的名单。", **facts)


def period_lines(files: Mapping[str, bytes], rules: RuleSet) -> Iterator[Line]:
    """The law's 20, 5, 3 and 10 days. A late reply or handover is a breach for all to see and voids nothing."""
    election, papers = read_json(files, ELECTION), read_json(files, STEPS)
    timetable = Timetable(date.fromisoformat(election["polling_day"]), rules)
    taken = {each["step"]: date.fromisoformat(each["on"]) for each in papers["steps"]}
    excused = {each["duty"]: each["reason"] for each in papers["exceptions"]}
    if not ElectionKind(election["kind"]).further:
        yield _roll_period(taken[Step.PUBLISH_ROLL], timetable, excused)
        yield from _objection_periods(papers["objections"], taken[Step.PUBLISH_ROLL], timetable)
    yield from _handover_period(papers["handover"], taken[Step.CERTIFY], rules)
    for duty, reason in excused.items():
        yield noted("excused", "经批准免除“{duty}”：{reason}", duty=duty, reason=reason)


def _roll_period(published: date, timetable: Timetable, excused: Mapping[str, str]) -> Line:
    clause = timetable.rules.roll.clause
    facts = {
        "on": published.isoformat(),
        "latest": timetable.roll_by.isoformat(),
        "days": (timetable.polling_day - published).days,
        "needed": timetable.rules.roll.days_before,
    }
    if timetable.roll_late(published) is None:
        return ok("roll_period", "选民名单{on}公布，在选举日{days}日前（{days} ≥ {needed}）。", clause, **facts)
    message = "选民名单{on}公布，最迟应在{latest}（{days} < {needed}）。"
    make = noted if "roll_late" in excused else wrong
    return make("roll_period", message, clause, **facts)


def _objection_periods(
    objections: Sequence[Mapping[str, Any]], published: date, timetable: Timetable
) -> Iterator[Line]:
    clause = timetable.rules.roll.clause
    for number, each in enumerate(objections, 1):
        received = date.fromisoformat(each["received_on"])
        until, reply_by = timetable.objections_until(published), timetable.reply_until(received)
        facts = {"number": number, "received": received.isoformat(), "until": until.isoformat()}
        if not published <= received <= until:
            message = "第{number}件申诉{received}收到，不在名单公布后的期限（{until}）内。"
            yield wrong("objection_period", message, clause, **facts)
        if each["decided_on"] is None:
            yield wrong("objection_open", "第{number}件申诉没有作出处理决定。", clause, **facts)
            continue
        decided = date.fromisoformat(each["decided_on"])
        days = {"number": number, "decided": decided.isoformat(), "reply_by": reply_by.isoformat()}
        if decided <= reply_by:
            yield ok("reply_period", "第{number}件申诉{decided}作出决定，最迟{reply_by}。", clause, **days)
        else:
            yield noted("reply_late", "第{number}件申诉{decided}才作出决定，最迟应在{reply_by}。", clause, **days)


def _handover_period(handover: Mapping[str, Any] | None, certified: date, rules: RuleSet) -> Iterator[Line]:
    if handover is None:
        return
    completed, latest = date.fromisoformat(handover["completed_on"]), deadline(certified, rules.handover.days)
    facts = {"completed": completed.isoformat(), "latest": latest.isoformat()}
    if completed <= latest:
        yield ok("handover_period", "工作移交{completed}完成，最迟{latest}。", rules.handover.clause, **facts)
    else:
        yield noted("handover_late", "工作移交{completed}才完成，最迟应在{latest}。", rules.handover.clause, **facts)
