"""Training sessions: what a session must be like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from shared.errors import Conflict, FieldError, Invalid
from shared.worded import Worded

LONGEST = timedelta(hours=12)
FARTHEST_YEARS = 5  # a term of office: what lies beyond is a slip of the pen


class SessionKind(Worded):
    INDUCTION = "induction", "任前培训"
    COURSE = "course", "培训课程"


class SessionState(StrEnum):
    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Slot:
    """A session as enrolment sees it."""

    id: UUID
    area: str
    starts_at: datetime
    ends_at: datetime
    capacity: int
    enrolled: int

    @property
    def free(self) -> int:
        return self.capacity - self.enrolled

    def clashes(self, other: Slot) -> bool:
        """Whether nobody can be in both. A session does not clash with itself."""
        return self.id != other.id and self.starts_at < other.ends_at and other.starts_at < self.ends_at


def check_times(starts_at: datetime, ends_at: datetime, *, now: datetime) -> None:
    """Raises Invalid naming each time that cannot be."""
    faults = []
    if ends_at <= starts_at:
        faults.append(FieldError("ends_at", "ends_before_start", "结束时间应晚于开始时间。"))
    elif ends_at - starts_at > LONGEST:
        hours = {"hours": int(LONGEST.total_seconds() // 3600)}
        faults.append(FieldError("ends_at", "too_long", "一次培训不超过{hours}小时。", hours))
    if starts_at <= now:
        faults.append(FieldError("starts_at", "in_the_past", "开始时间已经过去。"))
    elif starts_at > now + timedelta(days=366 * FARTHEST_YEARS):
        years = {"years": FARTHEST_YEARS}
        faults.append(FieldError("starts_at", "too_far_ahead", "开始时间不能在{years}年以后。", years))
    if faults:
        raise Invalid("session_invalid", "培训安排有误，请按提示修改。", fields=faults)


def check_words(words: Mapping[str, object]) -> None:
    """Raises Invalid for what neither the caller nor the catalogue says."""
    faults = [FieldError(name, "required", "必填项没有填写。") for name, value in words.items() if value is None]
    if faults:
        raise Invalid("session_invalid", "培训安排有误，请按提示修改。", fields=faults)


def check_capacity(capacity: int, enrolled: int) -> None:
    """Raises Conflict: whoever has a place keeps it."""
    if capacity < enrolled:
        message = "已有{enrolled}人报名，名额不能少于这个数。"
        raise Conflict("capacity_below_enrolled", message, enrolled=enrolled, capacity=capacity)


def must_be_scheduled(state: SessionState) -> None:
    if state is not SessionState.SCHEDULED:
        raise Conflict("session_cancelled", "这次培训已取消。")


def must_not_be_over(ends_at: datetime, *, now: datetime) -> None:
    if ends_at <= now:
        raise Conflict("session_over", "这次培训已经结束。")
