"""Certificates of completed courses."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from services.training.store.tables.base import Base


class Certificate(Base):
    """`area` is the cadre's. Names and titles are as they were on the day of issue: paper does not change either."""

    __tablename__ = "certificates"
    __table_args__ = (
        Index(
            "uq_certificates_session_id_cadre_id",
            "session_id",
            "cadre_id",
            unique=True,
            postgresql_where=text("revoked_on IS NULL"),
        ),
        Index("ix_certificates_expires_on", "expires_on", postgresql_where=text("reminded_on IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    cadre_id: Mapped[UUID] = mapped_column(ForeignKey("cadres.id"), index=True)
    course_id: Mapped[UUID] = mapped_column(ForeignKey("courses.id"))
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"))
    name: Mapped[str]
    title_zh: Mapped[str]
    title_en: Mapped[str]
    hours: Mapped[int]
    office: Mapped[str]
    held_on: Mapped[date] = mapped_column(Date)
    issued_on: Mapped[date] = mapped_column(Date)
    issued_by: Mapped[str]
    expires_on: Mapped[date | None] = mapped_column(Date)
    reminded_on: Mapped[date | None] = mapped_column(Date)
    revoked_on: Mapped[date | None] = mapped_column(Date)
    revoked_by: Mapped[str | None]
    revoke_reason: Mapped[str | None]
