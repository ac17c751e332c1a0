"""Plans as offices ask for them: what is asked, the states of a plan, and how it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from services.training.domain.planning.plan import Plan, Session, SessionId
from services.training.domain.planning.problem import CadreId, ClassSize, CourseId, RoomId, Slot, TeacherId, Weights
from shared.errors import Conflict, FieldError, Invalid
from shared.worded import Worded

LONGEST_SECONDS = 25 * 60  # below the longest task, with time left to write the plan down
_DAY_MINUTES = 24 * 60


class ScheduleState(Worded):
    SOLVING = "solving", "正在排课"
    SOLVED = "solved", "已排好"
    PUBLISHED = "published", "已发布"
    REPLACED = "replaced", "已被新计划取代"  # a later plan was published over it
    INFEASIBLE = "infeasible", "无法排出"  # no plan keeps every rule: proven
    UNSOLVED = "unsolved", "限时内未排出"  # none was found in time, and none excluded
    CANCELLED = "cancelled", "已取消"
    REFUSED = "refused", "资料有误"  # what it was to be made from has errors


@dataclass(frozen=True, slots=True)
class Window:
    """A time of the day, in minutes."""

    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class Travel:
    """Minutes there and back, by where the community and the room are."""

    same_town: int = 20
    same_county: int = 60
    elsewhere: int = 180


@dataclass(frozen=True, slots=True)
class Required:
    """A course that everybody in one of the posts needs; no posts: everybody."""

    course_id: UUID
    posts: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a plan is asked to be like. `seconds` is how long the solver may search."""

    starts_on: date
    ends_on: date
    windows: Sequence[Window] = (Window(510, 690), Window(840, 1020))
    weekdays: frozenset[int] = frozenset(range(5))
    most_away: int = 2
    required: Sequence[Required] = ()
    size: ClassSize = field(default_factory=lambda: ClassSize(10, 20))
    travel: Travel = field(default_factory=Travel)
    weights: Weights = field(default_factory=Weights)
    seconds: int = 600

    def slots(self) -> list[Slot]:
        days = (self.starts_on + timedelta(days=n) for n in range((self.ends_on - self.starts_on).days + 1))
        return [
            Slot(day, window.starts, window.ends)
            for day in days
            if day.weekday() in self.weekdays
            for window in self.windows
        ]

    def as_facts(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "starts_on": self.starts_on.isoformat(),
            "ends_on": self.ends_on.isoformat(),
            "windows": [[window.starts, window.ends] for window in self.windows],
            "weekdays": sorted(self.weekdays),
            "most_away": self.most_away,
            "required": [[str(each.course_id), sorted(each.posts)] for each in self.required],
            "size": [self.size.least, self.size.most],
            "travel": _numbers(self.travel),
            "weights": _numbers(self.weights),
            "seconds": self.seconds,
        }

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Asked:
        return cls(
            starts_on=date.fromisoformat(facts["starts_on"]),
            ends_on=date.fromisoformat(facts["ends_on"]),
            windows=[Window(starts, ends) for starts, ends in facts["windows"]],
            weekdays=frozenset(facts["weekdays"]),
            most_away=facts["most_away"],
            required=[Required(UUID(course), frozenset(posts)) for course, posts in facts["required"]],
            size=ClassSize(*facts["size"]),
            travel=Travel(**facts["travel"]),
            weights=Weights(**facts["weights"]),
            seconds=facts["seconds"],
        )


def _numbers(thing: Travel | Weights) -> dict[str, int]:
    return {each.name: getattr(thing, each.name) for each in fields(thing)}


def check_asked(asked: Asked, today: date) -> None:
    """Raises Invalid naming every fault."""
    faults = list(_faults(asked, today))
    if faults:
        raise Invalid("schedule_invalid", "排课的要求有误，请按提示修改。", fields=faults)


def _faults(asked: Asked, today: date) -> Iterator[FieldError]:
    if asked.starts_on <= today:
        yield FieldError("starts_on", "in_the_past", "计划应从明天或以后开始。")
    if asked.ends_on < asked.starts_on:
        yield FieldError("ends_on", "ends_before_start", "结束日期不应早于开始日期。")
    elif asked.ends_on.year != asked.starts_on.year:  # the least number of sessions is that of a calendar year (R47)
        yield FieldError("ends_on", "crosses_years", "计划应在同一年内，跨年请分两次排课。")
    for number, window in enumerate(asked.windows):
        if not 0 <= window.starts < window.ends <= _DAY_MINUTES:
            yield FieldError(f"windows.{number}", "window_impossible", "时段不成立：结束应晚于开始。")
    if len(set(asked.windows)) < len(asked.windows):
        yield FieldError("windows", "window_twice", "同一时段列了两次。")
    if asked.size.least > asked.size.most:
        yield FieldError("size", "class_size_impossible", "班级人数范围不成立。")


def must_be_solved(state: ScheduleState) -> None:
    if state is not ScheduleState.SOLVED:
        raise Conflict("schedule_not_solved", "这份计划不能发布：只有排好且尚未发布的计划可以。")


def must_have_plan(state: ScheduleState) -> None:
    if state not in {ScheduleState.SOLVED, ScheduleState.PUBLISHED, ScheduleState.REPLACED}:
        raise Conflict("schedule_without_plan", "这份计划还没有排出课表。")


def must_be_published(state: ScheduleState) -> None:
    if state is not ScheduleState.PUBLISHED:
        raise Conflict("schedule_not_published", "只有已发布且仍有效的计划可以重排。")


def plan_facts(plan: Plan) -> list[dict[str, Any]]:
    """A plan as JSON."""
    return [
        {
            "id": session.id,
            "course": session.course,
            "room": session.room,
            "teacher": session.teacher,
            "slot": [session.slot.day.isoformat(), session.slot.starts, session.slot.ends],
            "cadres": sorted(session.cadres),
        }
        for session in plan.sessions
    ]


def plan_of(facts: Sequence[Mapping[str, Any]]) -> Plan:
    return Plan([_session_of(each) for each in facts])


def _session_of(facts: Mapping[str, Any]) -> Session:
    day, starts, ends = facts["slot"]
    return Session(
        SessionId(facts["id"]),
        CourseId(facts["course"]),
        RoomId(facts["room"]),
        TeacherId(facts["teacher"]),
        Slot(date.fromisoformat(day), starts, ends),
        frozenset(map(CadreId, facts["cadres"])),
    )
