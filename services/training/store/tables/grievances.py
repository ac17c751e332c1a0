"""Grievances. Nothing here says who filed one."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from services.training.store.tables.base import Base


class Grievance(Base):
    """`code_hash` is of the code by which the complainant follows it. `…_told_at`: that the day passed was told."""

    __tablename__ = "grievances"
    __table_args__ = (
        Index("ix_grievances_waiting", "answer_due_on", postgresql_where=text("state IN ('filed', 'accepted')")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    kind: Mapped[str]
    text: Mapped[str]
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[str]
    filed_on: Mapped[date] = mapped_column(Date)
    accept_due_on: Mapped[date] = mapped_column(Date)
    answer_due_on: Mapped[date] = mapped_column(Date)
    accepted_on: Mapped[date | None] = mapped_column(Date)
    accepted_by: Mapped[str | None]
    note: Mapped[str | None]
    answered_on: Mapped[date | None] = mapped_column(Date)
    answered_by: Mapped[str | None]
    answer: Mapped[str | None]
    accept_told_at: Mapped[datetime | None]
    answer_told_at: Mapped[datetime | None]
