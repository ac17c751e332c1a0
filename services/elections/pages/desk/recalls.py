"""Recalls at the desk: the petition, the member's answer, the vote."""

from __future__ import annotations

from collections.abc import Mapping

from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Choices
from shared.web.desk.inside import ask
from shared.web.desk.parts import Column, Section, Table


def _members(ids: Ids) -> Mapping[str, Choices]:
    members = ask(f"/api/v1/areas/{ids['code']}/committee")["members"]
    return {"member_ids": [(each["id"], each["name"]) for each in members]}


def _asked(ids: Ids) -> Mapping[str, Choices]:
    """The members whom the petition names."""
    recalls = ask(f"/api/v1/areas/{ids['code']}/recalls")["items"]
    named = (each for recall in recalls if recall["id"] == ids["recall_id"] for each in recall["members"])
    return {"member_id": [(each["member_id"], each["name"]) for each in named]}


SECTIONS = (
    Section(
        "recalls",
        "罢免",
        (
            Table(
                "/api/v1/areas/{id}/recalls",
                (
                    Column("members", "成员", "members"),
                    Column("received_on", "收到日期"),
                    Column("petition.inequality", "联名人数"),
                    Column("state", "状态"),
                    Column("defend_by", "申辩期限"),
                ),
                title="罢免要求",
                id_name="recall_id",
                actions=("recalls.defend", "recalls.call"),
                show=lambda _code, item: item["state"] in {"accepted", "called"},
            ),
            Table(
                "/api/v1/areas/{id}/committee",
                (Column("post", "职务"), Column("name", "姓名")),
                title="现任成员",
                fills=(("id.election_id", "election_id"), ("member_ids", "id")),
                actions=("recalls.record",),
                items="members",
            ),
        ),
        hint="联名人数达到法定比例才组织投票；被要求罢免的成员有权申辩。",
    ),
)

ACTIONS = (
    Action(
        "recalls.record",
        "登记罢免要求",
        hint="按纸质联名名册登记人数。",
        button="登记",
        choices=_members,
        omitted=("signers",),  # programs name them one by one; at the desk the paper roster is looked through
        labels={
            "member_ids": "被要求罢免的成员",
            "document": "纸质联名名册",
            "signed_by": "联名人（名册上不是选民时填写）",
            "asked_of": "这类人员总数",
        },
    ),
    Action("recalls.defend", "登记申辩意见", button="登记", choices=_asked, labels={"text": "申辩意见（公布）"}),
    Action("recalls.call", "安排罢免投票", button="安排", labels={"polling_day": "投票日"}),
)
