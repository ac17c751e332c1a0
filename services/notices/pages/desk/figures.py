"""Figures at the desk: whose business notices tell of (R69), how soon (R71), and how new activities are (R74)."""

from __future__ import annotations

from services.notices.domain.notice import Kind
from shared.web.desk.parts import Column, Section, Table

_BALANCE = (
    Column("self_government", "居民自治事项（条）"),
    Column("government", "政府事项（条）"),
    Column("percent", "自治事项比例（%）"),
)

SECTIONS = (
    Section(
        "figures",
        "公告和活动的数字",
        (
            Table(
                "/api/v1/business-balance", _BALANCE, title="近一年公告说的是谁的事", query={"area": "{id}"}, items=""
            ),
            Table(
                "/api/v1/business-balance",
                (Column("month", "月份", "month"), Column("area", "区划代码"), *_BALANCE),
                title="逐月",
                query={"area": "{id}"},
            ),
            Table(
                "/api/v1/timeliness",
                (
                    Column("kind", "类别", codes=Kind),
                    Column("notices", "公布的公告"),
                    Column("known", "知道事情何时发生的"),
                    Column("median_hours", "一半在几小时内", "hours"),
                    Column("p90_hours", "九成在几小时内", "hours"),
                ),
                title="近90天事情发生后多久公布",
                query={"area": "{id}"},
                items="kinds",
            ),
            Table(
                "/api/v1/activities/figures",
                (
                    Column("held", "已举办"),
                    Column("new", "首次或重新举办的"),
                    Column("residents", "参加的居民"),
                    Column("repeat_rate", "参加过两次以上的（%）"),
                ),
                title="今年的活动",
                query={"area": "{id}"},
                items="",
            ),
        ),
        hint="写公告时可以注明是居民自治事项还是政府事项；不注明的，通知和紧急通知算政府事项，其他的算居民自治事项。",
    ),
)
