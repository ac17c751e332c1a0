"""Meetings of residents and representatives at the desk, and resignations that one of them accepted."""

from __future__ import annotations

from collections.abc import Mapping

from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Choices
from shared.web.desk.inside import ask
from shared.web.desk.parts import Column, Section, Table


def _passed(ids: Ids) -> Mapping[str, Choices]:
    """What meetings have passed: a resignation is one of these."""
    meetings = ask(f"/api/v1/areas/{ids['code']}/meetings")["items"]
    decided = ((meeting, each) for meeting in meetings for each in meeting["decisions"] if each["passed"])
    return {"decision_id": [(each["id"], f"{meeting['title']} · {each['motion']}") for meeting, each in decided]}


SECTIONS = (
    Section(
        "meetings",
        "居民会议和居民代表会议",
        (
            Table(
                "/api/v1/areas/{id}/meetings",
                (
                    Column("kind", "类别"),
                    Column("title", "标题"),
                    Column("held_at", "开会时间"),
                    Column("members", "应到人数"),
                    Column("present", "到会人数"),
                    Column("quorum.inequality", "到会比例"),
                    Column("decisions", "决定", "decisions"),
                ),
                id_name="meeting_id",
                actions=("meetings.record",),
                show=lambda _code, item: item["present"] is None,
            ),
            Table(
                "/api/v1/areas/{id}/committee",
                (Column("post", "职务"), Column("name", "姓名")),
                title="现任成员",
                id_name="member_id",
                actions=("meetings.resign",),
                items="members",
            ),
        ),
        ("meetings.call",),
        hint="居民会议提前十日通知；到会人数不足的，不能作出决定。",
    ),
)

ACTIONS = (
    Action(
        "meetings.call",
        "召集会议",
        button="召集",
        labels={"members": "应到人数", "asked": "提议人数", "asked_of": "提议人所在的总人数"},
    ),
    Action("meetings.record", "登记会议记录", button="登记", labels={"against": "反对", "agreed": "同意"}, rows=3),
    Action("meetings.resign", "登记辞职", hint="职务自会议审议通过之日起终止。", button="登记", choices=_passed),
)
