"""Days on which somebody or everybody is away."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.training.store.tables.base import Base


class Leave(Base):
    """A cadre's or a teacher's, from one civil day to another, both among them; `area` is that person's."""

    __tablename__ = "leaves"
    __table_args__ = (CheckConstraint("num_nonnulls(cadre_id, teacher_id) = 1", name="of_one"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    cadre_id: Mapped[UUID | None] = mapped_column(ForeignKey("cadres.id"), index=True)
    teacher_id: Mapped[UUID | None] = mapped_column(ForeignKey("teachers.id"), index=True)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str]


class Blackout(Base):
    """Days on which nobody below `area` is called to a session: a festival, a polling day."""

    __tablename__ = "blackouts"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str]
