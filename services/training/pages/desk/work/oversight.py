"""Audits, the reserve pool, and grievances."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from services.training.domain.conduct.audits import AuditKind, AuditState
from services.training.domain.conduct.grievances import GrievanceKind, GrievanceState
from services.training.domain.office.cadres import Sex
from services.training.domain.office.posts import Post
from services.training.domain.team.reserves import OVER, Stage
from services.training.pages.desk.work.choices import areas, communities
from shared.web.desk.actions import Action
from shared.web.desk.parts import Column, Item, Section, Table

_STATES_OF: Mapping[str, Collection[str]] = {
    "audits.begin": {AuditState.PLANNED},
    "audits.report": {AuditState.BEGUN},
    "audits.publish": {AuditState.REPORTED},
    "audits.close": {AuditState.PUBLISHED},
    "audits.cancel": {AuditState.PLANNED, AuditState.BEGUN},
    "grievances.accept": {GrievanceState.FILED},
    "grievances.answer": {GrievanceState.ACCEPTED},
}


def _possible(code: str, item: Item) -> bool:
    return item["state"] in _STATES_OF[code]


def _in_the_pool(_: str, item: Item) -> bool:
    return item["stage"] not in OVER


SECTIONS = (
    Section(
        "audits",
        "审计",
        (
            Table(
                "/api/v1/audits",
                (
                    Column("area", "区划代码"),
                    Column("kind", "类别", codes=AuditKind),
                    Column("year", "年度"),
                    Column("due_on", "最迟完成"),
                    Column("state", "状态", codes=AuditState),
                    Column("auditor", "审计单位"),
                    Column("published_on", "公布日期"),
                ),
                pages=True,
                id_name="audit_id",
                actions=tuple(code for code in _STATES_OF if code.startswith("audits.")),
                show=_possible,
                about=("area", "year"),
            ),
        ),
        ("audits.plan",),
    ),
    Section(
        "reserves",
        "后备干部",
        (
            Table(
                "/api/v1/reserves",
                (
                    Column("name", "姓名"),
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
    Section(
        "grievances",
        "干部申诉",
        (
            Table(
                "/api/v1/grievances",
                (
                    Column("kind", "类别", codes=GrievanceKind),
                    Column("text", "内容"),
                    Column("state", "状态", codes=GrievanceState),
                    Column("filed_on", "收到日期"),
                    Column("accept_due_on", "最迟受理"),
                    Column("answer_due_on", "最迟答复"),
                ),
                scope="training:grievances:read",
                pages=True,
                id_name="grievance_id",
                actions=("grievances.accept", "grievances.answer"),
                show=_possible,
                about=("filed_on",),
            ),
        ),
        ("grievances.file_",),
        hint="申诉内容只有承办的机关看得到；提交以后请记下回执编号，凭编号查询办理情况。",
    ),
)

ACTIONS = (
    Action(
        "audits.plan",
        "安排年度审计",
        button="保存",
        choices=communities,
        fixed={"kind": AuditKind.YEARLY},
        omitted=("term_id",),
    ),
    Action("audits.begin", "开始审计", button="保存"),
    Action("audits.report", "提交报告", button="保存", rows=5),
    Action("audits.publish", "公布结果", button="公布"),
    Action("audits.close", "销号", button="销号"),
    Action("audits.cancel", "取消审计", button="取消审计"),
    Action("reserves.nominate", "提名后备人选", button="保存", choices=areas, omitted=("cadre_id",)),
    Action("reserves.advance", "推进到下一阶段", button="保存", omitted=("levels",)),
    Action("reserves.plan", "增加培养计划", button="保存"),
    Action("reserves.complete", "登记完成", button="保存"),
    Action("reserves.withdraw", "退出后备", button="保存"),
    Action("grievances.file_", "提出申诉", button="提交", choices=communities, then="/grievances/{code}"),
    Action("grievances.accept", "受理或不予受理", button="保存"),
    Action("grievances.answer", "答复", button="保存"),
)
