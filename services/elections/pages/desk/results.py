"""Results at the desk, and what follows on them."""

from __future__ import annotations

from services.elections.domain.procedure.steps import State
from shared.web.desk.actions import Action
from shared.web.desk.parts import Column, Link, Section, Table

SECTIONS = (
    Section(
        "result",
        "结果和另行选举",
        (
            Table(
                "/api/v1/elections/{id}/result",
                (
                    Column("valid", "选举有效", "yes"),
                    Column("electors", "登记选民"),
                    Column("voted", "参加投票"),
                    Column("turnout.inequality", "投票率"),
                    Column("contests", "各职务", "contests"),
                ),
                items="",
            ),
        ),
        ("further.call",),
    ),
    Section(
        "participation",
        "选民参加情况",
        (
            Table(
                "/api/v1/elections/{id}/participation",
                (
                    Column("total.electors", "登记选民"),
                    Column("total.residents", "年满十八周岁的居民"),
                    Column("total.registered_percent", "登记（%）"),
                    Column("total.given", "已领取选票"),
                    Column("total.by_proxy", "委托投票"),
                    Column("total.voted", "参加投票"),
                    Column("turnout.inequality", "投票率"),
                ),
                items="",
            ),
            Table(
                "/api/v1/elections/{id}/participation",
                (
                    Column("name", "类别"),
                    Column("electors", "登记选民"),
                    Column("came", "参加投票"),
                    Column("percent", "参加投票（%）"),
                    Column("last.electors", "上届登记选民"),
                    Column("last.came", "上届参加投票"),
                    Column("last.percent", "上届参加投票（%）"),
                ),
                title="按居民小组、登记类型和性别",
            ),
        ),
        hint="少于10人的类别合并；各类别的参加人数在结果确认以后才显示，投票时只有总数。",
        links=(Link("desk.participation_xlsx", "下载 XLSX"), Link("desk.participation_csv", "下载 CSV")),
    ),
)

ACTIONS = (
    Action(
        "further.call",
        "安排另行选举",
        hint="名额没有选满或者票数相等时办理。",
        button="安排",
        states=(State.CERTIFIED,),
    ),
)
