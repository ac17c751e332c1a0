"""Rules that a place has adopted on residents' taking part (R19)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.notices.store.tables.base import Base


class LocalRule(Base):
    """Holds in its area and all below it, until it is repealed. `body` is Markdown."""

    __tablename__ = "local_rules"
    __table_args__ = (Index(None, "area"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    title: Mapped[str]
    adopted_by: Mapped[str]
    adopted_on: Mapped[date] = mapped_column(Date)
    body: Mapped[str]
    repealed_on: Mapped[date | None] = mapped_column(Date)
    kept_by: Mapped[str]
