"""Employers in the community (驻社区单位, Art 46), and what their liaisons were told."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from services.notices.store.tables.base import Base


class Employer(Base):
    """Residents belong to it by its `name`, which the register has of each as their work unit. `liaison` is a person,
    who is written to only when they agreed (`consent_at`)."""

    __tablename__ = "employers"
    __table_args__ = (UniqueConstraint("area", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    name: Mapped[str]
    liaison: Mapped[str]
    channel: Mapped[str]
    address: Mapped[str]
    consent_at: Mapped[datetime | None]


class LiaisonMessage(Base):
    """A notice that a liaison was asked to pass on. `residents` is how many it concerns as they were told it: None for
    fewer than ten. Nobody's name goes out."""

    __tablename__ = "liaison_messages"
    __table_args__ = (UniqueConstraint("employer_id", "notice_id"), Index(None, "area"), Index(None, "notice_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    employer_id: Mapped[UUID] = mapped_column(ForeignKey("employers.id", ondelete="CASCADE"))
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id"))
    residents: Mapped[int | None]
    sent_by: Mapped[str]
    sent_at: Mapped[datetime] = mapped_column(server_default=func.now())
