"""Training sessions: what a session must be like, and which one takes new cadres."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from shared import areas
from shared.errors import Conflict, FieldError, Invalid

LONGEST = timedelta(hours=12)


class SessionKind(StrEnum):
    INDUCTION = "induction"
    COURSE = "course"

    @property
    def zh(self) -> str:
        return {"induction": "任前培训", "course": "培训课程"}[self]


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

    def overlaps(self, other: Slot) -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


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


def admit(slot: Slot, others: Iterable[Slot]) -> None:
    """Raises Conflict when the session is full or the cadre has to be elsewhere at that time (`others`)."""
    if slot.free < 1:
        raise Conflict("session_full", "这次培训已满{capacity}人。", capacity=slot.capacity)
    clash = next((other for other in others if other.id != slot.id and slot.overlaps(other)), None)
    if clash is not None:
        start = clash.starts_at.isoformat()
        raise Conflict("times_overlap", "与该干部{start}开始的另一次培训时间冲突。", start=start)


def place_for(count: int, area: str, slots: Iterable[Slot]) -> Slot | None:
    """The earliest of the slots that is held for the area and has places for all of them together; None if none has."""
    fitting = [slot for slot in slots if areas.reaches(slot.area, area) and slot.free >= count]
    return min(fitting, key=lambda slot: slot.starts_at, default=None)
