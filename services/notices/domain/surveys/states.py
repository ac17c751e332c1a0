"""A survey's life: drafted by one, approved by another, open for its days, closed for good."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from services.notices.domain.last_day import last_day_over
from services.notices.domain.second_person import second_person_missing
from shared.errors import Conflict
from shared.worded import Worded

LATE = timedelta(days=7)
"""For how long after the closing a phone that had no network may still send what was answered before it."""


class SurveyState(Worded):
    DRAFT = "draft", "草稿"
    APPROVED = "approved", "已审核"
    OPEN = "open", "进行中"
    CLOSED = "closed", "已结束"
    WITHDRAWN = "withdrawn", "已作废"


class SurveyStep(Worded):
    APPROVE = "approve", "审核"
    OPEN = "open", "开始"
    CLOSE = "close", "结束"
    WITHDRAW = "withdraw", "作废"


class Audience(Worded):
    """Who may answer. `residents`: each once, by the key of their own page; `link`: whoever has the address."""

    ALL = "all", "向所有人公开"
    RESIDENTS = "residents", "居民凭本人页面，每人一次"
    LINK = "link", "凭链接匿名填写"
    INTERVIEWERS = "interviewers", "由访问员填写"


TRANSITIONS: dict[tuple[SurveyState, SurveyStep], SurveyState] = {
    (SurveyState.DRAFT, SurveyStep.APPROVE): SurveyState.APPROVED,
    (SurveyState.APPROVED, SurveyStep.OPEN): SurveyState.OPEN,
    (SurveyState.OPEN, SurveyStep.CLOSE): SurveyState.CLOSED,
    (SurveyState.DRAFT, SurveyStep.WITHDRAW): SurveyState.WITHDRAWN,
    (SurveyState.APPROVED, SurveyStep.WITHDRAW): SurveyState.WITHDRAWN,
}


def advance(
    state: SurveyState,
    step: SurveyStep,
    *,
    actor: str,
    writers: Collection[str],
    closes_on: date | None,
    today: date,
) -> SurveyState:
    """The state after the step. Raises Conflict with what is missing."""
    if (state, step) not in TRANSITIONS:
        message = "问卷“{state_name}”，不能“{step_name}”。"
        raise Conflict("step_out_of_order", message, state_name=state.zh, step_name=step.zh)
    missing = None
    if step is SurveyStep.APPROVE:
        missing = second_person_missing(actor, writers) or last_day_over(closes_on, today, draft=True)
    elif step is SurveyStep.OPEN:
        missing = last_day_over(closes_on, today, draft=False)
    if missing:
        raise Conflict("duties_unmet", "现在还不能“{step_name}”。", missing=[missing], step_name=step.zh)
    return TRANSITIONS[state, step]


def must_be_draft(state: SurveyState) -> None:
    if state is not SurveyState.DRAFT:
        raise Conflict("not_a_draft", "问卷“{state_name}”，只有草稿可以修改。", state_name=state.zh)


def must_be_open(state: SurveyState) -> None:
    if state is not SurveyState.OPEN:
        raise Conflict("survey_not_open", "问卷“{state_name}”，现在不能填写。", state_name=state.zh)


def check_sent(state: SurveyState, *, answered_at: datetime, closed_at: datetime | None, now: datetime) -> bool:
    """Whether an answer that was kept on a device comes late: it is kept, and no figure that was told changes.

    Raises Conflict for one that nobody could have given.
    """
    if state is not SurveyState.CLOSED or closed_at is None:
        must_be_open(state)
        return False
    if answered_at > closed_at or now > closed_at + LATE:
        message = "问卷已结束，结束前填写的也只收到结束后第{days}天。"
        raise Conflict("survey_not_open", message, days=LATE.days)
    return True
