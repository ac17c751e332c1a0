"""The election committee at the desk."""

from __future__ import annotations

from services.elections.domain.committee.election_committee import MemberState
from shared.web.desk.actions import Action
from shared.web.desk.parts import Column, Section, Table

SECTIONS = (
    Section(
        "election_committee",
        "居民选举委员会",
        (
            Table(
                "/api/v1/elections/{id}/committee",
                (
                    Column("name", "姓名"),
                    Column("role", "职务"),
                    Column("state", "状态", codes=MemberState),
                    Column("must_leave", "应当退出"),
                    Column("left_on", "退出日期", "day"),
                    Column("reason", "退出原因"),
                ),
                id_name="member_id",
                fills=(("version", "version"),),
                actions=("committee.leave", "committee.change_role"),
                items="members",
            ),
        ),
        ("committee.form", "committee.choose"),
        hint="由居民会议或者居民代表会议推选，在发布选举公告以前登记。候补人员按得票顺序递补。",
    ),
)

_ROLES = {"role": "职务", "name": "姓名"}

ACTIONS = (
    Action(
        "committee.form",
        "登记居民选举委员会",
        hint="成员和候补都按得票顺序填写。",
        button="登记",
        labels=_ROLES,
        rows=7,
    ),
    Action(
        "committee.choose", "另行推选成员", hint="没有人可以递补时办理。理由向居民公布。", button="登记", labels=_ROLES
    ),
    Action(
        "committee.leave",
        "办理退出",
        hint="退出后由得票顺序在前、可以任职的候补人员递补。",
        labels={"reason": "退出原因", "note": "备注（不公布）"},
    ),
    Action("committee.change_role", "确定职务", hint="理由向居民公布。", button="保存", labels=_ROLES),
)
