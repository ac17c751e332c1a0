"""The reserve pool: who is in it, and the page of one with stages, plan and enterprises."""

from __future__ import annotations

from operator import itemgetter

from services.training.domain.office.cadres import Education, Party, Sex, Source
from services.training.domain.office.posts import Post
from services.training.domain.team.reserves import OVER, PlanKind, Stage
from services.training.pages.desk.work.choices import areas
from services.training.pages.desk.work.pages import OnePage
from shared.web.desk.actions import Action
from shared.web.desk.parts import Column, Item, Section, Table

_ONE = "/api/v1/reserves/{id}"


def _in_the_pool(_: str, item: Item) -> bool:
    return item["stage"] not in OVER


def _not_done(_: str, item: Item) -> bool:
    return item["done_on"] is None


SECTIONS = (
    Section(
        "reserves",
        "后备干部",
        (
            Table(
                "/api/v1/reserves",
                (
                    Column("name", "姓名", "reserve"),
                    Column("sex", "性别", codes=Sex),
                    Column("age", "年龄"),
                    Column("post", "拟任职务", codes=Post),
                    Column("stage", "阶段", codes=Stage),
                    Column("nominated_on", "提名日期"),
                    Column("ready_on", "可以任用"),
                ),
                pages=True,
                id_name="reserve_id",
                actions=("reserves.advance", "reserves.plan", "reserves.withdraw"),
                show=_in_the_pool,
            ),
            Table(
                "/api/v1/reserves/overdue",
                (
                    Column("name", "姓名"),
                    Column("title", "培养计划"),
                    Column("due_on", "最迟完成"),
                    Column("days_late", "逾期天数"),
                ),
                title="逾期的培养计划",
                id_name="item_id",
                actions=("reserves.complete",),
                about=("name", "title"),
            ),
        ),
        ("reserves.nominate",),
    ),
)

PAGES = (
    OnePage(
        Section(
            "reserves",
            "",
            (
                Table(
                    _ONE,
                    (
                        Column("sex", "性别", codes=Sex),
                        Column("age", "年龄"),
                        Column("post", "拟任职务", codes=Post),
                        Column("stage", "阶段", codes=Stage),
                        Column("education", "学历", codes=Education),
                        Column("source", "来源", codes=Source),
                        Column("party", "政治面貌", codes=Party),
                        Column("experience", "主要经历"),
                    ),
                    items="",
                    id_name="reserve_id",
                    actions=("reserves.advance", "reserves.withdraw"),
                    show=_in_the_pool,
                ),
                Table(
                    _ONE,
                    (
                        Column("kind", "类别", codes=PlanKind),
                        Column("title", "名称"),
                        Column("due_on", "最迟完成"),
                        Column("done_on", "完成日期"),
                        Column("passed", "考核合格", "yes"),
                        Column("outcome", "结果"),
                    ),
                    title="培养计划",
                    items="plan",
                    id_name="item_id",
                    actions=("reserves.complete",),
                    show=_not_done,
                    about=("title",),
                ),
                Table(
                    _ONE,
                    (
                        Column("stage", "阶段", codes=Stage),
                        Column("reached_on", "日期"),
                        Column("evidence", "依据"),
                        Column("by", "登记人"),
                    ),
                    title="走过的阶段",
                    items="stages",
                ),
                Table(
                    _ONE,
                    (
                        Column("name", "名称"),
                        Column("since", "创办日期"),
                        Column("support", "享受的政策"),
                        Column("jobs", "带动就业（人）"),
                        Column("income_yuan", "年收入（元）"),
                    ),
                    title="创办的经济实体",
                    items="enterprises",
                ),
            ),
            ("reserves.plan", "reserves.undertake", "reserves.change"),
        ),
        _ONE,
        "reserve_id",
        title=itemgetter("name"),
        fills=(("about", "name"),),
    ),
)

ACTIONS = (
    Action(
        "reserves.nominate",
        "提名后备人选",
        button="保存",
        omitted=("cadre_id",),
        choices=areas,
        labels={"area": "哪个办事处的人才库"},
    ),
    Action("reserves.advance", "推进到下一阶段", button="保存", omitted=("levels",)),
    Action("reserves.plan", "增加培养计划", button="保存"),
    Action("reserves.complete", "登记完成", button="保存"),
    Action("reserves.withdraw", "退出后备", button="保存"),
    Action("reserves.change", "修改情况", button="保存", begins="reserves.show"),
    Action(
        "reserves.undertake",
        "登记创办的经济实体",
        button="保存",
        labels={"name": "名称", "since": "创办日期", "jobs": "带动就业（人）", "income_yuan": "年收入（元）"},
    ),
)
