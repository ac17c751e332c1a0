"""Records of the regimes: one row each, its facts by the regime's fields."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.training.store.tables.base import Base


class RegimeRecord(Base):
    """Nothing is overwritten but a duty's day of completion: a wrong record is withdrawn, and written anew."""

    __tablename__ = "regime_records"
    __table_args__ = (Index(None, "area", "regime", "on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    regime: Mapped[str]
    area: Mapped[str] = mapped_column(String(12))
    cadre_id: Mapped[UUID | None] = mapped_column(ForeignKey("cadres.id"), index=True)
    on: Mapped[date] = mapped_column(Date)
    facts: Mapped[dict[str, Any]]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdraw_reason: Mapped[str | None]
