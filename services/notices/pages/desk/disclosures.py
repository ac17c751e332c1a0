"""Disclosure at the desk: what a community owes, its own rules, and complaints about it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import g
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notices.domain.disclosure.complaints import ComplaintKind, ComplaintState
from services.notices.domain.disclosure.duties import DutyState
from services.notices.domain.disclosure.periods import Every
from services.notices.domain.disclosure_items import DisclosureItem
from services.notices.domain.notice import Kind, State
from services.notices.pages.desk.dues import Due
from services.notices.pages.period_names import matter_name
from services.notices.store import complaints, disclosures
from services.notices.store.catalogue import catalogue
from services.notices.store.database import reading
from services.notices.store.tables import Notice
from shared import clock
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Choices
from shared.web.desk.parts import Column, Item, Link, Section, Table

_STEPS = {
    "complaints.investigate": {ComplaintState.FILED},
    "complaints.decide": {ComplaintState.INVESTIGATING},
    "complaints.carry_out": {ComplaintState.UPHELD},
}
_NEWEST = 100
_KEPT = (("matter", "code"), *((name, name) for name in ("name", "name_en", "item", "every", "days", "display_days")))
_OWED = {DutyState.NOT_DUE, DutyState.DUE, DutyState.LATE}


def _owed(_code: str, item: Item) -> bool:
    return item["state"] in _OWED


def _step(code: str, item: Item) -> bool:
    return item["state"] in _STEPS[code]


def _occasions(ids: Ids) -> Mapping[str, Choices]:
    with reading() as session:
        matters = catalogue(session, ids["area"]).matters(clock.today())
    return {"matter": [(each.code, matter_name(each)) for each in matters if each.every is Every.OCCASION]}


def _disclosures(ids: Ids) -> Mapping[str, Choices]:
    """The community's newest, by their titles."""
    wanted = (Notice.kind == Kind.DISCLOSURE, Notice.state != State.WITHDRAWN, Notice.area == ids["area"])
    query = select(Notice).where(*wanted, within(Notice.area, g.actor)).order_by(Notice.id.desc()).limit(_NEWEST)
    with reading() as session:
        return {
            "notice_id": [(str(each.id), f"{each.title}（{State(each.state).zh}）") for each in session.scalars(query)]
        }


SECTIONS = (
    Section(
        "disclosures",
        "居务公开日历",
        (
            Table(
                "/api/v1/disclosure-duties",
                (
                    Column("name", "公开的事项"),
                    Column("period", "期间"),
                    Column("about", "具体事项"),
                    Column("due_on", "应公布日"),
                    Column("state", "状态", codes=DutyState),
                    Column("days_late", "逾期天数"),
                    Column("posted_on", "公布日"),
                    Column("display_until", "公示至"),
                ),
                query={"area": "{id}"},
                pages=True,
                id_name="duty_id",
                actions=("disclosures.assign",),
                show=_owed,
                about=("name", "period", "about"),
            ),
        ),
        ("disclosures.open_occasion",),
        hint="到期的事项，写一条居务公开类的公告，再在这里选定它；公告公布时，这一项就了结。",
        links=(Link("desk.traffic_lights", "各社区公开情况一览"),),
    ),
    Section(
        "disclosure-matters",
        "公开事项和期限",
        (
            Table(
                "/api/v1/disclosure-matters",
                (
                    Column("name", "公开的事项"),
                    Column("item", "法定类别", codes=DisclosureItem),
                    Column("every", "多久一次", codes=Every),
                    Column("days", "期满后天数"),
                    Column("display_days", "公布期限（日）"),
                    Column("basis", "本地依据"),
                ),
                query={"area": "{id}"},
                fills=_KEPT,
                actions=("disclosures.set_matter",),
            ),
        ),
        ("disclosures.set_matter",),
        hint="法律没有规定多久公布一次；本地的规定从写明的日期起，对新开始的期间有效。",
    ),
    Section(
        "complaints",
        "对居务公开的反映",
        (
            Table(
                "/api/v1/disclosure-complaints",
                (
                    Column("kind", "类别", codes=ComplaintKind),
                    Column("text", "反映的情况"),
                    Column("filed_on", "收到日期"),
                    Column("decide_by", "最迟处理"),
                    Column("state", "状态", codes=ComplaintState),
                    Column("outcome", "处理结果"),
                    Column("publish_by", "责令公布日"),
                ),
                scope="notices:complaints:read",
                query={"area": "{id}"},
                pages=True,
                id_name="complaint_id",
                actions=tuple(_STEPS),
                show=_step,
                about=("text",),
            ),
        ),
        hint="由街道办事处或者区的主管部门调查核实（第35条），社区自己不能办理。",
    ),
)

ACTIONS = (
    Action(
        "disclosures.open_occasion",
        "登记发生的事项",
        button="登记",
        choices=_occasions,
        labels={"matter": "公开的事项", "on": "发生日期", "what": "具体事项"},
    ),
    Action(
        "disclosures.assign",
        "用公告公开",
        button="选定",
        choices=_disclosures,
        labels={"notice_id": "公告"},
    ),
    Action(
        "disclosures.set_matter",
        "本地规定一个公开事项",
        button="保存",
        labels={
            "matter": "代码（新增的事项自定，用小写字母；修改的不要改动）",
            "since": "从哪一天起",
            "name": "公开的事项",
            "name_en": "英文名称",
            "item": "法定类别",
            "every": "多久一次",
            "days": "期满后天数",
            "display_days": "公布期限（日）",
            "basis": "依据的文件",
            "dropped": "本地不再公开这一项",
        },
    ),
    Action("complaints.investigate", "开始核实", button="开始核实"),
    Action(
        "complaints.decide",
        "公布处理决定",
        hint="处理结果向居民公布，不要写姓名。属实的，须写明责令公布的期限。",
        button="公布处理结果",
        labels={"upheld": "反映属实", "outcome": "处理结果（公布）", "publish_by": "责令在哪一天以前公布"},
    ),
    Action("complaints.carry_out", "已按要求公布", button="确认已公布"),
)


def _late(session: Session, actor: Actor) -> Mapping[str, int]:
    return disclosures.late_by_area(session, actor, today=clock.today())


DUES = (
    Due("disclosures", "逾期未公开的事项", _late, urgent=True),
    Due("complaints", "待处理的反映", complaints.open_by_area, scope="notices:complaints:read"),
)
