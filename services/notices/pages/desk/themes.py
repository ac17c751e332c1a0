"""The plan of themes at the desk (R67)."""

from __future__ import annotations

from collections.abc import Mapping

from services.notices.domain.themes import Subject
from services.notices.store import boards
from services.notices.store.database import reading
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Choices
from shared.web.desk.parts import Column, Section, Table


def _published(ids: Ids) -> Mapping[str, Choices]:
    with reading() as session:
        found = boards.newest(session, ids["area"], most=50)
    return {"notice_id": [(str(each.id), each.title) for each in found if each.area == ids["area"]]}


SECTIONS = (
    Section(
        "themes",
        "宣传主题计划",
        (
            Table(
                "/api/v1/themes",
                (
                    Column("month", "月份", "month"),
                    Column("subject", "主题", codes=Subject),
                    Column("title", "内容"),
                    Column("responsible", "负责人"),
                    Column("wanted", "计划（条）"),
                    Column("published", "已公布（条）"),
                ),
                query={"area": "{id}"},
                pages=True,
                id_name="theme_id",
                actions=("themes.count", "themes.drop"),
                about=("title",),
            ),
        ),
        ("themes.plan",),
        hint="每月讲什么、由谁负责、公布几条；公布以后，把公告记到主题下。",
    ),
)

ACTIONS = (
    Action(
        "themes.plan",
        "安排主题",
        button="保存",
        labels={"subject": "主题", "title": "内容", "responsible": "负责人", "wanted": "计划公布几条"},
        choices=lambda _ids: {"subject": [(each.value, each.zh) for each in Subject]},
    ),
    Action("themes.count", "记一条公告", button="保存", labels={"notice_id": "公告"}, choices=_published),
    Action("themes.drop", "取消主题", button="取消主题"),
)
