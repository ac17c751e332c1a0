"""How much training an office asks for, and what was told of who has too little."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.training.store.tables.base import Base


class ComplianceRule(Base):
    """Holds in the office's area, where no office nearer to a community has its own."""

    __tablename__ = "compliance_rules"

    area: Mapped[str] = mapped_column(String(12), primary_key=True)
    per_year: Mapped[int]
    pro_rata: Mapped[bool]
    duty_hours: Mapped[int]


class ComplianceCheck(Base):
    """When a community's cadres were looked at last."""

    __tablename__ = "compliance_checks"

    area: Mapped[str] = mapped_column(String(12), primary_key=True)
    checked_on: Mapped[date] = mapped_column(Date)


class Shortfall(Base):
    """What was told last of a cadre who has had too few sessions: it is told again when the number changes."""

    __tablename__ = "shortfalls"

    cadre_id: Mapped[UUID] = mapped_column(ForeignKey("cadres.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    missing: Mapped[int]
