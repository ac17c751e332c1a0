"""Consultations and promises at the desk: put to residents, read, answered, concluded, followed."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from services.notices.domain.consultations import (
    TRANSITIONS,
    Capacity,
    ConsultationForm,
    ConsultationState,
    ConsultationStep,
    EntryKind,
    EntryState,
)
from services.notices.domain.promises import PromiseState
from services.notices.pages.desk.dues import Due
from services.notices.pages.desk.office_templates import PREVIEW
from services.notices.store import consultations, promises
from shared import clock
from shared.auth.actor import Actor
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Choices
from shared.web.desk.parts import Column, Item, Link, Section, Table

_RIGHTS = {
    ConsultationStep.APPROVE: "notices:approve",
    ConsultationStep.OPEN: "notices:approve",
    ConsultationStep.CLOSE: "notices:approve",
    ConsultationStep.CONCLUDE: "notices:approve",
    ConsultationStep.WITHDRAW: "notices:write",
}
_STEPS = {f"consultation.{step}": step for step in _RIGHTS}
_EDIT, _SHOWN = "consultations.edit", "consultations.show"
_MEETING, _OUTCOME = "consultations.record_meeting", "consultations.put_outcome"
WITH_ONE = (_EDIT, *_STEPS, _MEETING, _OUTCOME)
"""What is done with one consultation."""
_SHOW, _HIDE, _ANSWER = "entry.show", "entry.hide", "consultations.answer"


_STATES = {
    _EDIT: {ConsultationState.DRAFT},
    _MEETING: {ConsultationState.OPEN, ConsultationState.CLOSED},
    _OUTCOME: {ConsultationState.CLOSED},
    **{code: {state for state, taken in TRANSITIONS if taken is step} for code, step in _STEPS.items()},
}


def possible(code: str, item: Item) -> bool:
    """In the consultation's state."""
    return item["state"] in _STATES[code]


def _readable(code: str, item: Item) -> bool:
    shown = item["state"] == EntryState.SHOWN
    return {_SHOW: not shown, _HIDE: item["state"] != EntryState.HIDDEN, _ANSWER: shown}[code]


def _open(_code: str, item: Item) -> bool:
    return bool(item["state"] == PromiseState.OPEN)


def _forms(_: Ids) -> Mapping[str, Choices]:
    return {"form": [(form.value, form.zh) for form in ConsultationForm]}


def _capacities(_: Ids) -> Mapping[str, Choices]:
    return {"people.capacity": [(each.value, each.zh) for each in Capacity]}


SECTIONS = (
    Section(
        "consultations",
        "议事协商",
        (
            Table(
                "/api/v1/consultations",
                (
                    Column("title", "标题", "consultation"),
                    Column("form", "形式", codes=ConsultationForm),
                    Column("state", "状态", codes=ConsultationState),
                    Column("opens_on", "从"),
                    Column("closes_on", "截止日期"),
                    Column("outcome_due_on", "最迟公布结果"),
                ),
                query={"area": "{id}"},
                pages=True,
                id_name="consultation_id",
                fills=(("version", "version"),),
                actions=WITH_ONE,
                show=possible,
                about=("title",),
            ),
        ),
        ("consultations.write",),
        hint=(
            "涉及居民切身利益的公共事务、公益事业和矛盾纠纷，应当组织协商（第32条）；协商确定的事项要公开。"
            "点标题看全文和写好的结果，看过再审核、公布。"
        ),
    ),
    Section(
        "consultation-entries",
        "协商中的意见和提议",
        (
            Table(
                "/api/v1/consultation-entries",
                (
                    Column("kind", "类别", codes=EntryKind),
                    Column("text", "内容"),
                    Column("name", "署名"),
                    Column("state", "状态", codes=EntryState),
                    Column("supporters", "附议人数"),
                    Column("answer_due_on", "最迟答复"),
                    Column("answer", "答复"),
                ),
                query={"area": "{id}"},
                pages=True,
                id_name="entry_id",
                actions=(_SHOW, _HIDE, _ANSWER),
                show=_readable,
                about=("text",),
            ),
        ),
        hint="先看后公开；附议人数够了的提议必须答复。",
    ),
    Section(
        "promises",
        "承诺和待办",
        (
            Table(
                "/api/v1/promises",
                (
                    Column("text", "内容"),
                    Column("promised_by", "由谁办理"),
                    Column("due_on", "期限"),
                    Column("overdue", "逾期", "yes"),
                    Column("state", "状态", codes=PromiseState),
                    Column("evidence", "结果"),
                ),
                query={"area": "{id}"},
                pages=True,
                id_name="promise_id",
                actions=("promises.settle",),
                show=_open,
                about=("text",),
            ),
        ),
        ("promises.make",),
        hint="协商结果的后续办理和实地检查发现的不足也列在这里；都向居民公开。",
    ),
    Section(
        "who-takes-part",
        "谁在参与",
        hint="各类居民的参与率，和参与最多的一类与最少的一类之间的差距。",
        links=(Link("desk.participation_rates", "看参与率"),),
    ),
)

