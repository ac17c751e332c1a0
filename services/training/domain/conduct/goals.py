"""Goals of a post, of a committee's term and of a person (岗位责任制、任期目标、目标管理): weights, and scores at
mid-term and at the end."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from shared.errors import Conflict, FieldError, Invalid
from shared.worded import Worded

WHOLE = 10_000  # basis points: a plan's weights come to this
BEST = 100
FINAL_DAYS_BEFORE = 31
"""So long before its end a plan may be scored for good: the last month's work is for the next plan."""


class GoalLevel(Worded):
    POST = "post", "岗位责任"
    TERM = "term", "任期目标"
    PERSON = "person", "目标管理"


class Scoring(StrEnum):
    MIDTERM = "midterm"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class NewGoal:
    """`indicator` says by what it is measured; `responsible_id` is the first responsible person, with co-owners."""

    title: str
    indicator: str
    weight: int
    responsible_id: UUID
    co_owners: Sequence[UUID] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PlanFrame:
    level: GoalLevel
    starts_on: date
    ends_on: date
    post: str | None = None
    cadre_id: UUID | None = None


def check_plan(frame: PlanFrame, goals: Sequence[NewGoal]) -> None:
    """Raises Invalid: a post's plan names the post, a person's the cadre, and the weights are one whole."""
    faults = []
    if frame.ends_on <= frame.starts_on:
        faults.append(FieldError("ends_on", "ends_before_start", "结束日期应晚于开始日期。"))
    if (frame.post is not None) is not (frame.level is GoalLevel.POST):
        faults.append(FieldError("post", "holder_wrong", "岗位责任目标须写明职务，其他目标不写。"))
    if (frame.cadre_id is not None) is not (frame.level is GoalLevel.PERSON):
        faults.append(FieldError("cadre_id", "holder_wrong", "个人目标须写明干部，其他目标不写。"))
    if (total := sum(each.weight for each in goals)) != WHOLE:
        facts = {"total": _percent(total)}
        faults.append(FieldError("goals", "weights_not_whole", "各项权重合计应为100%，现为{total}%。", facts))
    faults += [
        FieldError(f"goals.{place}.co_owners", "owner_doubled", "第一责任人不再列为协助人，协助人不重复。")
        for place, each in enumerate(goals)
        if len({each.responsible_id, *each.co_owners}) <= len(each.co_owners)
    ]
    if faults:
        raise Invalid("goals_invalid", "目标有误，请按提示修改。", fields=faults)


def check_scoring(
    which: Scoring, frame: PlanFrame, *, scored: Collection[Scoring], scorer: str, made_by: str, today: date
) -> None:
    """Raises Conflict: each scoring is done once, in its time, and not by who set the goals."""
    if scorer == made_by:
        raise Conflict("scorer_made_goals", "目标是您制定的，应由另一人评分。")
    if which in scored:
        raise Conflict("goals_scored", "这次评分已经完成。")
    if which is Scoring.MIDTERM and (Scoring.FINAL in scored or not frame.starts_on <= today < frame.ends_on):
        raise Conflict("midterm_over", "中期评分应在目标期间内、终期评分之前进行。")
    first = frame.ends_on - timedelta(days=FINAL_DAYS_BEFORE)
    if which is Scoring.FINAL and today < first:
        raise Conflict("final_early", "终期评分最早从{first}开始。", first=first.isoformat())


def check_scores(scores: Mapping[UUID, int], goals: Collection[UUID]) -> None:
    """Every goal has one."""
    message = "缺少这项目标的评分。"
    faults = [FieldError(f"scores.{each}", "score_missing", message) for each in goals if each not in scores]
    faults += [
        FieldError(f"scores.{each}", "goal_unknown", "没有这项目标。") for each in scores if each not in set(goals)
    ]
    if faults:
        raise Invalid("scores_invalid", "评分有误，请按提示修改。", fields=faults)


def weighted(scores: Sequence[tuple[int, int]]) -> int:
    """The score of a whole in hundredths of a point, from (weight in basis points, score): halves go up."""
    return (sum(weight * score for weight, score in scores) + 50) // 100


def _percent(weight: int) -> str:
    return f"{weight // 100}.{weight % 100:02}".removesuffix(".00")
