"""Training sessions and the places in them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, func
from sqlalchemy.orm import Mapped, mapped_column

from services.training.store.tables.base import SECRET, Base


class TrainingSession(Base):
    """`area` is that of the office that holds it: cadres of all areas below may come.

    `title`, `venue` and `teacher` are the words that people are shown; where the course, the room and the teacher are
    in the catalogue, they come from there. Whoever has `check_in_key` can make the codes that the hall shows.
    """

    __tablename__ = "sessions"
    __table_args__ = (Index(None, "area", "starts_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    title: Mapped[str]
    kind: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    venue: Mapped[str]
    capacity: Mapped[int]
    teacher: Mapped[str]
    state: Mapped[str]
    cancel_reason: Mapped[str | None]
    version: Mapped[int]
    changed_at: Mapped[datetime]
    course_id: Mapped[UUID | None] = mapped_column(ForeignKey("courses.id"), index=True)
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("rooms.id"), index=True)
    teacher_id: Mapped[UUID | None] = mapped_column(ForeignKey("teachers.id"), index=True)
    check_in_key: Mapped[str] = mapped_column(unique=True, server_default=SECRET)

    def touch(self, at: datetime) -> None:
        """To be called with each change: calendars follow `version` and `changed_at`."""
        self.version += 1
        self.changed_at = at


class Enrolment(Base):
    """A cadre's place. `election_id` is there when it followed from an election."""

    __tablename__ = "enrolments"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    cadre_id: Mapped[UUID] = mapped_column(ForeignKey("cadres.id"), primary_key=True, index=True)
    election_id: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class WaitingCadre(Base):
    """A newly elected cadre for whom there is no induction session yet."""

    __tablename__ = "waiting_cadres"

    cadre_id: Mapped[UUID] = mapped_column(ForeignKey("cadres.id"), primary_key=True)
    election_id: Mapped[UUID]
    area: Mapped[str] = mapped_column(String(12), index=True)
    post: Mapped[str]
    since: Mapped[datetime] = mapped_column(server_default=func.now())


class WaitingPlace(Base):
    """A cadre who waits for a place in one full session."""

    __tablename__ = "waiting_places"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    cadre_id: Mapped[UUID] = mapped_column(ForeignKey("cadres.id"), primary_key=True, index=True)
    since: Mapped[datetime] = mapped_column(server_default=func.now())


class GivenUpPlace(Base):
    """A place that a cadre had, why they gave it up, and to whom if they passed it on."""

    __tablename__ = "given_up_places"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), index=True)
    cadre_id: Mapped[UUID] = mapped_column(ForeignKey("cadres.id"), index=True)
    substitute_id: Mapped[UUID | None] = mapped_column(ForeignKey("cadres.id"))
    reason: Mapped[str]
    given_up_at: Mapped[datetime] = mapped_column(server_default=func.now())
