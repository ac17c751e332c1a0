"""Goals of posts, terms and persons: set with weights, worked on with evidence, scored at mid-term and at the end."""

from __future__ import annotations

from services.training.domain.conduct.goals import GoalLevel
from services.training.domain.office.posts import Post
from services.training.pages.desk.work.choices import whom
from services.training.pages.desk.work.pages import OnePage
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Field, Rows
from shared.web.desk.inside import ask
from shared.web.desk.parts import Column, Section, Table


def _scores(ids: Ids) -> list[Field | Rows]:
    """A score for each goal of the plan."""
    found = ask(f"/api/v1/goal-plans/{ids['plan_id']}")["goals"]
    return [
        Field(
            f"scores.{each['id']}",
            f"{each['title']}（{each['weight'] / 100:g}%）",
            "number",
            required=True,
            hint="0到100分。",
        )
        for each in found
    ]


SECTIONS = (
    Section(
        "goals",
        "目标责任",
        (
            Table(
                "/api/v1/goal-plans",
                (
                    Column("title", "名称", "goal_plan"),
                    Column("level", "类别", codes=GoalLevel),
                    Column("area", "社区", "place"),
                    Column("post", "职务", codes=Post),
                    Column("cadre_id", "干部", "cadre"),
                    Column("starts_on", "开始"),
                    Column("ends_on", "结束日期"),
                    Column("midterm_score", "中期得分", "points"),
                    Column("final_score", "终期得分", "points"),
                ),
                pages=True,
            ),
        ),
        ("goals.set_goals",),
        hint="岗位责任写明职务，个人目标写明干部，任期目标两样都不写；由制定人以外的人评分。",
    ),
)

PAGES = (
    OnePage(
        Section(
            "goals",
            "",
            (
                Table(
                    "/api/v1/goal-plans/{id}",
                    (
                        Column("title", "目标"),
                        Column("indicator", "衡量标准"),
                        Column("weight", "权重", "percent"),
                        Column("responsible_id", "第一责任人", "cadre"),
                        Column("co_owners", "协助人", "cadres"),
                        Column("midterm_score", "中期评分"),
                        Column("final_score", "终期评分"),
                    ),
                    items="goals",
                    id_name="goal_id",
                    actions=("goals.add_evidence",),
                    about=("title",),
                ),
                Table(
                    "/api/v1/goal-plans/{id}",
                    (Column("on", "日期"), Column("text", "做了哪些事"), Column("by", "登记人")),
                    title="工作记录",
                    items="evidence",
                ),
            ),
            ("goals.score_midterm", "goals.score_final"),
        ),
        "/api/v1/goal-plans/{id}",
        "plan_id",
    ),
)

ACTIONS = (
    Action(
        "goals.set_goals",
        "制定目标",
        hint="各项目标的权重合计应为100。",
        button="保存",
        choices=whom,
        labels={"cadre_id": "干部（个人目标时填）", "post": "职务（岗位责任时填）", "level": "类别", "area": "社区"},
        rows=4,
        then="/desk/records/goals/{id}",
    ),
    Action("goals.add_evidence", "登记完成情况", button="保存", labels={"on": "日期", "text": "做了哪些事"}),
    Action("goals.score_midterm", "中期评分", button="保存", form=_scores),
    Action("goals.score_final", "终期评分", hint="期满前一个月起可以评分。", button="保存", form=_scores),
)
