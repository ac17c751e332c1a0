"""Who works at the polling stations."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.elections.store.tables.base import AreaColumn, Base


class Staff(Base):
    __tablename__ = "staff"
    __table_args__ = (UniqueConstraint("election_id", "name", "birth_date"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"))
    station_id: Mapped[UUID] = mapped_column(ForeignKey("stations.id"), index=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    name: Mapped[str]
    birth_date: Mapped[date] = mapped_column(Date)
    role: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
