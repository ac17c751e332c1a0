"""The place's own rules on taking part, at the desk (R19)."""

from __future__ import annotations

from shared.web.desk.actions import Action
from shared.web.desk.parts import Column, Section, Table

SECTIONS = (
    Section(
        "local-rules",
        "地方参与规则",
        (
            Table(
                "/api/v1/local-rules",
                (
                    Column("title", "名称"),
                    Column("adopted_by", "由谁通过"),
                    Column("adopted_on", "通过日期"),
                    Column("repealed_on", "废止日期"),
                ),
                query={"area": "{id}"},
                pages=True,
                id_name="rule_id",
                actions=("local_rules.repeal",),
                show=lambda _code, item: item["repealed_on"] is None,
                about=("title",),
            ),
        ),
        ("local_rules.register",),
        hint="居民公约、议事规则和上级关于居民参与的规定；登记后马上列在本地区和下属社区的“权利与办事”里。",
    ),
)

ACTIONS = (
    Action(
        "local_rules.register",
        "登记规则",
        button="登记",
        labels={"title": "名称", "adopted_by": "由谁通过", "adopted_on": "通过日期"},
    ),
    Action("local_rules.repeal", "废止", button="废止", labels={"on": "从哪天起废止"}),
)
