"""Targets of informing at the desk, and the daily reports of who knows nothing."""

from __future__ import annotations

from collections.abc import Mapping

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.informing.airings import AiringWay
from services.notices.domain.informing.publicity import BOARD
from services.notices.store import boards
from services.notices.store.database import reading
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Choices
from shared.web.desk.parts import Column, Section, Table


def _published(ids: Ids) -> Mapping[str, Choices]:
    ways = [(way.value, way.zh) for ways in (Channel, AiringWay) for way in ways]
    with reading() as session:
        found = boards.newest(session, ids["area"], most=50)
    return {"notice_id": [(str(each.id), each.title) for each in found], "channels": [*ways, (BOARD, "宣传栏")]}


SECTIONS = (
    Section(
        "informing",
        "告知情况",
        (
            Table(
                "/api/v1/informing-goals",
                (
                    Column("title", "公告"),
                    Column("percent", "已告知", "coverage"),
                    Column("target_share", "目标（%）"),
                    Column("by_day", "期限"),
                    Column("short", "未达到", "yes"),
                    Column("missing", "还应使用的方式", "ways"),
                ),
                title="公告的告知目标",
                query={"area": "{id}"},
                pages=True,
                id_name="notice_id",
                fills=(("target_share", "target_share"), ("by_day", "by_day")),
                actions=("coverage.set_goal",),
                about=("title",),
            ),
            Table(
                "/api/v1/uninformed-reports",
                (
                    Column("on_day", "日期"),
                    Column("title", "公告"),
                    Column("residents", "居民"),
                    Column("unreached", "还不知道的"),
                    Column("target_share", "目标（%）"),
                    Column("by_day", "期限"),
                ),
                title="每日未知情居民报告",
                query={"area": "{id}"},
                pages=True,
            ),
            Table(
                "/api/v1/airings",
                (
                    Column("at", "时间", "moment"),
                    Column("title", "公告"),
                    Column("way", "方式", codes=AiringWay),
                    Column("place", "地点或电台"),
                    Column("listeners", "估计听众"),
                ),
                title="广播、电视和市民学校",
                query={"area": "{id}"},
                pages=True,
            ),
        ),
        hint="至少有一种方式确实告知到的居民，占全部居民的比例。没有打开过的个人网页不算告知。"
        "没有居民名册权限的，看到的数字舍去个位，不足10的不显示。",
    ),
)

ACTIONS = (
    Action(
        "coverage.set_goal",
        "修改目标",
        button="保存",
        choices=_published,
        labels={"target_share": "目标（%）", "by_day": "期限", "channels": "至少使用的方式"},
    ),
    Action(
        "airings.record",
        "登记播讲",
        hint="广播稿和电视字幕条在公告的页面上。播讲不知道谁听到了，不计入已告知的居民。",
        button="登记",
        labels={"way": "方式", "place": "地点或电台", "at": "时间", "listeners": "估计听众"},
    ),
)
