"""The community's own paper (R63 自办刊物): which of a month's items an issue has, in which order, and what it says.

An issue is put together by one person and published by another; from then on it says what it said, whatever becomes of
the notices that it was made from.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from services.notices.domain.notice import Kind
from services.notices.domain.second_person import second_person_missing
from shared.errors import Conflict, FieldError, Invalid, Missing
from shared.worded import Worded


class IssueState(Worded):
    DRAFT = "draft", "编辑中"
    PUBLISHED = "published", "已出刊"
    WITHDRAWN = "withdrawn", "已作废"


class IssueStep(Worded):
    PUBLISH = "publish", "审核并出刊"
    WITHDRAW = "withdraw", "作废"


AFTER = {IssueStep.PUBLISH: IssueState.PUBLISHED, IssueStep.WITHDRAW: IssueState.WITHDRAWN}

RUBRICS = {
    Kind.CONSULTATION: "议事与决定",
    Kind.ELECTION: "选举",
    Kind.DISCLOSURE: "居务公开",
    Kind.NEWS: "社区新闻",
    Kind.GOOD_DEEDS: "好人好事",
    Kind.ACTIVITY: "社区活动",
    Kind.ANNOUNCEMENT: "便民通知",
}
"""What an issue begins with, in this order. An emergency is over when the paper comes out, and is in none."""

_LONGEST_ISSUE = 120
"""Items; a paper with more is not read, and not printed in the hall either."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What an issue can have."""

    id: UUID
    kind: Kind
    title: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Article:
    """An item as the paper has it; `body` is Markdown."""

    id: UUID
    rubric: str
    title: str
    body: str
    day: date


def by_default(candidates: Iterable[Candidate]) -> list[UUID]:
    """All of the month's, rubric by rubric, each in the order of publication."""
    order = list(RUBRICS)
    fit = [each for each in candidates if each.kind in RUBRICS]
    return [each.id for each in sorted(fit, key=lambda each: (order.index(each.kind), each.published_at, each.id))]


def check_choice(chosen: Sequence[UUID], candidates: Iterable[Candidate]) -> None:
    """Raises Invalid for what the month does not have, or what is there twice."""
    known = {each.id for each in candidates}
    faults = [FieldError("items", "item_unknown", "第{number}项不是这个月公布的内容。", {"number": number})
              for number, each in enumerate(chosen, 1) if each not in known]  # fmt: skip
    if len(set(chosen)) < len(chosen):
        faults.append(FieldError("items", "item_twice", "同一项内容选了两次。"))
    if len(chosen) > _LONGEST_ISSUE:
        faults.append(FieldError("items", "issue_too_long", "一期最多{most}项。", {"most": _LONGEST_ISSUE}))
    if faults:
        raise Invalid("issue_invalid", "这一期有误，请按提示修改。", fields=faults)


def check_month(month: date, today: date) -> date:
    """The month's first day. Raises Invalid for a month that has not begun."""
    if month.replace(day=1) > today:
        fault = FieldError("month", "month_ahead", "这个月还没有开始。")
        raise Invalid("issue_invalid", "这一期有误，请按提示修改。", fields=[fault])
    return month.replace(day=1)


def next_month(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1)


def must_be_draft(state: IssueState) -> None:
    if state is not IssueState.DRAFT:
        raise Conflict("issue_not_a_draft", "这一期“{state_name}”，不能再改。", state=state.value, state_name=state.zh)


def must_be_ready(*, actor: str, writers: Collection[str], items: int) -> None:
    """Raises Conflict with all that is missing before an issue can come out."""
    missing = []
    if second := second_person_missing(actor, writers):
        missing.append(second)
    if items == 0:
        missing.append(Missing("issue_empty", "这一期还没有内容。"))
    if missing:
        raise Conflict("issue_not_ready", "现在还不能出刊。", missing=missing)
