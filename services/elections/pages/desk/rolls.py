"""The roll at the desk, and objections to it."""

from __future__ import annotations

from collections.abc import Mapping

from services.elections.domain.procedure.changes import OPEN, Change
from services.elections.domain.procedure.steps import TERMINAL, State
from services.elections.domain.roll.persons import Registration
from services.elections.domain.roll.roll_changes import REMOVING
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Choices
from shared.web.desk.parts import Column, Item, Section, Table


def _removal(_: Ids) -> Mapping[str, Choices]:
    return {"reason": [(reason.value, reason.zh) for reason in REMOVING]}


def _undecided(_code: str, item: Item) -> bool:
    return item["decided_on"] is None


SECTIONS = (
    Section(
        "roll",
        "选民登记和选民名单",
        (
            Table(
                "/api/v1/elections/{id}/electors",
                (
                    Column("name", "姓名"),
                    Column("sex", "性别"),
                    Column("birth_date", "出生日期", "day"),
                    Column("group", "居民小组"),
                    Column("address", "住址"),
                    Column("registration", "登记类型", codes=Registration),
                ),
                scope="elections:roll:read",
                fills=(("elector_id", "id"),),
                actions=("roll.remove", "objections.record"),
                pages=True,
                find="name",
            ),
            Table(
                "/api/v1/elections/{id}/roll/duplicates",
                (
                    Column("elector.name", "姓名"),
                    Column("elector.birth_date", "出生日期"),
                    Column("elector.address", "住址"),
                    Column("community.name", "也登记在"),
                    Column("decision", "处理"),
                ),
                title="同时登记在其他社区的选民",
                scope="elections:roll:read",
                fills=(("elector_id", "elector.id"), ("other_id", "other_id")),
                actions=("roll.settle",),
            ),
            Table(
                "/api/v1/elections/{id}/roll/versions",
                (
                    Column("number", "版本"),
                    Column("electors", "选民人数"),
                    Column("on", "日期"),
                    Column("reason", "理由"),
                    Column("roll_hash", "校验码"),
                ),
                title="公布的版本",
            ),
        ),
        ("roll.upload", "roll.check", "roll.add"),
        hint="先上传整份选民名单（CSV 或 XLSX），有错误的行会逐行列出。",
    ),
    Section(
        "objections",
        "对名单的申诉",
        (
            Table(
                "/api/v1/elections/{id}/objections",
                (
                    Column("kind", "类别"),
                    Column("received_on", "收到日期"),
                    Column("reply_by", "最迟处理"),
                    Column("text", "内容"),
                    Column("upheld", "成立", "yes"),
                    Column("decided_on", "处理日期"),
                    Column("late", "逾期", "yes"),
                ),
                id_name="objection_id",
                actions=("objections.decide",),
                show=_undecided,
                about=("text",),
            ),
        ),
        ("objections.record",),
        hint="这里记录漏登的申诉；错登和不该登记的，在选民名单里找到本人，再在那一行记录申诉。",
    ),
)

_COLUMNS = "列：姓名、性别（男、女）、出生日期、住址、居民小组、登记类型（户籍、常住、社区工作者）。CSV 或 XLSX。"

ACTIONS = (
    Action(
        "roll.upload",
        "上传选民名单",
        hint=_COLUMNS,
        button="上传",
        states=OPEN[Change.ELECTORS],
        then="/desk/jobs/{job_id}",
    ),
    Action("roll.check", "记录选民名单的核查", button="保存", states=OPEN[Change.ROLL]),
    Action("roll.add", "增加选民", button="增加", states=OPEN[Change.ROLL]),
    Action("roll.remove", "减少选民", button="减少", choices=_removal, states=OPEN[Change.ROLL]),
    Action("roll.settle", "核实重复登记", button="保存", states=OPEN[Change.ROLL]),
    Action(
        "objections.record",
        "记录申诉",
        hint="名单公布后五日内收到的才受理。",
        button="保存",
        labels={"text": "申诉内容"},
        states=tuple(state for state in State if state not in TERMINAL),
    ),
    Action(
        "objections.decide",
        "作出处理决定",
        hint="理由向居民公布，不要写姓名。收到之日起三日内办理。",
        labels={"grounds": "理由（公布）", "upheld": "申诉成立"},
    ),
)
