"""Who came to a session, how they did, and what they thought of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.training.store.tables.base import Base

_OWN = ("session_id", "cadre_id")
_PLACE = ("enrolments.session_id", "enrolments.cadre_id")


class Attendance(Base):
    """A cadre was there. `manner` is by the hall's code or by a list that `recorded_by` kept."""

    __tablename__ = "attendances"
    __table_args__ = (ForeignKeyConstraint(_OWN, _PLACE, name="fk_attendances_place"),)

    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    cadre_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    manner: Mapped[str]
    recorded_by: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    gave_feedback: Mapped[bool] = mapped_column(server_default=text("false"))


class Result(Base):
    """How a cadre did in a course's test."""

    __tablename__ = "results"
    __table_args__ = (ForeignKeyConstraint(_OWN, _PLACE, name="fk_results_place"),)

    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    cadre_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    score: Mapped[int]
    passed: Mapped[bool]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Feedback(Base):
    """No column tells whose or when: ids are random, so that their order tells nothing either."""

    __tablename__ = "feedback"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), index=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    rating: Mapped[int]
    comment: Mapped[str]
