"""Audits and grievances."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from services.training.domain.conduct.audits import AuditKind, AuditState
from services.training.domain.conduct.grievances import GrievanceKind, GrievanceState
from services.training.pages.desk.work.choices import communities, director_terms
from services.training.pages.desk.work.pages import OnePage
from shared.messages import translate
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Choices
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


SECTIONS = (
    Section(
        "audits",
        "审计",
        (
            Table(
                "/api/v1/audits",
                (
                    Column("kind", "类别", "audit"),
                    Column("area", "社区", "place"),
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
        ("audits.plan", "audits.plan_director"),
        hint="每个社区每年一次财务审计；主任任期内和离任时各有经济责任审计，离任审计的结果在下次选举以前公布。",
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

_OF_DIRECTORS = (AuditKind.TERM, AuditKind.LEAVING)


def _directors(ids: Ids) -> Mapping[str, Choices]:
    return {**director_terms(ids), "kind": [(each.value, each.zh) for each in _OF_DIRECTORS]}


def _not_rectified(_code: str, item: Item) -> bool:
    return item["rectified_on"] is None


def _titled(audit: Item) -> str:
    return f"{translate(AuditKind(audit['kind']).zh)} · {audit['year']}"


PAGES = (
    OnePage(
        Section(
            "audits",
            "",
            (
                Table(
                    "/api/v1/audits/{id}",
                    (
                        Column("kind", "类别", codes=AuditKind),
                        Column("year", "年度"),
                        Column("due_on", "最迟完成"),
                        Column("state", "状态", codes=AuditState),
                        Column("auditor", "审计单位"),
                        Column("reported_on", "报告日期"),
                        Column("conclusion", "审计结论"),
                        Column("published_on", "公布日期"),
                        Column("displayed_until", "公示至"),
                        Column("cancel_reason", "取消的理由"),
                    ),
                    items="",
                    id_name="audit_id",
                    actions=tuple(code for code in _STATES_OF if code.startswith("audits.")),
                    show=_possible,
                ),
                Table(
                    "/api/v1/audits/{id}",
                    (
                        Column("text", "问题"),
                        Column("fen", "金额（元）", "yuan"),
                        Column("due_on", "最迟整改"),
                        Column("rectified_on", "整改日期"),
                        Column("rectified_note", "怎样整改"),
                    ),
                    title="发现的问题",
                    items="findings",
                    id_name="finding_id",
                    actions=("audits.rectify",),
                    show=_not_rectified,
                    about=("text",),
                ),
            ),
        ),
        "/api/v1/audits/{id}",
        "audit_id",
        title=_titled,
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
        labels={"area": "社区"},
    ),
    Action(
        "audits.plan",
        "安排任期或离任审计",
        name="audits.plan_director",
        hint="离任审计应在下次选举以前公布结果，请把期限定在选举以前。",
        button="保存",
        choices=_directors,
        labels={"area": "社区", "term_id": "哪一届主任"},
    ),
    Action("audits.rectify", "登记整改", button="保存", labels={"on": "整改日期", "note": "怎样整改"}),
    Action("audits.begin", "开始审计", button="保存"),
    Action(
        "audits.report", "提交报告", button="保存", labels={"text": "问题", "due_on": "最迟整改", "fen": "金额（元）"}
    ),
    Action("audits.publish", "公布结果", button="公布"),
    Action("audits.close", "销号", button="销号"),
    Action("audits.cancel", "取消审计", button="取消审计"),
    Action("grievances.file_", "提出申诉", button="提交", choices=communities, then="/grievances/{code}"),
    Action("grievances.accept", "受理或不予受理", button="保存"),
    Action("grievances.answer", "答复", button="保存"),
)
