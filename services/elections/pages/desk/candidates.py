"""Candidates at the desk: entered, their nominators named, checked, and asked whether they accept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.elections.domain.candidacy.candidate_states import GONE
from services.elections.domain.procedure.changes import OPEN, Change
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Choices
from shared.web.desk.inside import ask
from shared.web.desk.parts import Column, Section, Table


def _all(ids: Ids) -> Mapping[str, Choices]:
    """By name, of whom something is recorded."""
    found = ask(f"/api/v1/elections/{ids['election_id']}/candidates")["items"]
    return {"candidates": [(each["id"], each["name"]) for each in found if each["state"] not in GONE]}


SECTIONS = (
    Section(
        "candidates",
        "候选人",
        (
            Table(
                "/api/v1/elections/{id}/candidates",
                (
                    Column("post", "职务"),
                    Column("name", "姓名"),
                    Column("sex", "性别"),
                    Column("education", "文化程度"),
                    Column("ethnicity", "民族"),
                    Column("served_before", "曾任居委会成员", "yes"),
                    Column("nominated_by", "提名方式"),
                    Column("joint_electors", "联名人数"),
                    Column("checks", "资格审查"),
                    Column("accepted_on", "接受提名", "day"),
                    Column("state", "状态"),
                    Column("withdrew_on", "退出日期", "day"),
                ),
                id_name="candidate_id",
                actions=(
                    "nominations.name",
                    "nominations.count_strokes",
                    "introductions.write_statement",
                    "withdrawals.withdraw",
                    "withdrawals.strike_off",
                    "candidates.remove",
                ),
            ),
        ),
        ("candidates.add", "candidates.import_file", "nominations.check", "nominations.accept"),
        hint="由社区党组织提名，或者由选民联名提名；联名选民逐一与选民名单核对。公布前要记录资格审查的结果和本人的意见。",
    ),
)

_COLUMNS = "列：职务、姓名、性别、出生日期、文化程度、提名方式（社区党组织、选民联名）、联名选民（用、隔开）。"
_BY_NAME: Mapping[str, Any] = {"nominators": []}  # at the desk electors are named, not numbered

ACTIONS = (
    Action(
        "candidates.add",
        "添加候选人",
        button="添加",
        fixed=_BY_NAME,
        omitted=("joint_electors",),  # they are named
        states=OPEN[Change.CANDIDATES],
    ),
    Action("candidates.import_file", "导入候选人名单", hint=_COLUMNS, button="上传", states=OPEN[Change.CANDIDATES]),
    Action("candidates.remove", "删除候选人", button="删除", states=OPEN[Change.CANDIDATES]),
    Action(
        "nominations.name",
        "登记联名选民",
        hint="填写全部联名选民，替换以前登记的。每名选民联名提名的人数不超过应选名额。",
        button="登记",
        fixed=_BY_NAME,
        states=OPEN[Change.CANDIDATES],
    ),
    Action(
        "nominations.check",
        "记录资格审查",
        hint="由有关部门审查后逐项登记。",
        button="登记",
        choices=_all,
        states=OPEN[Change.REVIEWS],
    ),
    Action("nominations.accept", "登记接受提名", button="登记", choices=_all, states=OPEN[Change.REVIEWS]),
    Action("nominations.count_strokes", "填写姓氏笔画", button="保存", states=OPEN[Change.CANDIDATES]),
)
