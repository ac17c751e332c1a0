"""Near relatives at the desk."""

from __future__ import annotations

from services.elections.domain.procedure.changes import OPEN, Change
from shared.web.desk.actions import Action
from shared.web.desk.parts import Column, Section, Table

SECTIONS = (
    Section(
        "relatives",
        "近亲属关系",
        (
            Table(
                "/api/v1/elections/{id}/relatives",
                (
                    Column("name", "姓名"),
                    Column("birth_date", "出生日期", "day"),
                    Column("relative_name", "近亲属"),
                    Column("relative_birth_date", "出生日期", "day"),
                    Column("relation", "关系"),
                ),
                scope="elections:roll:read",
                id_name="relative_id",
                about=("name", "relative_name"),
                actions=("relatives.remove",),
            ),
        ),
        ("relatives.record",),
        hint="候选人、居民选举委员会成员和投票站工作人员之间的近亲属关系。不向居民公布。",
    ),
)

ACTIONS = (
    Action(
        "relatives.record",
        "登记近亲属关系",
        hint="配偶、父母、子女、兄弟姐妹、祖父母、外祖父母、孙子女、外孙子女是近亲属。",
        button="登记",
        labels={"name": "姓名", "relation": "近亲属是此人的"},
        states=OPEN[Change.RELATIVES],
    ),
    Action("relatives.remove", "删除登记有误的关系", button="删除", states=OPEN[Change.RELATIVES]),
)
