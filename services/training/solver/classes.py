"""Classes in the making, and what a seat in one costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from services.training.domain.planning.plan import Session, SessionId
from services.training.domain.planning.problem import CadreId, CourseId, Quarter, RoomId, Slot, TeacherId


@dataclass(eq=False)
class Class:
    """A session whose seats are still given out. `one_more` is what its size costs more with another cadre."""

    id: SessionId
    course: CourseId
    room: RoomId
    teacher: TeacherId
    slot: Slot
    cadres: set[CadreId] = field(default_factory=set)
    one_more: int = 0

    @cached_property
    def quarter(self) -> Quarter:
        return self.slot.quarter

    @cached_property
    def weekday(self) -> int:
        return self.slot.day.weekday()

    def as_session(self) -> Session:
        return Session(self.id, self.course, self.room, self.teacher, self.slot, frozenset(self.cadres))


class Prices(NamedTuple):
    """What a cadre's seats cost by room, by weekday and by quarter, as things stand."""

    rooms: Mapping[RoomId, int]
    weekdays: Sequence[int]
    quarters: Mapping[Quarter, int]

    def of(self, found: Class) -> int:
        return self.rooms[found.room] + self.weekdays[found.weekday] + self.quarters[found.quarter] + found.one_more
