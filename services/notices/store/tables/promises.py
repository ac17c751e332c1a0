"""Promises."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, Index, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.notices.store.tables.base import Base


class Promise(Base):
    """What somebody has said will be done, in public. `origin` is what it follows from: a consultation's outcome, a gap
    that a field survey found; empty for what was said elsewhere. `told_at`: that its day passed was told."""

    __tablename__ = "promises"
    __table_args__ = (
        Index(None, "area", "state"),
        Index(None, "origin"),
        Index("ix_promises_waiting", "due_on", postgresql_where=text("state = 'open'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    text: Mapped[str]
    text_en: Mapped[str | None]
    promised_by: Mapped[str]
    promised_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    origin: Mapped[str | None]
    state: Mapped[str]
    version: Mapped[int]
    evidence: Mapped[str | None]
    settled_on: Mapped[date | None] = mapped_column(Date)
    settled_by: Mapped[str | None]
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    told_at: Mapped[datetime | None]
