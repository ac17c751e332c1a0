"""The timetable at the desk: what is when, moving it, and marking what no step shows."""

from __future__ import annotations

from collections.abc import Mapping

from services.elections.domain.calendar.progress import StageState
from services.elections.domain.calendar.stages import POLLING, DoneBy
from services.elections.domain.procedure.changes import OPEN, Change
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Choices
from shared.web.desk.inside import ask
from shared.web.desk.parts import Column, Item, Section, Table


def _can_be_marked(_code: str, stage: Item) -> bool:
    return bool(stage["done_by"] != DoneBy.STEP and not stage["waiting_for"])


def _stages_ahead(ids: Ids) -> Mapping[str, Choices]:
    stages = ask(f"/api/v1/elections/{ids['election_id']}/timetable")["stages"]
    return {"stage": [(each["code"], each["name"]) for each in stages if _can_slip(each)]}


def _can_slip(stage: Item) -> bool:
    return bool(stage["done_on"] is None and stage["code"] != POLLING)


SECTIONS = (
    Section(
        "timetable",
        "日程安排",
        (
            Table(
                "/api/v1/elections/{id}/timetable",
                (
                    Column("name", "环节"),
                    Column("state", "状态", codes=StageState),
                    Column("planned_on", "计划完成", "day"),
                    Column("latest_on", "最迟", "day"),
                    Column("responsible", "责任人"),
                    Column("done_on", "完成日期", "day"),
                    Column("note", "说明"),
                ),
                items="stages",
                id_name="code",
                actions=("timetables.mark",),
                show=_can_be_marked,
            ),
        ),
        ("timetables.plan_anew",),
        hint="法定期限由系统计算。改变选举日或者推迟一个环节时，其余环节自动顺延；不能保证法定期限的，会提示最早可以定在哪一天。",
    ),
)

ACTIONS = (
    Action(
        "timetables.plan_anew",
        "调整日程",
        hint="只改选举日，或者只推迟一个环节，都可以；两项都不填，则把过期的计划顺延到今天以后。",
        button="调整",
        choices=_stages_ahead,
        labels={"reason": "理由（公布）"},
        states=OPEN[Change.TIMETABLE],
    ),
    Action("timetables.mark", "登记完成", hint="离任审计、联合审查等没有其他记录的环节在这里登记。", button="登记"),
)
