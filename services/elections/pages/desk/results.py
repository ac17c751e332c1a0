"""Results at the desk, and what follows on them."""

from __future__ import annotations

from services.elections.pages.desk.parts import Column, Section, Table
from shared.web.desk.actions import Action

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
)

ACTIONS = (Action("further.call", "安排另行选举", hint="名额没有选满或者票数相等时办理。", button="安排"),)