_LABELS = {
    "form": "形式",
    "who_is_asked": "征求谁的意见",
    "opens_on": "从哪一天起",
    "closes_on": "最后一天",
    "supporters_needed": "附议满几人必须答复",
    "outcome_days": "截止后几天内公布结果",
}

ACTIONS = (
    Action("consultations.write", "发起协商", button="保存草稿", choices=_forms, labels=_LABELS, preview=PREVIEW),
    Action(_EDIT, "修改", button="保存", choices=_forms, labels=_LABELS, begins=_SHOWN, preview=PREVIEW),
    *(
        Action(
            "consultations.take",
            step.zh,
            name=f"consultation.{step}",
            button=step.zh,
            fixed={"step": step},
            right=right,
        )
        for step, right in _RIGHTS.items()
    ),
    Action(
        _MEETING,
        "记录会议",
        hint="会议纪要和各方到会人数向居民公开，姓名不公开。",
        button="保存",
        choices=_capacities,
        rows=12,
        labels={
            "held_on": "会议日期",
            "venue": "地点",
            "people": "邀请的人",
            "people.name": "姓名或者单位",
            "people.capacity": "身份",
            "people.came": "到会",
            "people.number": "居民编号",
            "minutes": "会议纪要（Markdown，公开）",
        },
    ),
    Action(
        _OUTCOME,
        "写协商结果",
        hint="由另一人公布；公布后按居务公开第五项公示，后续办理成为公开的承诺。",
        button="保存",
        begins=_SHOWN,
        rows=5,
        labels={
            "outcome": "结果（Markdown，公开）",
            "outcome_en": "英文结果",
            "follow_ups": "后续办理",
            "follow_ups.text": "内容",
            "follow_ups.promised_by": "由谁办理",
            "follow_ups.due_on": "期限",
        },
    ),
    Action("consultations.moderate", "公开", name=_SHOW, button="公开", fixed={"shown": True}, omitted=("reason",)),
    Action(
        "consultations.moderate",
        "不公开",
        name=_HIDE,
        button="不公开",
        fixed={"shown": False},
        labels={"reason": "不公开的理由"},
    ),
    Action(_ANSWER, "答复", button="公开答复", labels={"answer": "答复"}),
    Action(
        "promises.make",
        "记下承诺",
        button="公开",
        labels={
            "text": "内容",
            "text_en": "英文内容",
            "promised_by": "由谁办理",
            "promised_on": "哪一天承诺",
            "due_on": "期限",
        },
    ),
    Action(
        "promises.settle",
        "写明结果",
        button="公开",
        labels={"kept": "已兑现", "evidence": "以什么为证；没有兑现的，写明原因"},
    ),
)


def _overdue(session: Session, actor: Actor) -> Mapping[str, int]:
    return promises.overdue_by_area(session, actor, today=clock.today())


DUES = (
    Due("promises", "逾期的承诺", _overdue, scope="notices:answer", urgent=True),
    Due("consultations", "待公布的协商结果", consultations.unconcluded_by_area),
    Due("consultation-entries", "待审看的意见", consultations.waiting_by_area, scope="notices:answer"),
)
