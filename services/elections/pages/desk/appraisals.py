"""Yearly appraisals at the desk: counts typed by two people, published by a third."""

from __future__ import annotations

from collections.abc import Iterator

from services.elections.domain.committee.other_votes import Grade
from shared.messages import translate
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Field, Rows
from shared.web.desk.inside import ask
from shared.web.desk.parts import Column, Section, Table


def _counts(ids: Ids) -> list[Field | Rows]:
    """The papers' counts, member by member, in the order of the grades."""
    return list(_figures(ids))


def _figures(ids: Ids) -> Iterator[Field]:
    yield Field(name="voted", label="收回评议票", kind="number", required=True)
    appraisals = ask(f"/api/v1/areas/{ids['code']}/appraisals")["items"]
    members = next(each["members"] for each in appraisals if each["id"] == ids["appraisal_id"])
    for member in members:
        for grade in Grade:
            name, label = f"members.{member['member_id']}.{grade}", f"{member['name']} · {translate(grade.zh)}"
            yield Field(name=name, label=label, kind="number", required=True)


SECTIONS = (
    Section(
        "appraisals",
        "民主评议",
        (
            Table(
                "/api/v1/areas/{id}/appraisals",
                (
                    Column("held_on", "评议日期"),
                    Column("run_by", "主持"),
                    Column("entered_by", "已录入", "names"),
                    Column("voted", "收回评议票"),
                    Column("members", "结果", "grades"),
                ),
                id_name="appraisal_id",
                actions=("appraisals.enter", "appraisals.publish"),
                show=lambda _code, item: item["published_on"] is None,
            ),
        ),
        ("appraisals.open_",),
        hint="每年至少一次，由居务监督委员会主持；票数由两人各录入一次，由第三人公布。",
    ),
)

ACTIONS = (
    Action("appraisals.open_", "登记民主评议", button="登记"),
    Action("appraisals.enter", "录入评议票数", hint="请照着纸质评议票填写，没有的填0。", button="提交", form=_counts),
    Action("appraisals.publish", "公布评议结果", hint="连续两次被评议不称职的，职务终止。", button="公布"),
)
