"""Audits and what they found."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Date, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from services.training.store.tables.base import Base


class Audit(Base):
    """`term_id` is the director's whose audit it is; `notice_id` proves that the result hung for residents to read.
    `missed_told_at`: that its day passed was told."""

    __tablename__ = "audits"
    __table_args__ = (
        Index("uq_audits_yearly", "area", "year", unique=True, postgresql_where=text(
            "kind = 'yearly' AND state <> 'cancelled'")),
        Index("uq_audits_leaving", "term_id", unique=True, postgresql_where=text(
            "kind = 'leaving' AND state <> 'cancelled'")),
        Index("ix_audits_untold", "due_on", postgresql_where=text("missed_told_at IS NULL")),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    kind: Mapped[str]
    year: Mapped[int]
    term_id: Mapped[UUID | None] = mapped_column(ForeignKey("terms.id"))
    due_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str]
    begun_on: Mapped[date | None] = mapped_column(Date)
    auditor: Mapped[str | None]
    reported_on: Mapped[date | None] = mapped_column(Date)
    reported_by: Mapped[str | None]
    conclusion: Mapped[str | None]
    published_on: Mapped[date | None] = mapped_column(Date)
    published_by: Mapped[str | None]
    notice_id: Mapped[UUID | None]
    displayed_until: Mapped[date | None] = mapped_column(Date)
    closed_on: Mapped[date | None] = mapped_column(Date)
    cancel_reason: Mapped[str | None]
    missed_told_at: Mapped[datetime | None]


class AuditFinding(Base):
    """Something to put right by a day."""

    __tablename__ = "audit_findings"
    __table_args__ = (
        Index("ix_audit_findings_untold", "due_on", postgresql_where=text(
            "missed_told_at IS NULL AND rectified_on IS NULL")),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    audit_id: Mapped[UUID] = mapped_column(ForeignKey("audits.id"), index=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    text: Mapped[str]
    fen: Mapped[int | None] = mapped_column(BigInteger)
    due_on: Mapped[date] = mapped_column(Date)
    rectified_on: Mapped[date | None] = mapped_column(Date)
    rectified_note: Mapped[str | None]
    rectified_by: Mapped[str | None]
    missed_told_at: Mapped[datetime | None]
