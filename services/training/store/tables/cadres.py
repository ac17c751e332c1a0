"""Cadres."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, String, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from services.training.store.tables.base import Base


class Cadre(Base):
    """`calendar_key` opens the cadre's calendar feed to whoever has it; it is kept as it is because the cadre's office
    must be able to show the address again, and it is replaced when it has got about. `calendar_changed_at` is when the
    cadre last took or left a place; the sessions themselves tell when they changed."""

    __tablename__ = "cadres"
    __table_args__ = (UniqueConstraint("area", "name", "birth_date"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    name: Mapped[str]
    sex: Mapped[str]
    birth_date: Mapped[date] = mapped_column(Date)
    calendar_key: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    calendar_changed_at: Mapped[datetime] = mapped_column(server_default=func.now())
