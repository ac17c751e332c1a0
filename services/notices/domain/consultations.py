"""Consultations (Art 32): what is asked, in which form, until when, and when the outcome and answers are owed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from services.notices.domain.last_day import last_day_fault, last_day_over
from services.notices.domain.second_person import second_person_missing
from shared.errors import Conflict, FieldError, Invalid, Missing
from shared.worded import Worded

SUPPORTERS = 20
"""How many supporters make an answer to a proposal due, where nothing else is said."""

OUTCOME_DAYS = 15
"""From the last day until the outcome is owed, where nothing else is said; civil days, the last day is not counted."""

ANSWER_DAYS = 15
"""From the day on which a proposal has its supporters."""


class ConsultationForm(Worded):
    COUNCIL = "council", "议事会"
    HEARING = "hearing", "听证会"
    TALK = "talk", "恳谈会"
    WRITTEN = "written", "书面征求意见"


class ConsultationState(Worded):
    DRAFT = "draft", "草稿"
    APPROVED = "approved", "已审核"
    OPEN = "open", "征求意见中"
    CLOSED = "closed", "整理意见中"
    CONCLUDED = "concluded", "已公布结果"
    WITHDRAWN = "withdrawn", "已作废"


class ConsultationStep(Worded):
    APPROVE = "approve", "审核"
    OPEN = "open", "开始"
    CLOSE = "close", "截止"
    CONCLUDE = "conclude", "公布结果"
    WITHDRAW = "withdraw", "作废"


class EntryKind(Worded):
    COMMENT = "comment", "意见"
    PROPOSAL = "proposal", "提议"


class EntryState(Worded):
    WAITING = "waiting", "待审看"
    SHOWN = "shown", "已公开"
    HIDDEN = "hidden", "不公开"


class Capacity(Worded):
    """In what capacity somebody is invited to a meeting."""

    RESIDENT = "resident", "居民"
    REPRESENTATIVE = "representative", "居民代表"
    COMMITTEE = "committee", "居委会成员"
    PARTY = "party", "利益相关方"
    EXPERT = "expert", "专业人士"
    DEPARTMENT = "department", "政府部门"


_State, _Step = ConsultationState, ConsultationStep

TRANSITIONS: dict[tuple[ConsultationState, ConsultationStep], ConsultationState] = {
    (_State.DRAFT, _Step.APPROVE): _State.APPROVED,
    (_State.APPROVED, _Step.OPEN): _State.OPEN,
    (_State.OPEN, _Step.CLOSE): _State.CLOSED,
    (_State.CLOSED, _Step.CONCLUDE): _State.CONCLUDED,
    (_State.DRAFT, _Step.WITHDRAW): _State.WITHDRAWN,
    (_State.APPROVED, _Step.WITHDRAW): _State.WITHDRAWN,
}


def advance(
    state: ConsultationState,
    step: ConsultationStep,
    *,
    actor: str,
    writers: Collection[str],
    outcome_writers: Collection[str],
    closes_on: date,
    today: date,
) -> ConsultationState:
    """The state after the step. Raises Conflict with what is missing: what residents are asked, and what came of it, is
    approved by somebody who had no part in it; and they can still answer."""
    if (state, step) not in TRANSITIONS:
        message = "这次协商“{state_name}”，不能“{step_name}”。"
        raise Conflict("step_out_of_order", message, state_name=state.zh, step_name=step.zh)
    missing = None
    if step is _Step.APPROVE:
        missing = second_person_missing(actor, writers) or last_day_over(closes_on, today, draft=True)
    elif step is _Step.OPEN:
        missing = last_day_over(closes_on, today, draft=False)
    elif step is _Step.CONCLUDE and not outcome_writers:
        missing = Missing("outcome_missing", "还没有写出协商结果。")
    elif step is _Step.CONCLUDE:
        missing = second_person_missing(actor, outcome_writers, step.zh)
    if missing:
        raise Conflict("duties_unmet", "现在还不能“{step_name}”。", missing=[missing], step_name=step.zh)
    return TRANSITIONS[state, step]


def check_period(opens_on: date, closes_on: date, *, today: date) -> None:
    """Raises Invalid for days on which nobody could say anything."""
    faults = last_day_fault(closes_on, today)
    if closes_on < opens_on:
        faults = [FieldError("closes_on", "period_invalid", "截止日期不能早于开始日期。")]
    if faults:
        raise Invalid("consultation_invalid", "协商事项有误，请按提示修改。", fields=faults)


def must_be(state: ConsultationState, *needed: ConsultationState) -> None:
    if state not in needed:
        raise Conflict("consultation_step_impossible", "这次协商“{state_name}”，现在不能这样做。", state_name=state.zh)


def check_taking_part(state: ConsultationState, *, opens_on: date, closes_on: date, today: date) -> None:
    """Raises Conflict outside of its days."""
    if state is not ConsultationState.OPEN or not opens_on <= today <= closes_on:
        raise Conflict("consultation_not_open", "现在不在征求意见的期间。")


def outcome_due(closes_on: date, days: int) -> date:
    return closes_on + timedelta(days=days)


def answer_due(supporters: int, needed: int, *, today: date) -> date | None:
    """When an answer is owed to a proposal that has just got its last supporter; None while it has too few."""
    return today + timedelta(days=ANSWER_DAYS) if supporters >= needed else None
