"""Stations and tally sheets at the desk."""

from __future__ import annotations

from collections.abc import Iterator

from services.elections.domain.post import Post
from services.elections.pages.desk.parts import Column, Section, Table
from shared.messages import translate
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Field, Rows
from shared.web.desk.inside import ask


def _sheet(ids: Ids) -> list[Field | Rows]:
    """The figures of a station's sheet in the order of the paper form."""
    return list(_figures(ids["election_id"]))


def _figures(election_id: str) -> Iterator[Field]:
    yield _number("issued", "发出选票")
    yield _number("recovered", "收回选票")
    standing = ask(f"/api/v1/elections/{election_id}/candidates")["items"]
    for contest in ask(f"/api/v1/elections/{election_id}")["contests"]:
        post = Post(contest["post"])
        for candidate in standing:
            if candidate["post"] == post:
                yield _number(f"contests.{post}.votes.{candidate['id']}", f"{translate(post.zh)} · {candidate['name']}")
        yield _number(f"contests.{post}.others", f"{translate(post.zh)} · {translate('另选他人')}")
        yield _number(f"contests.{post}.void", f"{translate(post.zh)} · {translate('废票')}")


def _number(name: str, label: str) -> Field:
    return Field(name=name, label=label, kind="number", required=True)


SECTIONS = (
    Section(
        "stations",
        "投票站",
        (
            Table(
                "/api/v1/elections/{id}/stations",
                (Column("name", "名称"), Column("kind", "类别")),
                id_name="station_id",
            ),
        ),
        ("stations.add",),
    ),
    Section(
        "sheets",
        "计票单",
        (
            Table(
                "/api/v1/elections/{id}/tally",
                (
                    Column("station", "投票站"),
                    Column("entered_by", "已录入", "names"),
                    Column("agreed", "一致", "yes"),
                    Column("differences", "不一致处", "differences"),
                ),
                id_name="station_id",
                actions=("entries.enter", "entries.enter_file"),
            ),
        ),
        hint="每张计票单由两人各录入一次，互相看不到对方的数字。",
    ),
)

ACTIONS = (
    Action("stations.add", "添加投票站", button="添加"),
    Action("entries.enter", "录入计票单", hint="请照着纸质计票单录入，没有的填0。", button="提交", form=_sheet),
    Action("entries.enter_file", "上传计票单表格", button="上传"),
)
