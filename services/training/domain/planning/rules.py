"""The hard rules of a plan, and the groups in which they can be given up when no plan keeps them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.worded import Worded


class Rule(Worded):
    ONE_PLACE = "one_place", "一人不能同时在两处"
    COURSE_ONCE = "course_once", "同一课程只上一次"
    ENTITLED = "entitled", "只上适合本人的课程"
    ROOM_SUITS = "room_suits", "教室设备符合课程要求"
    TEACHER_QUALIFIED = "teacher_qualified", "教师能教这门课程"
    WINDOW = "window", "在可安排的时段内上课"
    ROOM_CAPACITY = "room_capacity", "教室容量"
    ROOM_FREE = "room_free", "教室空闲"
    TEACHER_FREE = "teacher_free", "教师空闲"
    PREREQUISITES = "prerequisites", "先修课程"
    PRESENCE = "presence", "居委会留人值守"
    BLACKOUT = "blackout", "不安排培训的日子"
    LEAVE = "leave", "干部请假"
    YEARLY_MINIMUM = "yearly_minimum", "每年最少培训次数"
    REQUIREMENTS = "requirements", "必修课程"


GROUPS: tuple[Rule, ...] = (
    Rule.ROOM_CAPACITY,
    Rule.ROOM_FREE,
    Rule.TEACHER_FREE,
    Rule.PREREQUISITES,
    Rule.PRESENCE,
    Rule.BLACKOUT,
    Rule.LEAVE,
    Rule.YEARLY_MINIMUM,
    Rule.REQUIREMENTS,
)
"""What an office could do something about: other rooms, fewer leaves, a lower minimum… The rest is nature or a wrong
entry: nobody is in two places, and a room has the machines that it has."""


@dataclass(frozen=True, slots=True)
class Broken:
    """One rule that a plan breaks at one place; `message` is source text filled from the facts."""

    rule: Rule
    message: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    sessions: tuple[str, ...] = ()
    cadres: tuple[str, ...] = ()
