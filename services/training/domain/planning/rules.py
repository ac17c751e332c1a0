"""The hard rules of a plan, and the groups in which they can be given up when no plan keeps them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Rule(StrEnum):
    ONE_PLACE = "one_place"
    COURSE_ONCE = "course_once"
    ENTITLED = "entitled"
    ROOM_SUITS = "room_suits"
    TEACHER_QUALIFIED = "teacher_qualified"
    WINDOW = "window"
    ROOM_CAPACITY = "room_capacity"
    ROOM_FREE = "room_free"
    TEACHER_FREE = "teacher_free"
    PREREQUISITES = "prerequisites"
    PRESENCE = "presence"
    BLACKOUT = "blackout"
    LEAVE = "leave"
    YEARLY_MINIMUM = "yearly_minimum"
    REQUIREMENTS = "requirements"

    @property
    def zh(self) -> str:
        return _ZH[self]


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


_ZH = {
    Rule.ONE_PLACE: "一人不能同时在两处",
    Rule.COURSE_ONCE: "同一课程只上一次",
    Rule.ENTITLED: "只上适合本人的课程",
    Rule.ROOM_SUITS: "教室设备符合课程要求",
    Rule.TEACHER_QUALIFIED: "教师能教这门课程",
    Rule.WINDOW: "在可安排的时段内上课",
    Rule.ROOM_CAPACITY: "教室容量",
    Rule.ROOM_FREE: "教室空闲",
    Rule.TEACHER_FREE: "教师空闲",
    Rule.PREREQUISITES: "先修课程",
    Rule.PRESENCE: "居委会留人值守",
    Rule.BLACKOUT: "不安排培训的日子",
    Rule.LEAVE: "干部请假",
    Rule.YEARLY_MINIMUM: "每年最少培训次数",
    Rule.REQUIREMENTS: "必修课程",
}


@dataclass(frozen=True, slots=True)
class Broken:
    """One rule that a plan breaks at one place; `message` is source text filled from the facts."""

    rule: Rule
    message: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    sessions: tuple[str, ...] = ()
    cadres: tuple[str, ...] = ()
