"""A plan: the sessions, each with who sits in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NewType

from services.training.domain.planning.problem import CadreId, CourseId, RoomId, Slot, TeacherId

SessionId = NewType("SessionId", str)


@dataclass(frozen=True, slots=True)
class Session:
    id: SessionId
    course: CourseId
    room: RoomId
    teacher: TeacherId
    slot: Slot
    cadres: frozenset[CadreId] = frozenset()

    def is_held_as(self, other: Session) -> bool:
        """Whether time, place and teacher are the same, whoever sits in them."""
        return (self.course, self.room, self.teacher, self.slot) == (
            other.course,
            other.room,
            other.teacher,
            other.slot,
        )


@dataclass(frozen=True)
class Plan:
    sessions: Sequence[Session] = ()

    @cached_property
    def by_id(self) -> Mapping[SessionId, Session]:
        return {session.id: session for session in self.sessions}

    @cached_property
    def of_cadre(self) -> Mapping[CadreId, Sequence[Session]]:
        """Each cadre's sessions in the order of time; of a cadre without any, nothing."""
        found: defaultdict[CadreId, list[Session]] = defaultdict(list)
        for session in sorted(self.sessions, key=lambda each: (each.slot, each.id)):
            for cadre in session.cadres:
                found[cadre].append(session)
        return dict(found)

    @property
    def seats(self) -> frozenset[tuple[CadreId, SessionId]]:
        return frozenset((cadre, session.id) for session in self.sessions for cadre in session.cadres)
