"""The committee in office at the desk: posts that end, and by-elections for the seats that are empty."""

from __future__ import annotations

from collections.abc import Mapping

from services.elections.domain.committee.members import BY_ITSELF
from services.elections.pages.desk.elections import what_is_elected
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Choices
from shared.web.desk.parts import Column, Section, Table

_COMMITTEE = "/api/v1/areas/{id}/committee"


def _reasons(_: Ids) -> Mapping[str, Choices]:
    return {"reason": [(reason.value, reason.zh) for reason in BY_ITSELF]}


SECTIONS = (
    Section(
        "in_office",
        "居民委员会成员",
        (
            Table(
                _COMMITTEE,
                (
                    Column("post", "职务"),
                    Column("name", "姓名"),
                    Column("sex", "性别"),
                    Column("term_starts_on", "就任日期"),
                    Column("term_ends_on", "任期届满"),
                ),
                title="现任成员",
                id_name="member_id",
                actions=("members.end",),
                items="members",
            ),
            Table(
                _COMMITTEE,
                (Column("post", "职务"), Column("seats", "出缺名额"), Column("term_ends_on", "任期届满")),
                title="出缺的名额",
                fills=(
                    ("area", "area"),
                    ("term_ends_on", "term_ends_on"),
                    ("contests.0.post", "post"),
                    ("contests.0.seats", "seats"),
                ),
                actions=("by_election",),
                items="vacant",
            ),
            Table(
                _COMMITTEE,
                (
                    Column("post", "职务"),
                    Column("name", "姓名"),
                    Column("ended_on", "离任日期"),
                    Column("end_reason", "原因"),
                    Column("clause", "依据"),
                ),
                title="本届离任",
                items="left",
            ),
        ),
    ),
)

ACTIONS = (
    Action(
        "members.end",
        "登记职务终止",
        hint="丧失行为能力、被判处刑罚或者去世的，职务自行终止；请写明证明文件。",
        button="登记",
        choices=_reasons,
        labels={"on": "终止日期", "document": "证明文件和文号"},
    ),
    Action(
        "elections.create",
        "安排补选",
        hint="补选的成员任期到本届届满为止。",
        button="新建",
        fixed={"kind": "by_election"},
        choices=what_is_elected,
        labels={"area": "社区"},
        rows=3,
        name="by_election",
    ),
)
